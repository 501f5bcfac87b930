import type { IConstruct } from "constructs";
import { report } from "../engine";

/**
 * Characters that AWS takes in a policy; white space does not count. Of a role it is the sum of its inline policies, and
 * ours have one.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
 */
const LIMITS = {
  role: { most: 10_240, what: "the policy of a role" },
  trust: { most: 2048, what: "the trust policy of a role" },
  user: { most: 2048, what: "the policy of a user" },
  bucket: { most: 20_480, what: "the policy of a bucket" },
  key: { most: 32_768, what: "the policy of a key" },
  queue: { most: 8192, what: "the policy of a queue" },
  logs: { most: 5120, what: "a policy for logs" },
  topic: { most: 30_720, what: "the policy of a topic" },
} as const;

/** What has a policy. */
export type PolicyOwner = keyof typeof LIMITS;

/** What Terraform alone knows is an ARN or an account's id, which is the shortest of them. */
const SHORTEST_REFERENCE = 12;
const REFERENCE = /\$\{[^}]*\}/g;

/** Reports a policy that is too long however short its references turn out to be. */
export function checkPolicySize(construct: IConstruct, owner: PolicyOwner, text: string): void {
  const { most, what } = LIMITS[owner];
  // References are written longer than that: a text that fits, fits without them.
  if (text.length <= most) return;
  const { length } = text.replace(REFERENCE, "x".repeat(SHORTEST_REFERENCE));
  if (length <= most) return;
  report(construct, {
    prop: "policy",
    value: `at least ${length} characters`,
    allowed: `up to ${most} characters in ${what}`,
    fix: "name things together by a pattern of theirs, or give some of the rights to another",
  });
}
