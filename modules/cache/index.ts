export type { ICache } from "./cache";
export type { CacheMetric } from "./metrics";
export { Redis } from "./redis";
export type { EvictionPolicy, NodeType, RedisProps } from "./redis-props";
