import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import type { Grant, IGrantable, LogRetention } from "../../src/core";
import type { IEncryptionKey } from "../security";

export interface LogGroupProps {
  /** Full name, from `nameFor` or `exactName`, e.g. `/ecs/shop-production/api`. */
  readonly name: string;
  readonly key: IEncryptionKey;
  /** How long lines are kept. @default "30 days" - a month to look into what went wrong */
  readonly retention?: LogRetention | undefined;
}

/** An encrypted log group. */
export class LogGroup extends Construct {
  readonly resource: CloudwatchLogGroup;
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, key, retention = "30 days" }: LogGroupProps) {
    super(scope, id);
    key.allowService("logs");
    this.resource = new CloudwatchLogGroup(this, "@log_group", {
      name,
      kmsKeyId: key.arn,
      retentionInDays: Number.parseInt(retention, 10),
    });
    this.arn = this.resource.arn;
  }

  get name(): string {
    return this.resource.name;
  }

  /** Writes lines into streams of its own. */
  grantWrite(to: IGrantable): Grant {
    return to.grant(
      {
        purpose: "WriteLogs",
        actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        resources: [`${this.arn}:*`],
      },
      this,
    );
  }
}
