import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import {
  type Grant,
  type IGrantable,
  type LogRetention,
  type NameKind,
  nameFor,
  type PhysicalName,
  thingOf,
} from "../../src/core";
import { checkKeyRegion, type IEncryptionKey } from "../security";

export interface LogGroupProps {
  readonly key: IEncryptionKey;
  /** `{ exact: "/aws/lambda/…" }` where AWS fixes it. @default - the construct's ids, as `/<project>/<environment>/<ids>` */
  readonly name?: PhysicalName;
  /** What of the named thing logs there. @default - nothing is added */
  readonly part?: string;
  /** What logs there: decides how the name looks. @default "log-group" */
  readonly kind?: Extract<NameKind, `${string}log-group`>;
  /** How long lines are kept. @default "30 days" - a month to look into what went wrong */
  readonly retention?: LogRetention | undefined;
}

/** An encrypted log group. */
export class LogGroup extends Construct {
  readonly resource: CloudwatchLogGroup;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: LogGroupProps) {
    super(scope, id);
    const { name = thingOf(this), part, kind = "log-group", key, retention = "30 days" } = props;
    checkKeyRegion(this, key);
    key.allowService("logs");
    this.resource = new CloudwatchLogGroup(this, "@log_group", {
      name: nameFor(this, kind, name, part),
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

  /** Lists log groups, for writers that look for theirs first. AWS knows no narrower resource for that than "*". */
  grantFind(to: IGrantable): Grant {
    return to.grant(
      { purpose: "FindLogGroups", actions: ["logs:DescribeLogGroups"], resources: ["*"] },
      this,
    );
  }
}
