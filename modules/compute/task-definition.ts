import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { Construct, type IConstruct } from "constructs";
import {
  allGrants,
  checkUnique,
  exactName,
  type FargateSize,
  type Grant,
  gibibytes,
  type IGrantable,
  mebibytes,
  nameFor,
  onBehalfOf,
  type PhysicalName,
  placeOf,
  type Size,
  type Statement,
} from "../../src/core";
import { type Dependable, json } from "../../src/engine";
import { LogGroup } from "../monitoring";
import { Role } from "../security";
import type { ICluster } from "./cluster";
import { type ContainerProps, containerDefinition, scratchVolume, type TaskContainer } from "./container";
import { checkContainer } from "./container-checks";
import { checkTogether, type Sidecar } from "./sidecar";

/** What runs, wherever and however often: the main container's props, and those of the task around it. */
export interface TaskDefinitionProps extends ContainerProps {
  readonly cluster: ICluster;
  /** CPU and memory of the whole task. Sizes that Fargate does not run do not compile. */
  readonly size: FargateSize;
  /** Name of the main container. @default - as the service or task */
  readonly containerName?: string;
  /** Containers beside the main one, up to 9. @default - none */
  readonly sidecars?: readonly Sidecar[];
  /** Processor that the images are built for. @default "x86_64" - what build machines are as a rule */
  readonly architecture?: "x86_64" | "arm64";
  /** Disk of a task, 21 to 200 GiB. @default - 20 GiB, which Fargate has without being asked */
  readonly ephemeralStorage?: Size;
}

const CPU_ARCHITECTURES = { x86_64: "X86_64", arm64: "ARM64" } as const;

/**
 * What runs: containers with one log group and two roles. The execution role fetches images and exactly the secrets
 * named; the task role has what was granted, and nothing else. Problems are reported at the service or task around it.
 */
export class TaskDefinition extends Construct implements IGrantable {
  readonly resource: EcsTaskDefinition;
  readonly logs: LogGroup;
  readonly taskRole: Role;
  readonly executionRole: Role;
  /** Name of the main container. */
  readonly container: string;
  /** All containers, the main one first. */
  readonly containers: readonly TaskContainer[];
  /** What has to exist before a task can start: rights of both roles, values of secrets. They may grow until synthesis. */
  readonly dependables: ReadonlySet<Dependable>;
  private readonly awaited: Set<Dependable>;

  constructor(
    private readonly owner: Construct,
    id: string,
    props: TaskDefinitionProps & { readonly name: PhysicalName; readonly exec: boolean },
  ) {
    super(owner, id);
    const { cluster, name, size, exec, containerName, sidecars = [], ephemeralStorage } = props;
    this.container = containerName
      ? exactName(owner, "container", containerName)
      : nameFor(owner, "container", name);
    this.containers = [
      { name: this.container, essential: true, props, prefix: "" },
      ...sidecars.map((sidecar) => ({
        name: exactName(owner, "container", sidecar.name),
        essential: sidecar.essential ?? true,
        props: sidecar,
        prefix: `sidecars.${sidecar.name}.`,
      })),
    ];
    this.check(exec);
    this.logs = new LogGroup(this, "@logs", {
      kind: "task-log-group",
      name,
      key: cluster.key,
      retention: cluster.logRetention,
    });
    this.executionRole = this.addRole("execution", name, {
      policyName: "secrets-access",
      managedPolicies: ["service-role/AmazonECSTaskExecutionRolePolicy"],
    });
    this.taskRole = this.addRole("task", name);
    const secrets = this.containers.flatMap((container) => Object.values(container.props.secrets ?? {}));
    const grants = secrets.map((value) => value.grantRead(this.executionRole));
    if (exec) grants.push(cluster.grantExec(this.taskRole));
    this.awaited = new Set([...this.executionRole.attachments, ...allGrants(...grants).dependables]);
    this.dependables = this.awaited;
    const volumes = this.volumes();
    this.resource = new EcsTaskDefinition(this, "@task_definition", {
      family: nameFor(this, "task-family", name),
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      cpu: String(size.cpu),
      memory: String(mebibytes(owner, "size.memory", size.memory)),
      executionRoleArn: this.executionRole.arn,
      taskRoleArn: this.taskRole.arn,
      runtimePlatform: {
        operatingSystemFamily: "LINUX",
        cpuArchitecture: CPU_ARCHITECTURES[props.architecture ?? "x86_64"],
      },
      ...(ephemeralStorage ? { ephemeralStorage: { sizeInGib: this.disk(ephemeralStorage) } } : {}),
      ...(volumes.length > 0 ? { volume: volumes.map((volume) => ({ name: volume })) } : {}),
      containerDefinitions: json(this.containers.map((container) => this.describe(container, exec))),
      // ECS runs no revision that is deregistered: neither a rollback nor a schedule would get it. Hence revisions stay,
      // also after `terraform destroy`. They cost nothing; `aws ecs deregister-task-definition` removes one.
      skipDestroy: true,
    });
  }

  /** ARN of this revision. */
  get arn(): string {
    return this.resource.arn;
  }

  /** Name of all revisions. */
  get family(): string {
    return this.resource.family;
  }

  grant(statement: Statement, source?: IConstruct): Grant {
    const grant = this.taskRole.grant(statement, source);
    for (const dependable of grant.dependables) this.awaited.add(dependable);
    return grant;
  }

  private describe(container: TaskContainer, exec: boolean) {
    return containerDefinition(this.owner, container, {
      exec,
      logs: { group: this.logs.name, region: placeOf(this).region },
    });
  }

  private addRole(
    part: "execution" | "task",
    name: PhysicalName,
    more: { readonly policyName?: string; readonly managedPolicies?: readonly string[] } = {},
  ): Role {
    return new Role(this, part, {
      name,
      part,
      service: "ecs-tasks.amazonaws.com",
      conditions: onBehalfOf(this, "ecs", "*"),
      ...more,
    });
  }

  private volumes(): string[] {
    const volumes = this.containers.flatMap(({ name, props }) =>
      (props.scratch ?? []).map((_, index) => scratchVolume(name, index)),
    );
    checkUnique(this.owner, "scratch", volumes);
    return volumes;
  }

  private disk(size: Size): number {
    return gibibytes(this.owner, "ephemeralStorage", size, {
      min: "21 GiB",
      max: "200 GiB",
      fix: "write for example 50 GiB, or leave it out for 20 GiB",
    });
  }

  private check(exec: boolean): void {
    for (const { prefix, props } of this.containers) checkContainer(this.owner, prefix, props, exec);
    checkTogether(this.owner, this.containers);
  }
}
