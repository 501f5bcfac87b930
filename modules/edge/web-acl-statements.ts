import type { ManagedRules, RateLimit, WebAclRule } from "./web-acl-rules";

/** What a rule becomes; the provider types its statement `any`, so names are written as the provider has them. */
export interface Statement {
  readonly name: string;
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

/** The statements of a rule: a group that counts on some paths only has a second one, which blocks elsewhere. */
export function statementsOf(rule: WebAclRule): readonly Statement[] {
  return rule.kind === "rate-limit" ? [rateLimit(rule)] : managed(rule);
}

/** The rule acts by itself (`action`): `override_action` is for groups, and AWS refuses it here although Terraform validates it. */
function rateLimit({ name, limit, paths }: RateLimit): Statement {
  return {
    name,
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

function managed({ name, count, onlyOn }: ManagedRules): Statement[] {
  const group: Statement = {
    name,
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
  if (onlyOn.length === 0) return [group];
  const key = `awswaf:managed:aws:${LABELS[name] ?? name}:`;
  const elsewhere: Statement = {
    name: `${name}Elsewhere`,
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
  return [group, elsewhere];
}

/** AWS wants at least two statements in an `or_statement`. */
function pathIsOneOf(paths: readonly string[]): object {
  const [first, ...others] = paths.map(pathIs);
  return first && others.length === 0 ? first : { or_statement: { statement: [first, ...others] } };
}

/** Compared as the application sees it: `/%6Cogin` and `/x/../login` are `/login`. */
function pathIs(path: string): object {
  const isPrefix = path.endsWith("*");
  return {
    byte_match_statement: {
      search_string: isPrefix ? path.slice(0, -1) : path,
      positional_constraint: isPrefix ? "STARTS_WITH" : "EXACTLY",
      field_to_match: { uri_path: {} },
      text_transformation: [
        { priority: 0, type: "URL_DECODE" },
        { priority: 1, type: "NORMALIZE_PATH" },
      ],
    },
  };
}
