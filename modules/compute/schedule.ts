import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { Construct } from "constructs";
import {
  allGrants,
  checkNumber,
  type Duration,
  type Grant,
  type IGrantable,
  type IMonitored,
  type Limits,
  type Metric,
  minutes,
  nameFor,
  type PhysicalName,
  partOf,
  placeOf,
  seconds,
  thingOf,
} from "../../src/core";
import { waitFor, whenComplete } from "../../src/engine";
import { DeadLetterQueue } from "../messaging";
import type { ISecurityGroup } from "../networking";
import { Role } from "../security";
import type { ICluster } from "./cluster";
import type { TaskDefinition } from "./task-definition";
import { checkTime, type Time } from "./times";

export interface ScheduleProps extends Time {
  /** Time within which the start may be put off, to spread load; 1 to 1440 minutes. @default - at the minute */
  readonly flexible?: Duration;
  /** Further attempts at a start that failed, e.g. because there was no capacity; 0 to 185. @default 10 */
  readonly retries?: number;
  /** How long attempts go on, 1 minute to 24 hours. @default "1 hour" - a start that late meets the next one otherwise */
  readonly retryFor?: Duration;
  /** Where starts go that failed for good; in the schedule's region. @default - a queue of its own */
  readonly deadLetters?: DeadLetterQueue;
}

/** What a schedule starts. */
interface Runnable {
  readonly definition: TaskDefinition;
  readonly cluster: ICluster;
  readonly securityGroup: ISecurityGroup;
  grantRun(to: IGrantable): Grant;
}

/** Starts a task by the clock, with EventBridge Scheduler. */
export class Schedule extends Construct implements IMonitored<"deadLetters"> {
  readonly resource: SchedulerSchedule;
  readonly label: string;
  /** Takes starts that failed for good. */
  readonly deadLetters: DeadLetterQueue;

  constructor(
    scope: Construct,
    id: string,
    props: ScheduleProps & { readonly task: Runnable; readonly name: PhysicalName },
  ) {
    super(scope, id);
    const { task, flexible, retries = 10 } = props;
    const name = partOf(props.name, id);
    this.label = thingOf(this);
    this.deadLetters =
      props.deadLetters ??
      new DeadLetterQueue(this, "failed", {
        name: partOf(name, "failed"),
        key: task.cluster.key,
        impact: `${this.label} did not run`,
      });
    checkTime(this, "", props);
    const role = this.addRole(name);
    const rights = allGrants(task.grantRun(role), this.deadLetters.grantSend(role));
    const { definition, cluster, securityGroup } = task;
    this.resource = new SchedulerSchedule(this, "@schedule", {
      name: nameFor(this, "schedule", name),
      scheduleExpression: props.at,
      scheduleExpressionTimezone: props.timezone ?? "UTC",
      flexibleTimeWindow: flexible
        ? {
            mode: "FLEXIBLE",
            maximumWindowInMinutes: minutes(this, "flexible", flexible, { min: "1 minute", max: "24 hours" }),
          }
        : { mode: "OFF" },
      target: {
        arn: cluster.arn,
        roleArn: role.arn,
        ecsParameters: {
          // The newest revision, also one that a pipeline has made since.
          taskDefinitionArn: definition.resource.arnWithoutRevision,
          launchType: "FARGATE",
          platformVersion: "LATEST",
          taskCount: 1,
          networkConfiguration: {
            subnets: [...cluster.network.privateSubnetIds],
            securityGroups: [securityGroup.id],
            assignPublicIp: false,
          },
          enableEcsManagedTags: true,
          propagateTags: "TASK_DEFINITION",
        },
        retryPolicy: {
          maximumRetryAttempts: checkNumber(this, "retries", retries, { min: 0, max: 185 }),
          maximumEventAgeInSeconds: seconds(this, "retryFor", props.retryFor ?? "1 hour", {
            min: "1 minute",
            max: "24 hours",
          }),
        },
        deadLetterConfig: { arn: this.deadLetters.arn },
      },
      dependsOn: [...rights.dependables, ...(cluster.network.paths?.private ?? [])],
    });
    // What the task needs may be said after its schedule.
    whenComplete(this, () =>
      waitFor(this.resource, [...definition.dependables, ...securityGroup.dependables]),
    );
  }

  get metrics(): Readonly<Record<"deadLetters", Metric>> {
    return this.deadLetters.metrics;
  }

  get recommended(): Limits<"deadLetters"> {
    return this.deadLetters.recommended;
  }

  private addRole(name: PhysicalName): Role {
    const place = placeOf(this);
    return new Role(this, "@role", {
      name,
      part: "schedule",
      service: "scheduler.amazonaws.com",
      // Whom AWS names here is the group that schedules are in, and not the schedule.
      conditions: {
        StringEquals: {
          "aws:SourceAccount": place.accountId,
          "aws:SourceArn": place.arn("scheduler", "schedule-group/default"),
        },
      },
    });
  }
}
