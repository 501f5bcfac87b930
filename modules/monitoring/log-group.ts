import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import { days, type LogRetention } from "../../src/core";
import type { IEncryptionKey } from "../security";

export interface LogGroupProps {
  /** Full name, e.g. `/ecs/takeoff-production/api`, checked by `exactName`. */
  readonly name: string;
  readonly key: IEncryptionKey;
  /** How long lines are kept. @default "30 days" - 001-065, 001-155 */
  readonly retention?: LogRetention;
}

/** An encrypted log group. */
export class LogGroup extends Construct {
  readonly resource: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, { name, key, retention = "30 days" }: LogGroupProps) {
    super(scope, id);
    key.allowService("logs");
    this.resource = new CloudwatchLogGroup(this, "@log_group", {
      name,
      kmsKeyId: key.arn,
      retentionInDays: days(retention),
    });
  }

  get arn(): string {
    return this.resource.arn;
  }

  get name(): string {
    return this.resource.name;
  }
}
