import type { S3BucketLifecycleConfigurationRule } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { type Duration, days } from "../../src/core";

/** What becomes of objects below a prefix. */
export interface LifecycleRule {
  readonly id: string;
  /** @default - all objects */
  readonly prefix?: string;
  /** Moves to a cheaper class after a time. @default - none */
  readonly transitions?: readonly {
    readonly after: Duration;
    readonly to: "STANDARD_IA" | "INTELLIGENT_TIERING" | "GLACIER_IR" | "GLACIER" | "DEEP_ARCHIVE";
  }[];
  /** Deletes after a time. @default - never */
  readonly expiration?: Duration;
}

/** Parts of uploads that were never finished cost as much as objects, and no listing shows them. */
const ABORT_UPLOADS_AFTER_DAYS = 7;

/** The rules of a bucket: those asked for, then the one every bucket has for unfinished uploads and old versions. */
export function lifecycleRules(
  rules: readonly LifecycleRule[],
  keepOldVersionsDays: number,
): S3BucketLifecycleConfigurationRule[] {
  const own = rules.map(({ id, prefix = "", transitions = [], expiration }) => ({
    id,
    status: "Enabled",
    filter: [{ prefix }],
    ...(transitions.length > 0
      ? { transition: transitions.map(({ after, to }) => ({ days: days(after), storageClass: to })) }
      : {}),
    ...(expiration ? { expiration: [{ days: days(expiration) }] } : {}),
  }));
  return [
    ...own,
    {
      id: "old-versions",
      status: "Enabled",
      filter: [{ prefix: "" }],
      abortIncompleteMultipartUpload: [{ daysAfterInitiation: ABORT_UPLOADS_AFTER_DAYS }],
      // Markers of deleted objects without any version left: lock files leave one each.
      expiration: [{ expiredObjectDeleteMarker: true }],
      noncurrentVersionExpiration: [{ noncurrentDays: keepOldVersionsDays }],
    },
  ];
}
