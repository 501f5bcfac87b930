export { type InstanceClass, maxConnections } from "./instance-classes";
export { type DatabaseStorage, type IDatabase, Postgres, type PostgresProps } from "./postgres";
