import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { Construct } from "constructs";
import { exactName, type LogRetention, nameFor } from "../../src/core";
import { LogGroup } from "../monitoring/log-group";
import type { IEncryptionKey } from "../security";
import { Role } from "../security/role";

interface FlowLogsProps {
  readonly vpcId: string;
  readonly key: IEncryptionKey;
  readonly retention: LogRetention | undefined;
}

/** Records all traffic of a VPC, each minute, to an encrypted log group (001-155). */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, { vpcId, key, retention }: FlowLogsProps) {
    super(scope, id);
    const name = exactName(this, "log-group", `/vpc/${nameFor(this, "security-group")}/flow-logs`);
    const logs = new LogGroup(this, "@logs", { name, key, retention });
    const role = new Role(this, "@role", { name: "vpc-flow-logs", service: "vpc-flow-logs.amazonaws.com" });
    role.allow({
      sid: "WriteFlowLogs",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
      resources: [logs.arn, `${logs.arn}:*`],
    });
    new FlowLog(this, "@flow_log", {
      vpcId,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: logs.arn,
      iamRoleArn: role.arn,
      maxAggregationInterval: 60,
      tags: { Name: nameFor(this, "security-group", "flow-logs") },
    });
  }
}
