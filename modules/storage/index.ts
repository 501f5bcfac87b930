export { Bucket, type BucketProps } from "./bucket";
export { BucketUser, type BucketUserProps } from "./bucket-user";
export type { LifecycleRule } from "./lifecycle";
export { LogBucket, type LogBucketProps } from "./log-bucket";
export { Table, type TableProps } from "./table";
