import { Construct, type IConstruct } from "constructs";
import {
  allGrants,
  type Grant,
  type IGrantable,
  type PhysicalName,
  placeOf,
  type Statement,
  thingOf,
} from "../../src/core";
import { waitFor, whenComplete } from "../../src/engine";
import { type IConnectable, type ISecurityGroup, SecurityGroup } from "../networking";
import type { ICluster } from "./cluster";
import { Schedule, type ScheduleProps } from "./schedule";
import { TaskDefinition, type TaskDefinitionProps } from "./task-definition";

/** A task has no ports, and nobody asks for its health: it ends. */
export interface TaskProps extends Omit<TaskDefinitionProps, "port" | "ports" | "health"> {
  /** @default - the construct's ids */
  readonly name?: PhysicalName;
  /** Group it runs in; whoever starts it has to pass it. @default - one of its own, that may open HTTPS connections to anything */
  readonly securityGroup?: ISecurityGroup;
}

/** Something that runs until it ends, when somebody starts it or by the clock: migrations, reports. */
export class Task extends Construct implements IGrantable {
  readonly resource: TaskDefinition["resource"];
  readonly definition: TaskDefinition;
  readonly securityGroup: ISecurityGroup;
  readonly cluster: ICluster;
  private readonly name: PhysicalName;

  constructor(scope: Construct, id: string, props: TaskProps) {
    super(scope, id);
    this.cluster = props.cluster;
    this.name = props.name ?? thingOf(this);
    this.securityGroup =
      props.securityGroup ??
      new SecurityGroup(this, "@security_group", {
        network: props.cluster.network,
        description: `Tasks of ${thingOf(this)}`,
        egress: "https",
        ...(props.name ? { name: props.name } : {}),
      });
    this.definition = new TaskDefinition(this, "@task", { ...props, name: this.name, exec: false });
    this.resource = this.definition.resource;
    // A task has no service to wait for its rights: whoever names a revision, or applies it alone, finds them there.
    whenComplete(this, () => waitFor(this.resource, [...this.definition.dependables]));
  }

  /**
   * ARN of this revision: the image and the variables of this program. `aws ecs run-task --task-definition` takes it;
   * whoever names the family instead gets its newest revision, which is another image's before a release is applied.
   */
  get arn(): string {
    return this.definition.arn;
  }

  /** Name of all revisions of its definition. */
  get family(): string {
    return this.definition.family;
  }

  grant(statement: Statement, source?: IConstruct): Grant {
    return this.definition.grant(statement, source);
  }

  /** Lets the task open connections to databases, caches or services. */
  connectTo(...peers: readonly IConnectable[]): this {
    for (const peer of peers) peer.securityGroup.allowFrom(this.securityGroup, peer.port);
    return this;
  }

  /**
   * Starts the task in its cluster, tags it, and sees how it ends. The definition may be newer than this one: a revision
   * in the policy would refuse the next release.
   * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/CWE_IAM_role.html
   */
  grantRun(to: IGrantable): Grant {
    const { taskRole, executionRole } = this.definition;
    const place = placeOf(this);
    const tasks = [place.arn("ecs", `task/${this.cluster.name}/*`)];
    const inCluster = { ArnEquals: { "ecs:cluster": this.cluster.arn } };
    const add = (statement: Statement) => to.grant(statement, this);
    return allGrants(
      add({
        purpose: "RunTasks",
        actions: ["ecs:RunTask"],
        resources: [place.arn("ecs", `task-definition/${this.family}:*`)],
        conditions: inCluster,
      }),
      add({
        purpose: "TagTasks",
        actions: ["ecs:TagResource"],
        resources: tasks,
        conditions: { StringEquals: { "ecs:CreateAction": "RunTask" } },
      }),
      add({
        purpose: "FollowTasks",
        actions: ["ecs:DescribeTasks"],
        resources: tasks,
        conditions: inCluster,
      }),
      add({
        purpose: "PassTaskRoles",
        actions: ["iam:PassRole"],
        resources: [taskRole.arn, executionRole.arn],
        conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
      }),
    );
  }

  /** Starts the task by the clock; any number of schedules. @param id names the schedule, e.g. `nightly` */
  schedule(id: string, props: ScheduleProps): Schedule {
    return new Schedule(this, id, { ...props, task: this, name: this.name });
  }
}
