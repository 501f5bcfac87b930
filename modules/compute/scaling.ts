import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingScheduledAction } from "@cdktf/provider-aws/lib/appautoscaling-scheduled-action";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import type { Construct } from "constructs";
import { type Duration, seconds } from "../../src/core";
import { report } from "../../src/engine";
import type { Metric } from "../monitoring/metric";

/** A change of limits at set times, e.g. fewer tasks at night. */
export interface ScheduledLimits {
  /** Names the action. */
  readonly id: string;
  /** `cron(0 20 ? * MON-FRI *)` */
  readonly schedule: string;
  /** IANA time zone. @default "UTC" */
  readonly timezone?: string;
  readonly min: number;
  readonly max: number;
}

/** Limits of a service, and what moves it between them. */
export interface ScalingProps {
  readonly min: number;
  readonly max: number;
  /** Average CPU in per cent to keep. @default - does not count */
  readonly cpu?: number;
  /** Average memory in per cent to keep. @default - does not count */
  readonly memory?: number;
  /** Length of a queue to keep. @default - does not count */
  readonly queue?: { readonly depth: Metric; readonly target: number };
  /** @default - limits stay */
  readonly schedule?: readonly ScheduledLimits[];
  /** Pause after tasks were taken away. @default "300 seconds" - 001-076 */
  readonly scaleInCooldown?: Duration;
  /** Pause after tasks were added. @default "60 seconds" - 001-076 */
  readonly scaleOutCooldown?: Duration;
}

interface ScaledService extends ScalingProps {
  readonly clusterName: string;
  readonly serviceName: string;
  /** Begins the names of policies, e.g. `api`. */
  readonly label: string;
}

/** Application Auto Scaling for a service. */
export function addScaling(scope: Construct, props: ScaledService): void {
  check(scope, props);
  const target = new AppautoscalingTarget(scope, "@scaling", {
    minCapacity: props.min,
    maxCapacity: props.max,
    resourceId: `service/${props.clusterName}/${props.serviceName}`,
    scalableDimension: "ecs:service:DesiredCount",
    serviceNamespace: "ecs",
  });
  const of = {
    resourceId: target.resourceId,
    scalableDimension: target.scalableDimension,
    serviceNamespace: target.serviceNamespace,
  };
  const track = (id: string, targetValue: number, specification: object) =>
    new AppautoscalingPolicy(scope, `${id}_scaling`, {
      ...of,
      name: `${props.label}-${id}-scaling`,
      policyType: "TargetTrackingScaling",
      targetTrackingScalingPolicyConfiguration: {
        targetValue,
        scaleInCooldown: seconds(props.scaleInCooldown ?? "300 seconds"),
        scaleOutCooldown: seconds(props.scaleOutCooldown ?? "60 seconds"),
        ...specification,
      },
    });
  const predefined = (predefinedMetricType: string) => ({
    predefinedMetricSpecification: { predefinedMetricType },
  });
  if (props.cpu) track("cpu", props.cpu, predefined("ECSServiceAverageCPUUtilization"));
  if (props.memory) track("memory", props.memory, predefined("ECSServiceAverageMemoryUtilization"));
  if (props.queue)
    track("queue", props.queue.target, { customizedMetricSpecification: customized(props.queue.depth) });
  for (const { id, schedule, timezone = "UTC", min, max } of props.schedule ?? []) {
    new AppautoscalingScheduledAction(scope, `scheduled_${id}`, {
      ...of,
      name: `${props.label}-${id}`,
      schedule,
      timezone,
      scalableTargetAction: { minCapacity: String(min), maxCapacity: String(max) },
    });
  }
}

function customized({ namespace, name, dimensions, statistic }: Metric) {
  return {
    namespace,
    metricName: name,
    statistic,
    dimensions: Object.entries(dimensions).map(([key, value]) => ({ name: key, value })),
  };
}

function check(scope: Construct, props: ScaledService): void {
  const limits = [
    { prop: "count", min: props.min, max: props.max },
    ...(props.schedule ?? []).map((entry) => ({ prop: `count.schedule.${entry.id}`, ...entry })),
  ];
  for (const { prop, min, max } of limits) {
    if (Number.isInteger(min) && Number.isInteger(max) && min >= 0 && min <= max) continue;
    report(scope, {
      prop,
      value: { min, max },
      allowed: "whole numbers with 0 <= min <= max",
      fix: "lower min or raise max",
    });
  }
  for (const prop of ["cpu", "memory"] as const) {
    const value = props[prop];
    if (value === undefined || (value >= 10 && value <= 95)) continue;
    report(scope, {
      prop: `count.${prop}`,
      value,
      allowed: "10 to 95 per cent",
      fix: "write for example 70",
    });
  }
  if (props.cpu ?? props.memory ?? props.queue ?? props.schedule) return;
  report(scope, {
    prop: "count",
    value: { min: props.min, max: props.max },
    allowed: "limits with cpu, memory, queue or schedule",
    fix: "say what the service scales on, or write a plain number",
  });
}
