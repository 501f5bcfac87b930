import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { Construct } from "constructs";
import { type Duration, type FargateSize, type IGrantable, type Statement, seconds } from "../../src/core";
import { type Dependable, report, waitFor } from "../../src/engine";
import { type IMonitored, type Metric, metric } from "../monitoring/metric";
import type { SecurityGroup } from "../networking";
import { type CapacityMix, capacityStrategy } from "./capacity";
import type { ICluster } from "./cluster";
import type { ContainerProps } from "./container";
import { ignoredByTerraform } from "./ownership";
import { addScaling, type ScalingProps } from "./scaling";
import { TaskDefinition } from "./task-definition";

/** What a service sends requests to, and who may. */
export interface IConnectable {
  readonly port: number;
  readonly securityGroup: SecurityGroup;
}

export interface ServiceProps extends ContainerProps {
  readonly cluster: ICluster;
  /** Group its tasks are in. */
  readonly securityGroup: SecurityGroup;
  readonly size: FargateSize;
  /** How many tasks run: a number that stays, or limits between which the load decides. */
  readonly count: number | ScalingProps;
  /** Share of tasks on spare capacity, which AWS takes back with two minutes' notice. @default - none */
  readonly spot?: CapacityMix;
  /** The thing in its names. @default - its construct id */
  readonly name?: string;
  /**
   * Limits, in per cent of the tasks wanted, while a new version replaces the old one.
   * @default { min: 100, max: 200 } - never fewer than wanted; a single task that must not run twice stops first
   */
  readonly rollout?: { readonly min: number; readonly max: number };
  /** Two of it at the same time would do harm, as two schedulers would: the old one stops before the new one starts. @default false */
  readonly singleton?: boolean;
  /** Opens a shell in a task for whoever may. @default true - 001-075 */
  readonly exec?: boolean;
  /** @default "60 seconds" for services behind a load balancer - the start period of their health check */
  readonly healthCheckGracePeriod?: Duration;
}

/** A container that ECS keeps running: replaced when it fails, rolled back when a new version does not start. */
export class Service extends Construct implements IGrantable, IMonitored {
  readonly resource: EcsService;
  readonly task: TaskDefinition;
  readonly securityGroup: SecurityGroup;
  readonly name: string;

  constructor(
    scope: Construct,
    id: string,
    readonly props: ServiceProps,
  ) {
    super(scope, id);
    this.name = props.name ?? id;
    this.securityGroup = props.securityGroup;
    this.check();
    const { cluster } = props;
    const exec = props.exec ?? true;
    this.task = new TaskDefinition(this, "@task", { ...props, name: this.name, exec });
    const scaling = typeof props.count === "number" ? undefined : props.count;
    const rollout = props.rollout ?? (props.singleton ? { min: 0, max: 100 } : { min: 100, max: 200 });
    this.resource = new EcsService(this, "@service", {
      name: this.name,
      cluster: cluster.arn,
      taskDefinition: this.task.resource.arn,
      desiredCount: scaling ? scaling.min : Number(props.count),
      capacityProviderStrategy: capacityStrategy(props.spot),
      platformVersion: "LATEST",
      networkConfiguration: {
        subnets: [...cluster.network.privateSubnetIds],
        securityGroups: [this.securityGroup.id],
        assignPublicIp: false,
      },
      deploymentCircuitBreaker: { enable: true, rollback: true },
      deploymentMinimumHealthyPercent: rollout.min,
      deploymentMaximumPercent: rollout.max,
      enableExecuteCommand: exec,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      lifecycle: { ignoreChanges: ignoredByTerraform({ autoscaled: scaling !== undefined }) },
      dependsOn: [...cluster.capacity],
    });
    if (scaling)
      addScaling(this, {
        ...scaling,
        clusterName: cluster.name,
        serviceName: this.resource.name,
        label: this.name,
      });
  }

  get port(): number {
    return this.props.port ?? 0;
  }

  allow(statement: Statement): void {
    this.task.allow(statement);
  }

  /** Lets the tasks open connections to a database, a cache or another service. */
  connectTo(target: IConnectable): this {
    target.securityGroup.allowFrom(this.securityGroup, target.port);
    return this;
  }

  /** Sends what a target group receives to the tasks; called by the load balancer that owns the group. */
  attach(targetGroupArn: string, after: readonly Dependable[]): void {
    this.resource.putLoadBalancer([{ targetGroupArn, containerName: this.name, containerPort: this.port }]);
    this.resource.healthCheckGracePeriodSeconds = seconds(this.props.healthCheckGracePeriod ?? "60 seconds");
    waitFor(this.resource, after);
  }

  metrics(): Metric[] {
    const dimensions = { ClusterName: this.props.cluster.name, ServiceName: this.resource.name };
    const of = metric("AWS/ECS", dimensions);
    return [
      of("cpu", "CPUUtilization", "Average", "Percent", {
        above: 85,
        for: "15 minutes",
        source: "well above what scaling aims at: it is at its limit or does not work",
      }),
      of("memory", "MemoryUtilization", "Average", "Percent", {
        above: 85,
        for: "5 minutes",
        source: "001-101",
      }),
      metric("ECS/ContainerInsights", dimensions)("running-tasks", "RunningTaskCount", "Minimum", "Count", {
        below: 1,
        for: "2 minutes",
        period: "1 minute",
        missing: "breaching",
        source: "001-100, 001-105: nothing runs, or nothing reports",
      }),
    ];
  }

  private check(): void {
    const { count, singleton, rollout } = this.props;
    if (typeof count === "number" && (!Number.isInteger(count) || count < 0)) {
      report(this, {
        prop: "count",
        value: count,
        allowed: "a whole number, or limits for scaling",
        fix: "write for example 2 or { min: 2, max: 10 }",
      });
    }
    if (singleton && count !== 1) {
      report(this, {
        prop: "count",
        value: count,
        allowed: "1 for a singleton",
        fix: "write count: 1, or leave out singleton",
      });
    }
    if (rollout && (rollout.min < 0 || rollout.max <= rollout.min || rollout.max > 200)) {
      report(this, {
        prop: "rollout",
        value: rollout,
        allowed: "0 <= min < max <= 200",
        fix: "raise max or lower min: a rollout could not move otherwise",
      });
    }
  }
}
