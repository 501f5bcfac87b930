import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingScheduledAction } from "@cdktf/provider-aws/lib/appautoscaling-scheduled-action";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import type { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { Construct } from "constructs";
import {
  checkNumber,
  type Duration,
  isMath,
  type Metric,
  nameFor,
  type PhysicalName,
  placeOf,
  seconds,
} from "../../src/core";
import { type Dependable, isToken, report, whenComplete } from "../../src/engine";
import type { TargetGroup } from "../load-balancing";
import { OWNED_BY_SCHEDULES } from "./ownership";
import { specificationOf } from "./scaling-metric";
import { checkTime, type Time } from "./times";

/** Between how many tasks the load decides. */
export interface ScalingLimits {
  /** Fewest tasks, 0 to 5000. From 0, load on tasks that are not there brings none back: only a schedule or `onMetric` does. */
  readonly min: number;
  /** Most tasks, 1 to 5000. */
  readonly max: number;
  /** Pause after tasks were taken away. @default "300 seconds" - as ECS: load that comes back finds tasks */
  readonly scaleInCooldown?: Duration;
  /** Pause after tasks were added. @default "60 seconds" - new tasks need about that long before they take load away */
  readonly scaleOutCooldown?: Duration;
}

/** Other limits from some time on. */
export interface ScheduledLimits extends Time {
  readonly min: number;
  readonly max: number;
}

/** A target group, as far as scaling knows it. */
type RequestSource = Pick<TargetGroup, "arn" | "resourceLabel" | "dependables">;

interface TaskScalingProps {
  readonly limits: ScalingLimits;
  readonly service: EcsService;
  readonly clusterName: string;
  readonly name: PhysicalName;
  /** Whether a target group sends requests to the service. */
  readonly isTargetOf: (targetGroupArn: string) => boolean;
}

const MOST_TASKS = 5000;
/** Below, the noise of an idle task keeps others running; above, a full task is still on target. */
const UTILIZATION = { min: 10, max: 95, fractions: true, unit: "per cent", fix: "write for example 70" };

/** What moves a service between its limits. Each way aims at a target; the one that wants most tasks wins. */
export class TaskScaling extends Construct {
  readonly resource: AppautoscalingTarget;
  /** Fewest tasks, at whatever time. They may become fewer until synthesis. */
  fewest: number;
  private readonly policies = new Set<string>();
  private readonly times = new Map<string, string>();

  constructor(
    private readonly owner: Construct,
    id: string,
    private readonly props: TaskScalingProps,
  ) {
    super(owner, id);
    const { limits, service, clusterName } = props;
    this.fewest = limits.min;
    this.checkLimits("autoScale", limits, 1);
    this.resource = new AppautoscalingTarget(this, "@target", {
      minCapacity: limits.min,
      maxCapacity: limits.max,
      // The name at the end of its id: with a service that is replaced AWS drops limits and policies, and the id changes
      // then, but the name does not.
      resourceId: `service/${clusterName}/\${basename(${service.terraformResourceType}.${service.friendlyUniqueId}.id)}`,
      scalableDimension: "ecs:service:DesiredCount",
      serviceNamespace: "ecs",
    });
    whenComplete(this, () => this.checkComplete());
  }

  /** Keeps the average CPU of all tasks at a share of what they have, 10 to 95 per cent. */
  onCpu(percent: number): this {
    checkNumber(this.owner, "onCpu", percent, UTILIZATION);
    return this.predefined("cpu", percent, "ECSServiceAverageCPUUtilization");
  }

  /** Keeps the average memory of all tasks at a share of what they have, 10 to 95 per cent. */
  onMemory(percent: number): this {
    checkNumber(this.owner, "onMemory", percent, UTILIZATION);
    return this.predefined("memory", percent, "ECSServiceAverageMemoryUtilization");
  }

  /**
   * Keeps the requests that a task gets in a minute.
   * @param perTarget requests per task and minute, at least 1
   * @param group the service's target group, as `route` returns it
   */
  onRequests(perTarget: number, group: RequestSource): this {
    checkNumber(this.owner, "onRequests", perTarget, {
      min: 1,
      max: Number.MAX_SAFE_INTEGER,
      fractions: true,
      fix: "write for example 1000",
    });
    if (!this.props.isTargetOf(group.arn)) {
      report(this.owner, {
        prop: "onRequests.group",
        value: group.resourceLabel,
        allowed: "a target group of the service",
        fix: "take what route or routeRest of this service returns",
      });
    }
    return this.predefined("requests", perTarget, "ALBRequestCountPerTarget", group);
  }

  /**
   * Keeps any metric at a value, e.g. the length of a queue. It has to fall when tasks are added, and to have a value
   * every minute.
   * @param metric in the service's region; a series without percentile, or a formula
   * @param target value above 0
   * @param name word for it in the policy's name and address, where a service scales on several. @default "metric"
   */
  onMetric(metric: Metric, target: number, name = "metric"): this {
    if (!isToken(target) && !(target > 0)) {
      report(this.owner, {
        prop: "onMetric",
        value: target,
        allowed: "a number above 0",
        fix: "write for example 100",
      });
    }
    const { region } = placeOf(this);
    if (metric.region !== region) {
      report(this.owner, {
        prop: "onMetric.metric",
        value: metric.region,
        allowed: `a metric of the service's region, ${region}`,
        fix: "scale on a metric of the same region",
      });
    }
    if (!isMath(metric) && metric.statistic.startsWith("p")) {
      report(this.owner, {
        prop: "onMetric.metric.statistic",
        value: metric.statistic,
        allowed: "Average, Sum, Minimum, Maximum or SampleCount",
        fix: "take another statistic: target tracking has no percentiles",
      });
    }
    return this.track(name, target, specificationOf(this.owner, metric));
  }

  /**
   * Sets other limits at some time, until the next action sets others again. From then on limits change by actions alone:
   * those of `autoScale` are for the start, so give one action for each time of the day.
   * @param id names the action, e.g. `night`
   */
  onSchedule(id: string, action: ScheduledLimits): this {
    const prop = `onSchedule(${id})`;
    const { at, timezone = "UTC", min, max } = action;
    checkTime(this.owner, `${prop}.`, action);
    this.checkLimits(prop, action);
    const time = `${at} ${timezone}`;
    const other = this.times.get(time);
    if (other !== undefined) {
      report(this.owner, {
        prop: `${prop}.at`,
        value: time,
        allowed: `a time that no other action has; ${other} has it`,
        fix: "remove one of the two: AWS does not say which of them wins",
      });
    }
    this.times.set(time, id);
    this.fewest = Math.min(this.fewest, min);
    // Terraform would set the limits of the day at every apply, also at night.
    this.resource.lifecycle = { ignoreChanges: [...OWNED_BY_SCHEDULES] };
    new AppautoscalingScheduledAction(this, id, {
      ...this.target(),
      name: nameFor(this.owner, "scheduled-action", this.props.name, id),
      schedule: at,
      timezone,
      scalableTargetAction: { minCapacity: String(min), maxCapacity: String(max) },
    });
    return this;
  }

  private predefined(id: string, target: number, predefinedMetricType: string, group?: RequestSource): this {
    const label = group ? { resourceLabel: group.resourceLabel } : {};
    return this.track(
      id,
      target,
      { predefinedMetricSpecification: { predefinedMetricType, ...label } },
      group?.dependables,
    );
  }

  /** @param after what has to exist first */
  private track(id: string, targetValue: number, specification: object, after?: readonly Dependable[]): this {
    if (this.policies.has(id)) {
      report(this.owner, {
        prop: "autoScale",
        value: id,
        allowed: "each measure once",
        fix: "remove one of the two, or give the metrics names",
      });
      return this;
    }
    this.policies.add(id);
    const pause = (prop: "scaleInCooldown" | "scaleOutCooldown", usual: Duration) =>
      seconds(this.owner, `autoScale.${prop}`, this.props.limits[prop] ?? usual, {
        min: "0 seconds",
        max: "24 hours",
      });
    new AppautoscalingPolicy(this, id, {
      ...this.target(),
      name: nameFor(this.owner, "scaling-policy", this.props.name, `${id}-scaling`),
      policyType: "TargetTrackingScaling",
      targetTrackingScalingPolicyConfiguration: {
        targetValue,
        scaleInCooldown: pause("scaleInCooldown", "300 seconds"),
        scaleOutCooldown: pause("scaleOutCooldown", "60 seconds"),
        ...specification,
      },
      ...(after?.length ? { dependsOn: [...after] } : {}),
    });
    return this;
  }

  private target() {
    const { resourceId, scalableDimension, serviceNamespace } = this.resource;
    return { resourceId, scalableDimension, serviceNamespace };
  }

  /** @param most smallest upper limit: a schedule may stop the service, what the load decides on may not be nothing */
  private checkLimits(prop: string, limits: { readonly min: number; readonly max: number }, most = 0): void {
    const { min, max } = limits;
    checkNumber(this.owner, `${prop}.min`, min, { min: 0, max: MOST_TASKS, unit: "tasks", known: true });
    checkNumber(this.owner, `${prop}.max`, max, { min: most, max: MOST_TASKS, unit: "tasks", known: true });
    if (min <= max) return;
    report(this.owner, {
      prop,
      value: limits,
      allowed: "min up to max",
      fix: "lower min or raise max",
    });
  }

  private checkComplete(): void {
    if (this.policies.size + this.times.size > 0) return;
    report(this.owner, {
      prop: "autoScale",
      value: { min: this.props.limits.min, max: this.props.limits.max },
      allowed: "limits with something that moves the service between them",
      fix: "call onCpu, onMemory, onRequests, onMetric or onSchedule, or write count",
    });
  }
}
