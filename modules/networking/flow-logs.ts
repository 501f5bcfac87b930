import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { Construct } from "constructs";
import { allGrants, type LogRetention, nameFor, onBehalfOf, type PhysicalName } from "../../src/core";
import { LogGroup } from "../monitoring";
import { type IEncryptionKey, Role } from "../security";

interface FlowLogsProps {
  readonly vpcId: string;
  readonly key: IEncryptionKey;
  readonly retention: LogRetention | undefined;
  /** Name of the network. */
  readonly name: PhysicalName;
}

/** Records all traffic of a VPC, each minute, to an encrypted log group. */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, { vpcId, key, retention, name }: FlowLogsProps) {
    super(scope, id);
    const logs = new LogGroup(this, "@logs", { kind: "flow-log-group", name, key, retention });
    const role = new Role(this, "@role", {
      name,
      part: "flow-logs",
      service: "vpc-flow-logs.amazonaws.com",
      conditions: onBehalfOf(this, "ec2", "vpc-flow-log/*"),
    });
    // https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
    const granted = allGrants(logs.grantFind(role), logs.grantWrite(role));
    new FlowLog(this, "@flow_log", {
      vpcId,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: logs.arn,
      iamRoleArn: role.arn,
      maxAggregationInterval: 60,
      tags: { Name: nameFor(this, "tag", name, "flow-logs") },
      dependsOn: [...granted.dependables],
    });
  }
}
