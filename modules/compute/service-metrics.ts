import type { IConstruct } from "constructs";
import { type Limits, type Metric, metricsOf } from "../../src/core";

/** What is measured of a service. `runningTaskCount` needs Container Insights, which `Cluster` has. */
export type ServiceMetric = "cpuUtilization" | "memoryUtilization" | "runningTaskCount";

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html */
export function serviceMetrics(
  construct: IConstruct,
  names: { readonly cluster: string; readonly service: string },
): Readonly<Record<ServiceMetric, Metric>> {
  const dimensions = { ClusterName: names.cluster, ServiceName: names.service };
  const { metric } = metricsOf(construct, "AWS/ECS", dimensions);
  const insights = metricsOf(construct, "ECS/ContainerInsights", dimensions);
  return {
    cpuUtilization: metric("CPUUtilization", "Average", "Percent"),
    memoryUtilization: metric("MemoryUtilization", "Average", "Percent"),
    runningTaskCount: insights.metric("RunningTaskCount", "Minimum", "Count"),
  };
}

/** Limits of any service. @param wanted fewest tasks: one that may have none has none without anything being wrong */
export function serviceLimits(wanted: number): Limits<ServiceMetric> {
  return {
    cpuUtilization: {
      above: 85,
      for: "15 minutes",
      severity: "warning",
      impact: "answers and work take longer",
      action: "compare with the last release, then raise the limits of scaling or the size",
    },
    memoryUtilization: {
      above: 85,
      for: "5 minutes",
      severity: "critical",
      impact: "tasks that run out of memory are stopped, with what they were doing",
      action: "look for a leak since the last release, then raise the size",
    },
    ...(wanted > 0 ? { runningTaskCount: NOTHING_RUNS } : {}),
  };
}

const NOTHING_RUNS = {
  below: 1,
  for: "2 minutes",
  period: "1 minute",
  severity: "critical",
  missing: "breaching",
  impact: "nothing answers or works",
  action: "look at the service's events and at the logs of stopped tasks",
} as const;
