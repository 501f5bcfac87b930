import type { Construct } from "constructs";
import { type Limits, type Metric, metricsOf } from "../../src/core";
import { rotationLimits } from "../monitoring";
import { type InstanceClass, maxConnections, memoryOf } from "./instance-classes";

/** What CloudWatch measures of an instance. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html */
type InstanceMetric =
  | "cpuUtilization"
  | "databaseConnections"
  | "freeableMemory"
  | "freeStorageSpace"
  | "readLatency"
  | "writeLatency";

/** What is measured of a writer: `rotationErrors` counts attempts to change the password that failed. */
export type DatabaseMetric = InstanceMetric | "rotationErrors";

/** What is measured of a replica. */
export type ReplicaMetric = InstanceMetric | "replicaLag";

const GIBIBYTE = 2 ** 30;

export function instanceMetrics(construct: Construct, identifier: string): Record<ReplicaMetric, Metric> {
  const { metric } = metricsOf(construct, "AWS/RDS", { DBInstanceIdentifier: identifier });
  return {
    cpuUtilization: metric("CPUUtilization", "Average", "Percent"),
    databaseConnections: metric("DatabaseConnections", "Maximum", "Count"),
    freeableMemory: metric("FreeableMemory", "Average", "Bytes"),
    freeStorageSpace: metric("FreeStorageSpace", "Minimum", "Bytes"),
    readLatency: metric("ReadLatency", "Average", "Seconds"),
    writeLatency: metric("WriteLatency", "Average", "Seconds"),
    replicaLag: metric("ReplicaLag", "Maximum", "Seconds"),
  };
}

/** What limits follow from. */
export interface InstanceSizes {
  readonly instanceClass: InstanceClass;
  /** GiB. */
  readonly storage: { readonly initial: number; readonly max: number };
  /** The parameter `max_connections`, where it is given. */
  readonly maxConnections?: string | undefined;
}

/** Limits that fit most instances. What does not follow from a known class is left out. */
export function instanceLimits(sizes: InstanceSizes): Limits<InstanceMetric> {
  const connections = connectionsOf(sizes);
  const memory = memoryOf(sizes.instanceClass);
  return {
    cpuUtilization: {
      above: 80,
      for: "15 minutes",
      severity: "warning",
      impact: "queries are slow",
      action: "look for expensive queries in Performance Insights, then choose a larger instance class",
    },
    freeStorageSpace: {
      below: leastFreeStorage(sizes.storage),
      for: "30 minutes",
      severity: "critical",
      impact: "writes fail when the storage is full",
      action: "see in the events of RDS why the storage does not grow, then raise storage.max or delete data",
    },
    ...(connections && {
      databaseConnections: {
        above: Math.floor(connections * 0.8),
        for: "10 minutes",
        severity: "critical",
        impact: `new connections are refused at ${connections}`,
        action:
          "look for clients that do not close connections, then lower their pools or choose a larger class",
      },
    }),
    ...(memory && {
      freeableMemory: {
        below: Math.floor(memory * GIBIBYTE * 0.1),
        for: "15 minutes",
        severity: "warning",
        impact: "queries are slow, and the instance may restart",
        action: "look for queries that sort or hash much, then choose a larger instance class",
      },
    }),
  };
}

/**
 * The limit of a replica's lag. Where nothing is written the lag of PostgreSQL rises to five minutes by itself.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PostgreSQL.Replication.ReadReplicas.html
 */
export const REPLICA_LIMITS: Limits<"replicaLag"> = {
  replicaLag: {
    above: 600,
    for: "15 minutes",
    severity: "warning",
    impact: "readers see data that is more than ten minutes old",
    action:
      "look for long queries on the replica and for bulk writes, then choose a larger class for the replica",
  },
};

/** The limit of failed rotations: half-way, secret and instance have different passwords. */
export const ROTATION_LIMITS: Limits<"rotationErrors"> = rotationLimits(
  "the password stays as it is, or clients that start get one that the database does not take",
);

function connectionsOf({ instanceClass, maxConnections: given }: InstanceSizes): number | undefined {
  if (given === undefined) return maxConnections(instanceClass);
  return /^\d+$/.test(given) ? Number(given) : undefined;
}

/**
 * Bytes that should always be free. RDS has no metric of how large the storage is by now, and makes it grow when a
 * tenth of it is free. Storage that cannot grow by more than a quarter should keep a fifth of its largest size free:
 * that is told before it is as large as it gets. Any other passes such a limit each time before it grows; a tenth of its
 * initial size it passes only when it no longer grows.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
 */
function leastFreeStorage({ initial, max }: InstanceSizes["storage"]): number {
  const free = max <= initial * 1.25 ? max * 0.2 : initial * 0.1;
  return Math.floor(free * GIBIBYTE);
}
