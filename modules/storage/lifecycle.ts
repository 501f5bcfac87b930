import type { S3BucketLifecycleConfigurationRule } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import type { IConstruct } from "constructs";
import { checkFormat, checkUnique, type Duration, days } from "../../src/core";
import { report } from "../../src/engine";

/** Classes from dear to cheap; objects move in this direction only. https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html */
const CHEAPER = ["STANDARD_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"] as const;

/** Where objects cost less to keep, and more to read. */
export type StorageClass = (typeof CHEAPER)[number];

/** What becomes of objects below a prefix. */
export interface LifecycleRule {
  /** Unique in the bucket, up to 255 characters. */
  readonly id: string;
  /** Start of the objects' names, without a slash in front. @default - all objects */
  readonly prefix?: string;
  /** Moves objects to cheaper classes, at ever later days. `STANDARD_IA` takes them after 30 days, and keeps them for 30. @default - none */
  readonly transitions?: readonly { readonly after: Duration; readonly to: StorageClass }[];
  /** Deletes objects, after all transitions. The bucket's `keepOldVersions` is how long they can be brought back from then on. @default - never */
  readonly expiration?: Duration;
  /** Moves or deletes versions that were replaced or deleted so long ago, before `keepOldVersions` deletes them. @default - they stay as they are until then */
  readonly noncurrent?: readonly { readonly after: Duration; readonly to: StorageClass | "delete" }[];
}

/** Parts of uploads that were never finished cost as much as objects, and no listing shows them. */
const ABORT_UPLOADS_AFTER_DAYS = 7;
const IA_DAYS = 30;
const OWN_RULE = "old-versions";

/** A prefix of objects' names. S3 takes a slash in front and then finds nothing. */
export const PREFIX = {
  pattern: /^[^/].{0,1023}$/s,
  allowed: "1 to 1024 characters, not starting with /",
  fix: 'write for example "orders/", or leave it out for all objects',
};

const RULE_ID = {
  pattern: new RegExp(`^(?!${OWN_RULE}$).{1,255}$`),
  allowed: `1 to 255 characters, not "${OWN_RULE}", which every bucket has`,
  fix: "rename it",
};

/** The rules of a bucket: those asked for, then the one every bucket has for unfinished uploads and old versions. */
export function lifecycleRules(
  construct: IConstruct,
  rules: readonly LifecycleRule[],
  keepOldVersionsDays: number,
): S3BucketLifecycleConfigurationRule[] {
  checkUnique(
    construct,
    "lifecycle",
    rules.map(({ id }) => id),
  );
  return [
    ...rules.map((rule) => ownRule(construct, rule, keepOldVersionsDays)),
    {
      id: OWN_RULE,
      status: "Enabled",
      filter: [{ prefix: "" }],
      abortIncompleteMultipartUpload: [{ daysAfterInitiation: ABORT_UPLOADS_AFTER_DAYS }],
      // Markers of deleted objects without any version left: lock files leave one each.
      expiration: [{ expiredObjectDeleteMarker: true }],
      noncurrentVersionExpiration: [{ noncurrentDays: keepOldVersionsDays }],
    },
  ];
}

function ownRule(
  construct: IConstruct,
  { id, prefix, transitions = [], expiration, noncurrent = [] }: LifecycleRule,
  keepOldVersionsDays: number,
): S3BucketLifecycleConfigurationRule {
  const prop = `lifecycle.${id}`;
  checkFormat(construct, "lifecycle.id", id, RULE_ID);
  if (prefix !== undefined) checkFormat(construct, `${prop}.prefix`, prefix, PREFIX);
  if (transitions.length + noncurrent.length === 0 && expiration === undefined) {
    report(construct, {
      prop,
      value: { id },
      allowed: "at least one of transitions, expiration and noncurrent",
      fix: "say what becomes of the objects, or remove the rule",
    });
  }
  const moves = steps(construct, `${prop}.transitions`, transitions, "0 days");
  const old = steps(construct, `${prop}.noncurrent`, noncurrent, "1 day");
  checkLast(construct, `${prop}.noncurrent`, old, keepOldVersionsDays);
  const oldMoves = old.flatMap(({ to, days: noncurrentDays }) =>
    to === "delete" ? [] : [{ noncurrentDays, storageClass: to }],
  );
  const oldEnd = old.find(({ to }) => to === "delete");
  return {
    id,
    status: "Enabled",
    filter: [{ prefix: prefix ?? "" }],
    ...(moves.length > 0
      ? { transition: moves.map(({ to, days: after }) => ({ days: after, storageClass: to })) }
      : {}),
    ...(expiration ? { expiration: [{ days: expirationDays(construct, prop, expiration, moves) }] } : {}),
    ...(oldMoves.length > 0 ? { noncurrentVersionTransition: oldMoves } : {}),
    ...(oldEnd ? { noncurrentVersionExpiration: [{ noncurrentDays: oldEnd.days }] } : {}),
  };
}

interface Step<To> {
  readonly days: number;
  readonly to: To;
}

/** Days of each step; reports steps that S3 refuses. */
function steps<To extends StorageClass | "delete">(
  construct: IConstruct,
  prop: string,
  given: readonly { readonly after: Duration; readonly to: To }[],
  min: Duration,
): Step<To>[] {
  const parsed = given.map(({ after, to }) => ({
    to,
    days: days(construct, `${prop}.${to}`, after, {
      min: to === "STANDARD_IA" ? `${IA_DAYS} days` : min,
      fix: to === "STANDARD_IA" ? `write "${IA_DAYS} days" or more` : 'write whole days, e.g. "90 days"',
    }),
  }));
  parsed.forEach((step, index) => {
    const before = parsed[index - 1];
    if (!before) return;
    const wait = before.to === "STANDARD_IA" && step.to !== "delete" ? IA_DAYS : 1;
    if (rank(step.to) > rank(before.to) && step.days >= before.days + wait) return;
    report(construct, {
      prop: `${prop}.${step.to}`,
      value: given[index]?.after,
      allowed: `a cheaper class than ${before.to}, at least ${wait} ${wait === 1 ? "day" : "days"} after it (${before.days + wait} days)`,
      fix: `put the steps in the order ${CHEAPER.join(", ")}, each later than the one before`,
    });
  });
  return parsed;
}

function rank(to: StorageClass | "delete"): number {
  return to === "delete" ? CHEAPER.length : CHEAPER.indexOf(to);
}

function expirationDays(
  construct: IConstruct,
  prop: string,
  expiration: Duration,
  moves: readonly Step<StorageClass>[],
): number {
  const last = Math.max(0, ...moves.map((move) => move.days));
  return days(construct, `${prop}.expiration`, expiration, {
    min: last === 0 ? "1 day" : `${last + 1} days`,
    fix: "delete objects later than their last transition, or leave the transition out",
  });
}

/** What comes after the deletion of old versions never happens. */
function checkLast(
  construct: IConstruct,
  prop: string,
  old: readonly Step<StorageClass | "delete">[],
  keepOldVersionsDays: number,
): void {
  const late = old.filter((step) => step.days >= keepOldVersionsDays);
  if (late.length === 0) return;
  report(construct, {
    prop,
    value: late.map((step) => `${step.days} days: ${step.to}`),
    allowed: `times shorter than keepOldVersions, ${keepOldVersionsDays} days`,
    fix: "raise keepOldVersions, or leave the step out",
  });
}
