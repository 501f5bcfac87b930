import { describe, expect, test } from "vitest";
import { LogDelivery, managedRules, rateLimit, WebAcl, type WebAclProps } from "../../../modules/edge";
import { EncryptionKey } from "../../../modules/security";
import { statements, synthesize } from "../../support/synth";

type Rules = readonly Record<string, unknown>[];

const build = (props: Omit<WebAclProps, "key">) =>
  synthesize((stack) => {
    const key = new EncryptionKey(stack, "key");
    new WebAcl(stack, "waf", { key, ...props });
  });
const rulesOf = (rules: WebAclProps["rules"]) => build({ rules }).resource("aws_wafv2_web_acl").rule as Rules;

const path = (search: string, constraint: string) => ({
  byte_match_statement: {
    search_string: search,
    positional_constraint: constraint,
    field_to_match: { uri_path: {} },
    text_transformation: [
      { priority: 0, type: "URL_DECODE" },
      { priority: 1, type: "NORMALIZE_PATH" },
    ],
  },
});
const visibility = (name: string) => ({
  cloudwatch_metrics_enabled: true,
  sampled_requests_enabled: true,
  metric_name: name,
});

describe("a web ACL", () => {
  const { resource, addresses } = build({
    rules: [
      rateLimit(2000),
      managedRules("AWSManagedRulesCommonRuleSet", { count: ["SizeRestrictions_BODY"] }),
    ],
  });

  test("lets through what no rule stops, and tries rules in their order", () => {
    expect(resource("aws_wafv2_web_acl")).toEqual({
      name: "shop-test-waf",
      description: "Web ACL waf",
      scope: "REGIONAL",
      default_action: { allow: {} },
      rule: [
        {
          name: "RateLimit",
          priority: 1,
          action: { block: {} },
          statement: { rate_based_statement: { limit: 2000, aggregate_key_type: "IP" } },
          visibility_config: visibility("RateLimit"),
        },
        {
          name: "AWSManagedRulesCommonRuleSet",
          priority: 2,
          override_action: { none: {} },
          statement: {
            managed_rule_group_statement: {
              vendor_name: "AWS",
              name: "AWSManagedRulesCommonRuleSet",
              rule_action_override: [{ name: "SizeRestrictions_BODY", action_to_use: { count: {} } }],
            },
          },
          visibility_config: visibility("AWSManagedRulesCommonRuleSet"),
        },
      ],
      visibility_config: visibility("shop-test-waf"),
      tags: { Name: "shop-test-waf" },
    });
  });

  test("logs what it sees, without what identifies a session", () => {
    expect(resource("aws_wafv2_web_acl_logging_configuration")).toEqual({
      resource_arn: "${aws_wafv2_web_acl.waf.arn}",
      log_destination_configs: ["${aws_cloudwatch_log_group.waf.arn}"],
      redacted_fields: [{ single_header: { name: "authorization" } }, { single_header: { name: "cookie" } }],
      depends_on: ["aws_cloudwatch_log_resource_policy.waf"],
    });
    expect(resource("aws_cloudwatch_log_group")).toMatchObject({
      name: "aws-waf-logs-shop-test-waf",
      retention_in_days: 30,
    });
    const permission = resource("aws_cloudwatch_log_resource_policy");
    expect(permission.policy_name).toBe("shop-test-waf");
    expect(statements(permission.policy_document).DeliverWebAclLogs).toMatchObject({
      Principal: { Service: "delivery.logs.amazonaws.com" },
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: "${aws_cloudwatch_log_group.waf.arn}:*",
      Condition: {
        StringEquals: { "aws:SourceAccount": "${data.aws_caller_identity.current.account_id}" },
      },
    });
  });

  test("is put in front of nothing", () => {
    expect(addresses.filter((address) => address.includes("association"))).toEqual([]);
  });
});

test("shares a policy for its log with all web ACLs of the account, wherever that is", () => {
  const { resource, resources } = synthesize((stack) => {
    const key = new EncryptionKey(stack, "key");
    const rules = [rateLimit(10)];
    const logDelivery = new LogDelivery(stack, "log-delivery");
    new WebAcl(stack, "own", { key, rules, logDelivery });
    new WebAcl(stack, "other", { key, rules, logDelivery: "account" });
  });
  const account = "${data.aws_caller_identity.current.account_id}";
  const policies = resources("aws_cloudwatch_log_resource_policy");
  expect(Object.values(policies).map(({ policy_name }) => policy_name)).toEqual(["shop-test-log-delivery"]);
  expect(statements(policies.log_delivery?.policy_document).DeliverWebAclLogs).toMatchObject({
    Resource: `arn:aws:logs:eu-west-1:${account}:log-group:aws-waf-logs-*:*`,
    Condition: { StringEquals: { "aws:SourceAccount": account } },
  });
  const logging = "aws_wafv2_web_acl_logging_configuration";
  expect(resource(logging, "own").depends_on).toEqual(["aws_cloudwatch_log_resource_policy.log_delivery"]);
  expect(resource(logging, "other")).not.toHaveProperty("depends_on");
});

test("is named and kept as it is told", () => {
  const { resource } = build({ rules: [rateLimit(10)], name: "edge", logRetention: "1 days" });
  expect(resource("aws_wafv2_web_acl").name).toBe("shop-test-edge");
  expect(resource("aws_cloudwatch_log_group")).toMatchObject({
    name: "aws-waf-logs-shop-test-edge",
    retention_in_days: 1,
  });
});

