import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { EcsClusterCapacityProviders } from "@cdktf/provider-aws/lib/ecs-cluster-capacity-providers";
import { Construct } from "constructs";
import { exactName, type IGrantable, type LogRetention, nameFor, PlatformStack } from "../../src/core";
import type { Dependable } from "../../src/engine";
import { LogGroup } from "../monitoring/log-group";
import type { INetwork } from "../networking";
import type { IEncryptionKey } from "../security";

/** A cluster that services run in. */
export interface ICluster {
  readonly arn: string;
  readonly name: string;
  readonly network: INetwork;
  readonly key: IEncryptionKey;
  /** What must exist before a service can ask for capacity. */
  readonly capacity: readonly Dependable[];
  /** Begins the names of its services' log groups, e.g. `/ecs/takeoff-production`. */
  readonly logPrefix: string;
  readonly logRetention: LogRetention | undefined;
  /** Lets a task open ECS Exec sessions and log them. */
  grantExec(grantee: IGrantable): void;
}

export interface ClusterProps {
  readonly network: INetwork;
  readonly key: IEncryptionKey;
  /** The thing in its name. @default - none: <project>-<environment> (001-063) */
  readonly name?: string;
  /** How long the logs of its services are kept. @default - as LogGroup */
  readonly logRetention?: LogRetention;
}

/** An ECS cluster on Fargate and Fargate Spot, with Container Insights and logged, encrypted exec sessions. */
export class Cluster extends Construct implements ICluster {
  readonly resource: EcsCluster;
  readonly arn: string;
  readonly name: string;
  readonly network: INetwork;
  readonly key: IEncryptionKey;
  readonly capacity: readonly Dependable[];
  readonly logPrefix: string;
  readonly logRetention: LogRetention | undefined;
  private readonly execLogs: LogGroup;

  constructor(scope: Construct, id: string, { network, key, name, logRetention }: ClusterProps) {
    super(scope, id);
    const clusterName = nameFor(this, "ecs-cluster", name);
    this.network = network;
    this.key = key;
    this.logPrefix = `/ecs/${clusterName}`;
    this.logRetention = logRetention;
    key.allowService("ecs");
    this.execLogs = new LogGroup(this, "exec", {
      name: exactName(this, "log-group", `${this.logPrefix}/exec`),
      key,
      retention: logRetention,
    });
    this.resource = new EcsCluster(this, "@cluster", {
      name: clusterName,
      setting: [{ name: "containerInsights", value: "enabled" }],
      configuration: {
        executeCommandConfiguration: {
          kmsKeyId: key.arn,
          logging: "OVERRIDE",
          logConfiguration: { cloudWatchEncryptionEnabled: true, cloudWatchLogGroupName: this.execLogs.name },
        },
      },
    });
    this.arn = this.resource.arn;
    this.name = this.resource.name;
    const providers = new EcsClusterCapacityProviders(this, "@capacity", {
      clusterName: this.resource.name,
      capacityProviders: ["FARGATE", "FARGATE_SPOT"],
      defaultCapacityProviderStrategy: [{ capacityProvider: "FARGATE", base: 1, weight: 100 }],
    });
    this.capacity = [providers];
  }

  grantExec(grantee: IGrantable): void {
    const stack = PlatformStack.of(this);
    grantee.allow({
      sid: "OpenExecSessions",
      actions: [
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
      ],
      // These actions know no resources: AWS accepts nothing but "*".
      resources: ["*"],
    });
    grantee.allow({
      sid: "FindExecLogs",
      actions: ["logs:DescribeLogGroups"],
      resources: [stack.arn("logs", "log-group:*")],
    });
    grantee.allow({
      sid: "WriteExecLogs",
      actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      resources: [`${this.execLogs.arn}:*`],
    });
    this.key.grant(grantee, "decrypt");
  }
}
