import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { EcsClusterCapacityProviders } from "@cdktf/provider-aws/lib/ecs-cluster-capacity-providers";
import { Construct } from "constructs";
import {
  allGrants,
  type Grant,
  type IGrantable,
  type LogRetention,
  nameFor,
  type PhysicalName,
  thingOf,
} from "../../src/core";
import type { Dependable } from "../../src/engine";
import { LogGroup } from "../monitoring";
import type { INetwork } from "../networking";
import type { IEncryptionKey } from "../security";

/** Where tasks run. */
export type TaskNetwork = Pick<INetwork, "vpcId" | "privateSubnetIds" | "paths">;

/** A cluster that services run in. */
export interface ICluster {
  readonly arn: string;
  readonly name: string;
  readonly network: TaskNetwork;
  /** Encrypts the logs of its tasks. */
  readonly key: IEncryptionKey;
  /** What has to exist before a service can ask for capacity. */
  readonly capacity: readonly Dependable[];
  /** How long logs of its tasks are kept. @default - as LogGroup */
  readonly logRetention?: LogRetention | undefined;
  /** Lets a task open ECS Exec sessions, and log them. */
  grantExec(to: IGrantable): Grant;
}

export interface ClusterProps {
  /** Its private subnets are where tasks run. */
  readonly network: TaskNetwork;
  /** Encrypts exec sessions, and the logs of its tasks. */
  readonly key: IEncryptionKey;
  /** @default - the construct's id */
  readonly name?: PhysicalName;
  /** How long logs of its tasks are kept. @default - as LogGroup */
  readonly logRetention?: LogRetention;
}

/** An ECS cluster on Fargate and Fargate Spot, with Container Insights and logged, encrypted exec sessions. */
export class Cluster extends Construct implements ICluster {
  readonly resource: EcsCluster;
  readonly arn: string;
  readonly name: string;
  readonly network: TaskNetwork;
  readonly key: IEncryptionKey;
  readonly capacity: readonly Dependable[];
  readonly logRetention: LogRetention | undefined;
  private readonly execLogs: LogGroup;

  constructor(scope: Construct, id: string, { network, key, name, logRetention }: ClusterProps) {
    super(scope, id);
    this.network = network;
    this.key = key;
    this.logRetention = logRetention;
    key.allowService("ecs");
    this.execLogs = new LogGroup(this, "exec", {
      kind: "exec-log-group",
      name: name ?? thingOf(this),
      key,
      retention: logRetention,
    });
    this.resource = new EcsCluster(this, "@cluster", {
      name: nameFor(this, "ecs-cluster", name),
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
      clusterName: this.name,
      capacityProviders: ["FARGATE", "FARGATE_SPOT"],
      defaultCapacityProviderStrategy: [{ capacityProvider: "FARGATE", base: 1, weight: 100 }],
    });
    this.capacity = [providers];
  }

  /** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html */
  grantExec(to: IGrantable): Grant {
    return allGrants(
      to.grant(
        {
          purpose: "OpenExecSessions",
          actions: [
            "ssmmessages:CreateControlChannel",
            "ssmmessages:CreateDataChannel",
            "ssmmessages:OpenControlChannel",
            "ssmmessages:OpenDataChannel",
          ],
          // These actions have no resource types: AWS accepts nothing but "*".
          resources: ["*"],
        },
        this,
      ),
      this.execLogs.grantFind(to),
      this.execLogs.grantWrite(to),
      this.key.grantDecrypt(to),
    );
  }
}
