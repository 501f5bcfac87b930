export { Bucket, type BucketProps } from "./bucket";
export type { IBucket } from "./bucket-access";
export { BucketUser, type BucketUserProps } from "./bucket-user";
export { KEY_PROGRAM } from "./key-program";
export type { LifecycleRule, StorageClass } from "./lifecycle";
export { LogBucket, type LogBucketProps } from "./log-bucket";
export type { ILogDestination, LogPlace } from "./log-destination";
export { type ITable, Table, type TableProps } from "./table";
export type { KeyAttribute, LocalIndex, Projection, TableIndex } from "./table-indexes";
