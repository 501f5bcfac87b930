import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy";
import { Construct } from "constructs";
import { nameFor, onBehalfOf, type PhysicalName, placeOf, policy } from "../../src/core";

export interface LogDeliveryProps {
  /** ARNs of streams it is about. @default - those in the log groups of all web ACLs of the account and region */
  readonly streams?: readonly string[];
  /** @default - the construct's ids */
  readonly name?: PhysicalName;
}

/**
 * Lets AWS write the logs of web ACLs: one policy for a whole account and region, which has room for ten
 * ([quotas](https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html)). One stack of the account owns
 * it; web ACLs of others say `logDelivery: "account"`.
 */
export class LogDelivery extends Construct {
  readonly resource: CloudwatchLogResourcePolicy;

  constructor(scope: Construct, id: string, { streams, name }: LogDeliveryProps = {}) {
    super(scope, id);
    this.resource = new CloudwatchLogResourcePolicy(this, "@policy", {
      policyName: nameFor(this, "log-resource-policy", name),
      policyDocument: policy(this, "logs", [
        {
          sid: "DeliverWebAclLogs",
          actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
          // AWS wants their names to begin so.
          resources: streams ?? [placeOf(this).arn("logs", "log-group:aws-waf-logs-*:*")],
          principals: { Service: "delivery.logs.amazonaws.com" },
          conditions: onBehalfOf(this, "logs", "*"),
        },
      ]),
    });
  }
}
