import type { Duration, PhysicalName } from "../../src/core";
import type { INetwork } from "../networking";
import type { IEncryptionKey } from "../security";

type Size = "large" | "xlarge" | "2xlarge" | "4xlarge" | "8xlarge" | "12xlarge" | "16xlarge";

/** A type of ElastiCache nodes. Those that editors should offer; any other `cache.<family>.<size>` passes too. */
export type NodeType =
  | `cache.${"t3" | "t4g"}.${"micro" | "small" | "medium"}`
  | `cache.${"m6g" | "m7g" | "r6g" | "r7g"}.${Size}`
  | (string & {});

/**
 * What happens when memory is full. `noeviction` refuses writes; `allkeys-*` evict any key, `volatile-*` those that
 * expire, and refuse writes when there are none.
 */
export type EvictionPolicy =
  | "noeviction"
  | `allkeys-${"lru" | "lfu" | "random"}`
  | `volatile-${"lru" | "lfu" | "random" | "ttl"}`;

export interface RedisProps {
  readonly network: INetwork;
  /** Encrypts data, snapshots, logs and the secret. */
  readonly key: IEncryptionKey;
  /**
   * Another one is applied at once: nodes are made anew one by one, and connections break for seconds. To `cache.r6gd` or
   * from it AWS changes no cache: the replication group is replaced, and its data with it.
   */
  readonly nodeType: NodeType;
  /** 1 to 6: one primary, the others replicas in other zones that take over. Tier production needs 2. */
  readonly nodes: number;
  /** What happens when memory is full: a cache evicts, a queue must not. */
  readonly evictionPolicy: EvictionPolicy;
  /** Parameters that are not ElastiCache's defaults, e.g. `{ timeout: "300" }`. @default - none besides `maxmemory-policy` */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Identifier of the replication group, and prefix of what belongs to it. @default - the path of its ids */
  readonly name?: PhysicalName;
  /**
   * How long daily snapshots are kept, up to 35 days; "0 days" makes none. With any, a cache of tier production that is
   * destroyed leaves a last one.
   * @default "7 days" for tier production, "1 day" elsewhere
   */
  readonly snapshotRetention?: Duration;
  /** UTC, at least 60 minutes. @default "03:00-05:00" - little is done then in Europe and America */
  readonly snapshotWindow?: string;
  /** UTC, at least 60 minutes, not overlapping the snapshot window. @default "sun:05:00-sun:06:00" - after the snapshot */
  readonly maintenanceWindow?: string;
}
