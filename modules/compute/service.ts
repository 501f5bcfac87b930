import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { Construct, type IConstruct } from "constructs";
import {
  checkNumber,
  type Grant,
  type IGrantable,
  type IMonitored,
  type Limits,
  type Metric,
  nameFor,
  type Statement,
  seconds,
  thingOf,
} from "../../src/core";
import { type Dependable, isToken, report, waitFor, whenComplete } from "../../src/engine";
import type { ITarget } from "../load-balancing";
import type { LogGroup } from "../monitoring";
import { type IConnectable, type ISecurityGroup, SecurityGroup } from "../networking";
import { capacityStrategy } from "./capacity";
import type { ICluster } from "./cluster";
import { portsOf } from "./container";
import { checkRoom, deploymentOf } from "./deployment";
import { DiscoveryService } from "./namespace";
import { OWNED_BY_AUTOSCALING } from "./ownership";
import { type ServiceMetric, serviceLimits, serviceMetrics } from "./service-metrics";
import type { IService, ServiceProps } from "./service-props";
import { TaskDefinition } from "./task-definition";
import { type ScalingLimits, TaskScaling } from "./task-scaling";

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
const MOST_TASKS = 5000;
/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/register-multiple-targetgroups.html */
const MOST_TARGET_GROUPS = 5;

interface Attachment {
  readonly targetGroupArn: string;
  readonly containerName: string;
  readonly containerPort: number;
}

