import { EncryptionKey, Role } from "../../../modules/security";
import {
  Bucket,
  type BucketProps,
  BucketUser,
  type LifecycleRule,
  LogBucket,
} from "../../../modules/storage";
import { type Refusal, refusal } from "./refusal";
import { tables } from "./storage-tables";

const bucket = (what: string, props: BucketProps, prop: string, allowed: string, fix: string): Refusal =>
  refusal(what, (stack) => void new Bucket(stack, "uploads", props), "uploads", prop, allowed, fix);

const lifecycle = (what: string, rule: LifecycleRule, prop: string, allowed: string, fix: string): Refusal =>
  bucket(what, { lifecycle: [rule] }, prop, allowed, fix);

const folder = (prefix: string): Refusal =>
  refusal(
    `a right below "${prefix}"`,
    (stack) =>
      void new Bucket(stack, "uploads").grantRead(
        new Role(stack, "role", { service: "ecs.amazonaws.com" }),
        prefix,
      ),
    "uploads",
    "prefix",
    "a folder: letters, digits and ! _ . ' ( ) -, with / at its end and not at its start",
    'write for example "invoices/", or leave it out for all objects',
  );

const rename = "change the name, or the platform's naming";
const bucketName =
  "a name for a bucket: /^(?!xn--|sthree-|amzn-s3-demo-)[a-z0-9][a-z0-9-]{1,61}[a-z0-9](?<!-s3alias|--ol-s3)$/";
const inOrder =
  "put the steps in the order STANDARD_IA, INTELLIGENT_TIERING, GLACIER_IR, GLACIER, DEEP_ARCHIVE, each later than the one before";
const wholeDays = 'write whole days, e.g. "90 days"';
const deleteLater = "delete objects later than their last transition, or leave the transition out";
const buckets: readonly Refusal[] = [
  bucket("a bucket's name in upper case", { name: { exact: "Uploads" } }, "name", bucketName, rename),
  bucket("a bucket's name of two letters", { name: { exact: "up" } }, "name", bucketName, rename),
  bucket("a bucket's name that AWS keeps", { name: { exact: "sthree-uploads" } }, "name", bucketName, rename),
  bucket(
    "old versions kept for no time",
    { keepOldVersions: "0 days" },
    "keepOldVersions",
    'at least "1 day"',
    'write a whole number and its unit, e.g. "30 days"',
  ),
  refusal(
    "logs kept for half a day",
    (stack) => void new LogBucket(stack, "logs", { retention: "12 hours" }),
    "logs/@bucket",
    "lifecycle.logs.expiration",
    'at least "1 day"',
    deleteLater,
  ),
  refusal(
    "two buckets of one name",
    (stack) => {
      for (const id of ["a", "b"]) new Bucket(stack, id, { name: "uploads" });
    },
    "b",
    "name",
    "a name that no other bucket has; shop-test/a has it already",
    "give one of the two another name; where the platform's naming drops a part, use it there",
  ),
  refusal(
    "logs in another region",
    (stack) => {
      const accessLogs = new LogBucket(stack, "logs");
      new Bucket(stack.inRegion("us-east-1"), "uploads", { accessLogs });
    },
    "us-east-1/uploads",
    "accessLogs",
    "a destination in the bucket's region, us-east-1",
    "make a log bucket in us-east-1",
  ),
  refusal(
    "an existing bucket by its ARN",
    (stack) => void Bucket.existing(stack, { name: "arn:aws:s3:::uploads" }),
    "",
    "bucket.name",
    "the name of a bucket, not its ARN or URL",
    "write what stands after arn:aws:s3:::",
  ),
  refusal(
    "a bucket user's key that lives for three years",
    (stack) =>
      void new BucketUser(stack, "user", {
        key: new EncryptionKey(stack, "key"),
        usableFrom: "anywhere",
        keyRotation: "1095 days",
      }),
    "user",
    "keyRotation",
    '"1 day" to "1000 days"',
    'write a whole number and its unit, e.g. "1000 days"',
  ),
  refusal(
    "two copies of a bucket",
    (stack) => {
      const [one, two, three] = ["one", "two", "three"].map(
        (id) => new Bucket(stack, id, { key: new EncryptionKey(stack, `${id}-key`) }),
      );
      if (one && two && three) for (const copy of [two, three]) one.replicateTo(copy);
    },
    "one",
    "replicateTo",
    "one other bucket",
    "remove one of the calls, or copy from the copy",
  ),
  refusal(
    "a copy without a key",
    (stack) =>
      new Bucket(stack, "one", { key: new EncryptionKey(stack, "key") }).replicateTo(
        new Bucket(stack, "two"),
      ),
    "one",
    "replicateTo",
    "buckets with a key",
    "give it a key",
  ),
  ...["invoices", "/invoices/", "in*/", "$user/", ""].map(folder),
];

