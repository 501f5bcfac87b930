import type { ManagedRules, RateLimit, WebAclRule } from "./web-acl-rules";

/** What a rule becomes; the provider types its statement `any`, so names are written as the provider has them. */
export interface Statement {
  readonly name: string;
  readonly metricName: string;
  readonly action?: { readonly block: Record<string, never> };
  readonly overrideAction?: { readonly none: Record<string, never> };
  readonly statement: Readonly<Record<string, unknown>>;
}

/**
 * Word for a group in the labels of its rules. Only groups whose rules all block, so that a label left behind is one of
 * a rule that counted. https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 */
const LABELS: Readonly<Record<string, string>> = {
  AWSManagedRulesCommonRuleSet: "core-rule-set",
  AWSManagedRulesAdminProtectionRuleSet: "admin-protection",
  AWSManagedRulesKnownBadInputsRuleSet: "known-bad-inputs",
  AWSManagedRulesSQLiRuleSet: "sql-database",
  AWSManagedRulesLinuxRuleSet: "linux-os",
  AWSManagedRulesUnixRuleSet: "posix-os",
  AWSManagedRulesWindowsRuleSet: "windows-os",
  AWSManagedRulesPHPRuleSet: "php-app",
  AWSManagedRulesWordPressRuleSet: "wordpress-app",
};

/** Groups for which `onlyOn` can be told. */
export const LABELLED_GROUPS = Object.keys(LABELS);

/**
 * The statements of rules, in their order. A group that counts on some paths only has a second one, which blocks
 * elsewhere: these come last, so that the priority of a rule is its place in the list.
 */
export function statementsOf(rules: readonly WebAclRule[]): readonly Statement[] {
  return [
    ...rules.map((rule) => (rule.kind === "rate-limit" ? rateLimit(rule) : managed(rule))),
    ...rules.flatMap((rule) => (rule.kind === "managed" && rule.onlyOn.length > 0 ? [elsewhere(rule)] : [])),
  ];
}

/** The rule acts by itself (`action`): `override_action` is for groups, and AWS refuses it here although Terraform validates it. */
function rateLimit({ name, metricName, limit, paths }: RateLimit): Statement {
  return {
    name,
    metricName,
    action: { block: {} },
    statement: {
      rate_based_statement: {
        limit,
        aggregate_key_type: "IP",
        ...(paths.length > 0 ? { scope_down_statement: pathIsOneOf(paths) } : {}),
      },
    },
  };
}

function managed({ name, metricName, count }: ManagedRules): Statement {
  return {
    name,
    metricName,
    overrideAction: { none: {} },
    statement: {
      managed_rule_group_statement: {
        vendor_name: "AWS",
        name,
        ...(count.length > 0
          ? { rule_action_override: count.map((rule) => ({ name: rule, action_to_use: { count: {} } })) }
          : {}),
      },
    },
  };
}

/** Blocks what the group's rules counted on other paths than these. */
function elsewhere({ name, metricName, onlyOn }: ManagedRules): Statement {
  const key = `awswaf:managed:aws:${LABELS[name] ?? name}:`;
  return {
    name: `${name}Elsewhere`,
    metricName: `${metricName}Elsewhere`,
    action: { block: {} },
    statement: {
      and_statement: {
        statement: [
          { label_match_statement: { scope: "NAMESPACE", key } },
          { not_statement: { statement: [pathIsOneOf(onlyOn)] } },
        ],
      },
    },
  };
}

/** AWS wants at least two statements in an `or_statement`. */
function pathIsOneOf(paths: readonly string[]): object {
  const [first, ...others] = paths.map(pathIs);
  return first && others.length === 0 ? first : { or_statement: { statement: [first, ...others] } };
}

/** Compared as the application sees it: `/%6Cogin` and `/x/../login` are `/login`. */
function pathIs(path: string): object {
  const seen = {
    field_to_match: { uri_path: {} },
    text_transformation: [
      { priority: 0, type: "URL_DECODE" },
      { priority: 1, type: "NORMALIZE_PATH" },
    ],
  };
  if (hasSegmentWildcard(path))
    return { regex_match_statement: { regex_string: pathExpression(path), ...seen } };
  const isPrefix = path.endsWith("*");
  return {
    byte_match_statement: {
      search_string: isPrefix ? path.slice(0, -1) : path,
      positional_constraint: isPrefix ? "STARTS_WITH" : "EXACTLY",
      ...seen,
    },
  };
}

/** Whether a path has a wildcard before its end. */
export function hasSegmentWildcard(path: string): boolean {
  return path.slice(0, -1).includes("*");
}

/**
 * A path as a regular expression: a wildcard is one segment, but any rest at the end.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-regex-pattern-support.html
 */
export function pathExpression(path: string): string {
  const isPrefix = path.endsWith("*");
  const text = (isPrefix ? path.slice(0, -1) : path).replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&");
  return `^${text.replaceAll("*", "[^/]+")}${isPrefix ? "" : "$"}`;
}
