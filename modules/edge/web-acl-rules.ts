import type { Construct } from "constructs";
import { report } from "../../src/engine";

/** A rule of a web ACL. cdktf types its statement `any`: the builders below write what the provider understands. */
export interface WebAclRule {
  readonly name: string;
  readonly metricName: string;
  readonly action?: { readonly block: Record<string, never> };
  readonly overrideAction?: { readonly none: Record<string, never> };
  readonly statement: Readonly<Record<string, unknown>>;
}

/** Groups of rules that AWS keeps up to date. */
export type ManagedRuleGroup =
  | "AWSManagedRulesCommonRuleSet"
  | "AWSManagedRulesSQLiRuleSet"
  | "AWSManagedRulesKnownBadInputsRuleSet"
  | "AWSManagedRulesAmazonIpReputationList"
  | "AWSManagedRulesLinuxRuleSet";

/**
 * Blocks an address that sends more than `limit` requests in five minutes. The rule acts by itself (`action`):
 * `override_action` belongs to rule groups, and AWS refuses it here although Terraform validates it.
 */
export function rateLimit(scope: Construct, limit: number): WebAclRule {
  if (!Number.isInteger(limit) || limit < 10 || limit > 2_000_000_000) {
    report(scope, {
      prop: "rateLimit",
      value: limit,
      allowed: "10 to 2000000000 requests per five minutes",
      fix: "write for example 2000",
    });
  }
  return {
    name: "RateLimit",
    metricName: "RateLimitRule",
    action: { block: {} },
    statement: { rate_based_statement: { limit, aggregate_key_type: "IP" } },
  };
}

/**
 * A managed group of rules.
 * @param count rules of the group that only count what they match
 */
export function managedRules(group: ManagedRuleGroup, count: readonly string[] = []): WebAclRule {
  return {
    name: group,
    metricName: group,
    overrideAction: { none: {} },
    statement: {
      managed_rule_group_statement: {
        vendor_name: "AWS",
        name: group,
        ...(count.length > 0
          ? { rule_action_override: count.map((name) => ({ name, action_to_use: { count: {} } })) }
          : {}),
      },
    },
  };
}
