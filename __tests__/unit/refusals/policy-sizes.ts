import { Queue, Topic } from "../../../modules/messaging";
import { EncryptionKey, Role } from "../../../modules/security";
import { Bucket, BucketUser } from "../../../modules/storage";
import type { PlatformStack, Statement } from "../../../src/core";
import { type Refusal, refusal } from "./refusal";

/** A statement about so many things that its policy has about so many characters. */
const long = (characters: number): Statement => ({
  actions: ["s3:GetObject"],
  resources: Array.from({ length: characters / 90 }, (_, index) => `arn:aws:s3:::${"x".repeat(80)}-${index}`),
});
const role = (stack: PlatformStack, conditions?: Statement["conditions"]) =>
  new Role(stack, "thing", { service: "lambda.amazonaws.com", ...(conditions ? { conditions } : {}) });
const key = (stack: PlatformStack) => new EncryptionKey(stack, "key");

/** A policy of something that AWS would refuse for its length. */
const row = (
  what: string,
  most: number,
  build: (stack: PlatformStack, statement: Statement) => void,
  path = "thing",
): Refusal =>
  refusal(
    `${what} beyond ${most} characters`,
    (stack) => build(stack, long(most)),
    path,
    "policy",
    `up to ${most} characters in the ${what}`,
    "name things together by a pattern of theirs, or give some of the rights to another",
  );

export const policySizes: readonly Refusal[] = [
  row("policy of a role", 10_240, (stack, statement) => role(stack).grant(statement)),
  row(
    "trust policy of a role",
    2048,
    (stack) => void role(stack, { ArnLike: { "aws:SourceArn": long(2048).resources } }),
  ),
  row("policy of a user", 2048, (stack, statement) =>
    new BucketUser(stack, "thing", { key: key(stack), usableFrom: "anywhere" }).grant(statement),
  ),
  row("policy of a bucket", 20_480, (stack, statement) => new Bucket(stack, "thing").addToPolicy(statement)),
  row("policy of a key", 32_768, (stack, statement) =>
    new EncryptionKey(stack, "thing").addToPolicy(statement),
  ),
  row("policy of a queue", 8192, (stack, statement) =>
    new Queue(stack, "thing", { key: key(stack) }).addToPolicy(statement),
  ),
  row("policy of a topic", 30_720, (stack, statement) =>
    new Topic(stack, "thing", { key: key(stack) }).addToPolicy(statement),
  ),
  refusal(
    "a role with eleven managed policies",
    (stack) =>
      void new Role(stack, "thing", {
        service: "lambda.amazonaws.com",
        managedPolicies: Array.from({ length: 11 }, (_, index) => `Policy${index}`),
      }),
    "thing",
    "managedPolicies",
    "up to 10",
    "grant the rights that are needed instead",
  ),
];
