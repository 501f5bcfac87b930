export type { BackupCopies } from "./backup-copies";
export type { Endpoint, IDatabase } from "./database";
export { type InstanceClass, maxConnections, memoryOf } from "./instance-classes";
export type { DatabaseMetric, ReplicaMetric } from "./metrics";
export { Postgres } from "./postgres";
export type { DatabaseStorage, PostgresProps } from "./postgres-props";
export type { Replica, ReplicaProps } from "./replica";
export { ROTATION_PROGRAM } from "./rotation-program";
