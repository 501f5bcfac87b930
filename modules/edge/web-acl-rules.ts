/** Groups of rules that AWS keeps up to date. Those that editors should offer; any other of AWS passes too. https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html */
export type ManagedRuleGroup =
  | "AWSManagedRulesCommonRuleSet"
  | "AWSManagedRulesAdminProtectionRuleSet"
  | "AWSManagedRulesKnownBadInputsRuleSet"
  | "AWSManagedRulesSQLiRuleSet"
  | "AWSManagedRulesLinuxRuleSet"
  | "AWSManagedRulesUnixRuleSet"
  | "AWSManagedRulesWindowsRuleSet"
  | "AWSManagedRulesPHPRuleSet"
  | "AWSManagedRulesWordPressRuleSet"
  | "AWSManagedRulesAmazonIpReputationList"
  | "AWSManagedRulesAnonymousIpList"
  | (string & {});

/** A rule of a web ACL, made by `rateLimit` or `managedRules`; the web ACL checks it. */
export type WebAclRule = RateLimit | ManagedRules;

/** Blocks addresses that ask too often. */
export interface RateLimit {
  readonly kind: "rate-limit";
  readonly name: string;
  readonly metricName: string;
  /** Requests of one address in five minutes, 10 to 2,000,000,000. */
  readonly limit: number;
  /** Paths whose requests count; all where there are none. */
  readonly paths: readonly string[];
}

/** A group of rules of AWS. */
export interface ManagedRules {
  readonly kind: "managed";
  readonly name: ManagedRuleGroup;
  readonly metricName: string;
  /** Rules of the group that only count. */
  readonly count: readonly string[];
  /** Paths on which they only count; everywhere where there are none. */
  readonly onlyOn: readonly string[];
}

/** Which requests a rate limit is for. */
export interface RateLimitOptions {
  /** Name of the rule, where a web ACL has several. @default "RateLimit" */
  readonly name?: string;
  /** Name of its metric. @default - the rule's name */
  readonly metricName?: string;
  /** Paths whose requests count. `*` at the end is any rest: `/login*`. As a whole segment it is any one. @default - all */
  readonly paths?: readonly string[];
}

/** Blocks an address that sends more than `limit` requests in five minutes, 10 to 2,000,000,000, until it sends fewer. */
export function rateLimit(
  limit: number,
  { name = "RateLimit", metricName = name, paths = [] }: RateLimitOptions = {},
): WebAclRule {
  return { kind: "rate-limit", name, metricName, limit, paths };
}

/** Which rules of a group do not block. */
export interface ManagedRulesOptions {
  /** Rules of the group that only count what they match, e.g. `SizeRestrictions_BODY` for uploads over 8 KiB. @default - none */
  readonly count?: readonly string[];
  /**
   * Paths on which they only count, with `*` as in a rate limit: `/uploads/*`. Elsewhere a second rule, `<group>Elsewhere`,
   * blocks what they match. @default - everywhere
   */
  readonly onlyOn?: readonly string[];
  /** Name of its metric. @default - the group's name */
  readonly metricName?: string;
}

/** A group of rules of AWS, each of which does what AWS has chosen for it, mostly block. */
export function managedRules(
  group: ManagedRuleGroup,
  { count = [], onlyOn = [], metricName = group }: ManagedRulesOptions = {},
): WebAclRule {
  return { kind: "managed", name: group, metricName, count, onlyOn };
}
