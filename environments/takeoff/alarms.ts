import type { CacheMetric } from "../../modules/cache";
import type { ServiceMetric } from "../../modules/compute";
import type { DatabaseMetric, ReplicaMetric } from "../../modules/database";
import type { TargetMetric } from "../../modules/load-balancing";
import type { Limits } from "../../src/core";

/** Behind a load balancer: 001-098 to 001-100. */
export const targets: Limits<TargetMetric> = {
  target5xxRate: {
    above: 5,
    for: "5 minutes",
    severity: "critical",
    impact: "more than one request in twenty fails",
    action: "logs of the service; roll back if it began with a release",
  },
  targetResponseTime: {
    above: 2,
    for: "5 minutes",
    severity: "warning",
    impact: "one request in twenty takes longer than two seconds",
    action: "Performance Insights of the database, then CPU of the service",
  },
  healthyHostCount: {
    below: 1,
    for: "1 minute",
    period: "1 minute",
    missing: "breaching",
    severity: "critical",
    impact: "nobody is served",
    action: "stopped tasks of the service in ECS, and why they stopped",
  },
};

/** Every service: 001-101 and 001-105; CPU well above what scaling aims at. */
export const services: Limits<ServiceMetric> = {
  cpuUtilization: {
    above: 85,
    for: "15 minutes",
    severity: "warning",
    impact: "answers and documents take longer",
    action: "whether it runs as many tasks as it may: raise its limits",
  },
  memoryUtilization: {
    above: 85,
    for: "5 minutes",
    severity: "warning",
    impact: "tasks are about to be killed, and work with them",
    action: "memory since the last release; raise the size of its tasks",
  },
  runningTaskCount: {
    below: 1,
    for: "2 minutes",
    period: "1 minute",
    missing: "breaching",
    severity: "critical",
    impact: "nothing of it runs, or nothing reports",
    action: "stopped tasks of the service in ECS, and why they stopped",
  },
};

/** What waits for workers: 001-103 and 001-150. */
export const queue: Limits<"depth"> = {
  depth: [
    {
      name: "growing",
      above: 500,
      for: "10 minutes",
      severity: "warning",
      impact: "documents wait: workers do not keep up",
      action: "whether workers run as many tasks as they may: raise their limits",
    },
    {
      name: "backlog",
      above: 1000,
      for: "10 minutes",
      missing: "breaching",
      severity: "critical",
      impact: "documents wait for long, or nobody measures how many",
      action: "logs of the workers, then of the queue's own service",
    },
  ],
};

const BUSY = {
  above: 70,
  for: "15 minutes",
  severity: "warning",
  impact: "every page and every document waits for the database",
  action: "Performance Insights: top SQL",
} as const;

/** 001-150, and 001-156 when it fails. Connections and storage follow the class and the storage that the environment has. */
export const database = (recommended: Limits<DatabaseMetric>): Limits<DatabaseMetric> => ({
  cpuUtilization: BUSY,
  ...pick(recommended, "databaseConnections", "freeStorageSpace", "rotationErrors"),
});

/** The replica answers reports: the same load, and how far it is behind. */
export const replica = (recommended: Limits<ReplicaMetric>): Limits<ReplicaMetric> => ({
  cpuUtilization: BUSY,
  ...pick(recommended, "databaseConnections", "freeStorageSpace", "replicaLag"),
});

/** Redis keeps the queue: full memory refuses tasks. */
export const cache = (recommended: Limits<CacheMetric>): Limits<CacheMetric> =>
  pick(recommended, "engineCpuUtilization", "memoryUsagePercentage");

function pick<M extends string, K extends M>(limits: Limits<M>, ...names: readonly K[]): Limits<M> {
  return Object.fromEntries(names.map((name) => [name, limits[name]])) as Limits<M>;
}