test("a rate limit counts on some paths", () => {
  const rules = rulesOf([
    rateLimit(100, { name: "Login", paths: ["/login"] }),
    rateLimit(500, { name: "Api", paths: ["/api/*", "/graphql"] }),
  ]);
  expect(rules.map(({ name, statement }) => [name, statement])).toEqual([
    [
      "Login",
      {
        rate_based_statement: {
          limit: 100,
          aggregate_key_type: "IP",
          scope_down_statement: path("/login", "EXACTLY"),
        },
      },
    ],
    [
      "Api",
      {
        rate_based_statement: {
          limit: 500,
          aggregate_key_type: "IP",
          scope_down_statement: {
            or_statement: { statement: [path("/api/", "STARTS_WITH"), path("/graphql", "EXACTLY")] },
          },
        },
      },
    ],
  ]);
});

test("a group counts on some paths, and what it counts is blocked elsewhere", () => {
  const count = ["SizeRestrictions_BODY"];
  const rules = rulesOf([
    managedRules("AWSManagedRulesCommonRuleSet", { count, onlyOn: ["/uploads/*"] }),
    managedRules("AWSManagedRulesKnownBadInputsRuleSet"),
  ]);
  expect(rules.map(({ name, priority }) => [name, priority])).toEqual([
    ["AWSManagedRulesCommonRuleSet", 1],
    ["AWSManagedRulesKnownBadInputsRuleSet", 2],
    ["AWSManagedRulesCommonRuleSetElsewhere", 3],
  ]);
  expect(rules[2]).toMatchObject({
    action: { block: {} },
    statement: {
      and_statement: {
        statement: [
          { label_match_statement: { scope: "NAMESPACE", key: "awswaf:managed:aws:core-rule-set:" } },
          { not_statement: { statement: [path("/uploads/", "STARTS_WITH")] } },
        ],
      },
    },
    visibility_config: visibility("AWSManagedRulesCommonRuleSetElsewhere"),
  });
});

test("a wildcard inside a path is one segment, and one at its end any rest", () => {
  const expressions = (...paths: readonly string[]) =>
    paths.map((one) => {
      const [rule] = rulesOf([rateLimit(100, { paths: [one] })]);
      const statement = rule?.statement as Record<string, Record<string, unknown>> | undefined;
      return statement?.rate_based_statement?.scope_down_statement;
    });
  const regex = (text: string) => {
    const { search_string: _, positional_constraint: __, ...seen } = path("", "").byte_match_statement;
    return { regex_match_statement: { regex_string: text, ...seen } };
  };
  expect(expressions("/users/*/avatar", "/v1.0/*/a+b/*", "/*/x")).toEqual([
    regex("^/users/[^/]+/avatar$"),
    regex("^/v1\\.0/[^/]+/a\\+b/"),
    regex("^/[^/]+/x$"),
  ]);
});

test("a rule's metric may have a name of its own", () => {
  const rules = rulesOf([
    rateLimit(2000, { metricName: "TooMany" }),
    managedRules("AWSManagedRulesSQLiRuleSet", { count: ["SQLi_BODY"], onlyOn: ["/x"], metricName: "Sql" }),
  ]);
  expect(rules.map(({ name, visibility_config }) => [name, visibility_config])).toEqual([
    ["RateLimit", visibility("TooMany")],
    ["AWSManagedRulesSQLiRuleSet", visibility("Sql")],
    ["AWSManagedRulesSQLiRuleSetElsewhere", visibility("SqlElsewhere")],
  ]);
});

test("for CloudFront it is made in us-east-1, with metrics that have no region", () => {
  const { resource } = synthesize((stack) => {
    const east = stack.inRegion("us-east-1");
    const key = new EncryptionKey(east, "key");
    const acl = new WebAcl(east, "waf", { key, rules: [rateLimit(2000)], scope: "cloudfront" });
    expect(acl.scope).toBe("cloudfront");
    expect(acl.metrics.blockedRequests).toEqual({
      namespace: "AWS/WAFV2",
      name: "BlockedRequests",
      dimensions: { WebACL: "shop-test-us-east-1-waf", Rule: "ALL" },
      statistic: "Sum",
      unit: "Count",
      region: "us-east-1",
    });
  });
  expect(resource("aws_wafv2_web_acl")).toMatchObject({ scope: "CLOUDFRONT", provider: "aws.us-east-1" });
  const { policy_document } = resource("aws_cloudwatch_log_resource_policy");
  expect(statements(policy_document).DeliverWebAclLogs).toMatchObject({
    Condition: {
      ArnLike: { "aws:SourceArn": "arn:aws:logs:us-east-1:${data.aws_caller_identity.current.account_id}:*" },
    },
  });
});

test("tells what it measures, and where an alarm fits", () => {
  synthesize((stack) => {
    const key = new EncryptionKey(stack, "key");
    const acl = new WebAcl(stack, "waf", { key, rules: [rateLimit(2000)] });
    expect(acl.label).toBe("waf");
    expect(acl.metrics.allowedRequests).toMatchObject({
      name: "AllowedRequests",
      dimensions: { WebACL: "shop-test-waf", Rule: "ALL", Region: "eu-west-1" },
    });
    expect(acl.recommended).toMatchObject({ blockedRequests: { above: 1000, severity: "warning" } });
  });
});
