import type { Construct } from "constructs";
import {
  type Limits,
  type Metric,
  metricsOf,
  placeOf,
  type Series,
  type Statistic,
  type Unit,
} from "../../src/core";
import type { EvictionPolicy } from "./redis-props";

/** What CloudWatch measures of a cache. https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Redis.html */
export type CacheMetric =
  | "engineCpuUtilization"
  | "memoryUsagePercentage"
  | "evictions"
  | "currConnections"
  | "cacheHitRate";

/** What nodes measure, as one metric of their cache: CloudWatch has none for a replication group. */
export function cacheMetrics(construct: Construct, nodes: readonly string[]): Record<CacheMetric, Metric> {
  const over = (fold: "MAX" | "SUM", name: string, statistic: Statistic, unit: Unit) =>
    overNodes(construct, nodes, fold, name, statistic, unit);
  return {
    engineCpuUtilization: over("MAX", "EngineCPUUtilization", "Average", "Percent"),
    memoryUsagePercentage: over("MAX", "DatabaseMemoryUsagePercentage", "Average", "Percent"),
    evictions: over("SUM", "Evictions", "Sum", "Count"),
    currConnections: over("MAX", "CurrConnections", "Maximum", "Count"),
    // Replicas that nobody reads from have no hits: the highest is that of the nodes in use.
    cacheHitRate: over("MAX", "CacheHitRate", "Average", "Percent"),
  };
}

function overNodes(
  construct: Construct,
  nodes: readonly string[],
  fold: "MAX" | "SUM",
  name: string,
  statistic: Statistic,
  unit: Unit,
): Metric {
  const [first = ""] = nodes;
  if (nodes.length === 1) {
    return metricsOf(construct, "AWS/ElastiCache", { CacheClusterId: first }).metric(name, statistic, unit);
  }
  const series = (node: string): Series => ({
    namespace: "AWS/ElastiCache",
    name,
    dimensions: { CacheClusterId: node },
    statistic,
  });
  const of = Object.fromEntries(nodes.map((node, index) => [`n${index + 1}`, series(node)]));
  return {
    expression: `${fold}([${Object.keys(of).join(", ")}])`,
    label: `${name}, ${fold === "MAX" ? "highest" : "sum"} of all nodes`,
    of,
    unit,
    region: placeOf(construct).region,
  };
}

/** Limits that fit most caches. Memory is full by design where keys are evicted. */
export function cacheLimits(evictionPolicy: EvictionPolicy): Limits<CacheMetric> {
  return {
    engineCpuUtilization: {
      above: 80,
      for: "10 minutes",
      severity: "warning",
      impact: "commands wait: Redis runs them on one core",
      action: "look for expensive commands in the slow log, then choose a node type with faster cores",
    },
    ...(evictionPolicy === "noeviction" && {
      memoryUsagePercentage: {
        above: 80,
        for: "10 minutes",
        severity: "critical",
        impact: "writes are refused when the memory is full",
        action: "look for keys that are not consumed or do not expire, then choose a larger node type",
      },
    }),
  };
}
