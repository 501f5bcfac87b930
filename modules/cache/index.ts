export { type ICache, type NodeType, Redis, type RedisProps } from "./redis";