const rules: readonly Refusal[] = [
  bucket(
    "two rules of one id",
    { lifecycle: [1, 2].map((day) => ({ id: "old", expiration: `${day} days` as const })) },
    "lifecycle",
    "each once",
    "remove the duplicates",
  ),
  lifecycle(
    "a rule that every bucket has",
    { id: "old-versions", expiration: "1 day" },
    "lifecycle.id",
    '1 to 255 characters, not "old-versions", which every bucket has',
    "rename it",
  ),
  lifecycle(
    "a rule without an id",
    { id: "", expiration: "1 day" },
    "lifecycle.id",
    '1 to 255 characters, not "old-versions", which every bucket has',
    "rename it",
  ),
  lifecycle(
    "a rule that does nothing",
    { id: "old", prefix: "old/" },
    "lifecycle.old",
    "at least one of transitions, expiration and noncurrent",
    "say what becomes of the objects, or remove the rule",
  ),
  lifecycle(
    "a rule for objects below a slash",
    { id: "old", prefix: "/old", expiration: "1 day" },
    "lifecycle.old.prefix",
    "1 to 1024 characters, not starting with /",
    'write for example "orders/", or leave it out for all objects',
  ),
  lifecycle(
    "an early move to infrequent access",
    { id: "old", transitions: [{ after: "29 days", to: "STANDARD_IA" }] },
    "lifecycle.old.transitions.STANDARD_IA",
    'at least "30 days"',
    'write "30 days" or more',
  ),
  lifecycle(
    "old versions moved to infrequent access early",
    { id: "old", noncurrent: [{ after: "29 days", to: "STANDARD_IA" }] },
    "lifecycle.old.noncurrent.STANDARD_IA",
    'at least "30 days"',
    'write "30 days" or more',
  ),
  lifecycle(
    "a move after half a day",
    { id: "old", transitions: [{ after: "12 hours", to: "GLACIER" }] },
    "lifecycle.old.transitions.GLACIER",
    'at least "0 days"',
    wholeDays,
  ),
  lifecycle(
    "old versions moved at once",
    { id: "old", noncurrent: [{ after: "0 days", to: "GLACIER" }] },
    "lifecycle.old.noncurrent.GLACIER",
    'at least "1 day"',
    wholeDays,
  ),
  lifecycle(
    "a move to a dearer class",
    {
      id: "old",
      transitions: [
        { after: "30 days", to: "GLACIER" },
        { after: "60 days", to: "GLACIER_IR" },
      ],
    },
    "lifecycle.old.transitions.GLACIER_IR",
    "a cheaper class than GLACIER, at least 1 day after it (31 days)",
    inOrder,
  ),
  lifecycle(
    "two moves on one day",
    {
      id: "old",
      transitions: [
        { after: "90 days", to: "GLACIER" },
        { after: "90 days", to: "DEEP_ARCHIVE" },
      ],
    },
    "lifecycle.old.transitions.DEEP_ARCHIVE",
    "a cheaper class than GLACIER, at least 1 day after it (91 days)",
    inOrder,
  ),
  lifecycle(
    "a short stay in infrequent access",
    {
      id: "old",
      transitions: [
        { after: "30 days", to: "STANDARD_IA" },
        { after: "45 days", to: "GLACIER" },
      ],
    },
    "lifecycle.old.transitions.GLACIER",
    "a cheaper class than STANDARD_IA, at least 30 days after it (60 days)",
    inOrder,
  ),
  lifecycle(
    "old versions that move after they are deleted",
    {
      id: "old",
      noncurrent: [
        { after: "10 days", to: "delete" },
        { after: "20 days", to: "GLACIER" },
      ],
    },
    "lifecycle.old.noncurrent.GLACIER",
    "a cheaper class than delete, at least 1 day after it (11 days)",
    inOrder,
  ),
  lifecycle(
    "objects deleted when they move",
    { id: "old", transitions: [{ after: "90 days", to: "GLACIER" }], expiration: "90 days" },
    "lifecycle.old.expiration",
    'at least "91 days"',
    deleteLater,
  ),
  lifecycle(
    "old versions that move when all are gone",
    { id: "old", noncurrent: [{ after: "90 days", to: "GLACIER" }] },
    "lifecycle.old.noncurrent",
    "times shorter than keepOldVersions, 90 days",
    "raise keepOldVersions, or leave the step out",
  ),
];

export const storage: readonly Refusal[] = [...buckets, ...rules, ...tables];