/** Containers that ECS keeps running: replaced when they fail, rolled back when a new version does not start. */
export class Service
  extends Construct
  implements IService, ITarget, IConnectable, IGrantable, IMonitored<ServiceMetric>
{
  readonly resource: EcsService;
  readonly arn: string;
  readonly name: string;
  readonly label: string;
  readonly cluster: ICluster;
  readonly definition: TaskDefinition;
  /** Name of the main container. */
  readonly container: string;
  readonly securityGroup: ISecurityGroup;
  private readonly discovery: DiscoveryService | undefined;
  private readonly attachments: Attachment[] = [];
  /** What has to exist before it; it may grow until synthesis. */
  private readonly awaited: Set<Dependable>;
  private scaling: TaskScaling | undefined;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ServiceProps,
  ) {
    super(scope, id);
    const { cluster, count, exec = false } = props;
    this.label = thingOf(this);
    this.cluster = cluster;
    this.securityGroup =
      props.securityGroup ??
      new SecurityGroup(this, "@security_group", {
        network: cluster.network,
        description: `Tasks of ${this.label}`,
        egress: "https",
        ...(props.name ? { name: props.name } : {}),
      });
    const name = props.name ?? this.label;
    this.definition = new TaskDefinition(this, "@task", { ...props, name, exec });
    this.container = this.definition.container;
    if (props.discovery)
      this.discovery = new DiscoveryService(this, "@discovery", { name, ...props.discovery });
    if (count !== undefined)
      checkNumber(this, "count", count, {
        min: 0,
        max: MOST_TASKS,
        unit: "tasks",
        fix: "write for example 2",
      });
    this.resource = new EcsService(this, "@service", {
      name: nameFor(this, "ecs-service", props.name, "", cluster.name),
      cluster: cluster.arn,
      taskDefinition: this.definition.resource.arn,
      ...(count === undefined ? {} : { desiredCount: count }),
      capacityProviderStrategy: capacityStrategy(this, props.spot),
      // Without it a change of the capacity replaces the service, as provider 5 has it.
      forceNewDeployment: true,
      platformVersion: "LATEST",
      networkConfiguration: {
        subnets: [...cluster.network.privateSubnetIds],
        securityGroups: [this.securityGroup.id],
        assignPublicIp: false,
      },
      ...deploymentOf(this, props.deployment),
      ...(this.discovery ? { serviceRegistries: { registryArn: this.discovery.resource.arn } } : {}),
      enableExecuteCommand: exec,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
    });
    this.arn = this.resource.id;
    this.name = this.resource.name;
    this.awaited = new Set([...cluster.capacity, ...(cluster.network.paths?.private ?? [])]);
    whenComplete(this, () => {
      this.checkComplete();
      for (const others of [this.definition.dependables, this.securityGroup.dependables])
        for (const other of others) this.awaited.add(other);
      waitFor(this.resource, [...this.awaited]);
    });
  }

  /** The main container's port. A service without one is reported where it is asked for. */
  get port(): number {
    return (
      this.props.port ?? this.missing("port", "a port that requests go to", "add port, e.g. port: 8080", 80)
    );
  }

  /** Group that all its containers log to, each into streams of its own. */
  get logs(): LogGroup {
    return this.definition.logs;
  }

  /** Host name inside the network, of a service with `discovery`; reported where there is none. */
  get host(): string {
    return (
      this.discovery?.host ??
      this.missing("discovery", "a namespace to be found in", "add discovery: { namespace }", this.label)
    );
  }

  /** Adds a right to the tasks' role; the service waits for it, so that no task starts without. */
  grant(statement: Statement, source?: IConstruct): Grant {
    return this.definition.grant(statement, source);
  }

  /** Lets the tasks open connections to databases, caches or other services. */
  connectTo(...peers: readonly IConnectable[]): this {
    for (const peer of peers) peer.securityGroup.allowFrom(this.securityGroup, peer.port);
    return this;
  }

  /**
   * Another port of the service as a target of a load balancer.
   * @param container that listens on it. @default - the main container
   */
  target(port: number, container: string = this.container): ITarget {
    const owner = this.definition.containers.find(({ name }) => name === container);
    if (!owner || !portsOf(owner.props).includes(port)) {
      const known = this.definition.containers.flatMap(({ name, props }) =>
        portsOf(props).map((listened) => `${name} ${listened}`),
      );
      report(this, {
        prop: "target",
        value: `${container} ${port}`,
        allowed: `a container and a port of it: ${known.join(", ") || "there is none"}`,
        fix: "add the port to ports of the container",
      });
    }
    return {
      label: `${this.label}-${port}`,
      container,
      port,
      securityGroup: this.securityGroup,
      attach: (targetGroupArn, after) =>
        this.addTarget({ targetGroupArn, containerName: container, containerPort: port }, after),
    };
  }

  /** Sends what a target group receives to the main container; called by the owner of the group. */
  attach(targetGroupArn: string, after: readonly Dependable[]): void {
    this.addTarget({ targetGroupArn, containerName: this.container, containerPort: this.port }, after);
  }

  /** Lets the load decide how many tasks run; say on what with the methods of the result. Instead of `count`. */
  autoScale(limits: ScalingLimits): TaskScaling {
    if (this.scaling) {
      report(this, {
        prop: "autoScale",
        value: limits,
        allowed: "limits once",
        fix: "call methods of the first result instead",
      });
      return this.scaling;
    }
    const { count } = this.props;
    this.resource.desiredCount = count ?? limits.min;
    if (count !== undefined && (count < limits.min || count > limits.max)) {
      report(this, {
        prop: "count",
        value: count,
        allowed: `a start between the limits of autoScale, ${limits.min} and ${limits.max}`,
        fix: "remove count, or move it between the limits",
      });
    }
    this.resource.lifecycle = { ignoreChanges: [...OWNED_BY_AUTOSCALING] };
    this.scaling = new TaskScaling(this, "@scaling", {
      limits,
      service: this.resource,
      clusterName: this.cluster.name,
      name: this.props.name ?? this.label,
      isTargetOf: (arn) => this.attachments.some(({ targetGroupArn }) => targetGroupArn === arn),
    });
    return this.scaling;
  }

  get metrics(): Readonly<Record<ServiceMetric, Metric>> {
    return serviceMetrics(this, { cluster: this.cluster.name, service: this.name });
  }

  get recommended(): Limits<ServiceMetric> {
    const { count } = this.props;
    return serviceLimits(this.scaling?.fewest ?? (isToken(count) ? 1 : (count ?? 1)));
  }

  private addTarget(attachment: Attachment, after: readonly Dependable[]): void {
    for (const other of after) this.awaited.add(other);
    if (this.attachments.some(({ targetGroupArn }) => targetGroupArn === attachment.targetGroupArn)) return;
    this.attachments.push(attachment);
    this.resource.putLoadBalancer([...this.attachments]);
    this.resource.healthCheckGracePeriodSeconds = seconds(
      this,
      "healthCheckGracePeriod",
      this.props.healthCheckGracePeriod ?? "60 seconds",
      { min: "0 seconds", max: "24855 days" },
    );
  }

  private missing<T>(prop: string, allowed: string, fix: string, standIn: T): T {
    report(this, { prop, value: undefined, allowed, fix });
    return standIn;
  }

  private checkComplete(): void {
    const { count, deployment, healthCheckGracePeriod } = this.props;
    if (count === undefined && this.scaling === undefined) {
      report(this, {
        prop: "count",
        value: count,
        allowed: "count, or a call of autoScale",
        fix: "write for example count: 2",
      });
    }
    // Scaling from none begins with one.
    const fewest = this.scaling ? Math.max(1, this.scaling.fewest) : (count ?? 0);
    if (!isToken(fewest)) checkRoom(this, deployment, fewest);
    const groups = this.attachments.length;
    if (groups > MOST_TARGET_GROUPS) {
      report(this, {
        prop: "target groups",
        value: groups,
        allowed: `at most ${MOST_TARGET_GROUPS}`,
        fix: "route several hosts and paths to one target group",
      });
    }
    if (healthCheckGracePeriod && groups === 0) {
      report(this, {
        prop: "healthCheckGracePeriod",
        value: healthCheckGracePeriod,
        allowed: "nothing, without a load balancer in front",
        fix: "remove it, or route requests to the service",
      });
    }
  }
}
