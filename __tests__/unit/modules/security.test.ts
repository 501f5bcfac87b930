import { Construct } from "constructs";
import { describe, expect, test } from "vitest";
import {
  EncryptionKey,
  existingSecret,
  type KeyUser,
  managedRules,
  Role,
  rateLimit,
  Secret,
  secretField,
  WebAcl,
} from "../../../modules/security";
import type { PlatformStack } from "../../../src/core";
import { parsed, problems, production, statements, synthesize } from "../../support/synth";

const ACCOUNT = "${data.aws_caller_identity.current.account_id}";

describe("an encryption key", () => {
  const build = (
    use: (key: EncryptionKey, stack: PlatformStack) => void = () => undefined,
    environment?: typeof production,
  ) => synthesize((stack) => use(new EncryptionKey(stack, "key"), stack), environment);

  test("rotates, can be recovered for 30 days, and answers to the account alone", () => {
    const { resource } = build();
    expect(resource("aws_kms_key")).toMatchObject({
      description: "Data of shop-test",
      deletion_window_in_days: 30,
      enable_key_rotation: true,
      lifecycle: { prevent_destroy: false },
    });
    expect(parsed(resource("aws_kms_key").policy).Statement).toEqual([
      {
        Sid: "AccountUsesIamPolicies",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: "kms:*",
        Resource: "*",
      },
    ]);
    expect(resource("aws_kms_alias")).toEqual({
      name: "alias/shop-test",
      target_key_id: "${aws_kms_key.key.key_id}",
    });
  });

  test.each<[KeyUser, string, string, object]>([
    [
      "ecs",
      "EcsEncryptsExecSessions",
      "ecs.amazonaws.com",
      { StringEquals: { "aws:SourceAccount": ACCOUNT } },
    ],
    [
      "logs",
      "LogGroupsOfThisAccount",
      "logs.eu-west-1.amazonaws.com",
      { ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:*` } },
    ],
    [
      "cloudwatch-alarms",
      "AlarmsPublishToEncryptedTopics",
      "cloudwatch.amazonaws.com",
      { StringEquals: { "aws:SourceAccount": ACCOUNT } },
    ],
  ])("lets %s in under a condition, once", (user, sid, service, condition) => {
    const { resource } = build((key) => {
      key.allowService(user);
      key.allowService(user);
    });
    expect(statements(resource("aws_kms_key").policy)[sid]).toMatchObject({
      Principal: { Service: service },
      Condition: condition,
    });
    expect(parsed(resource("aws_kms_key").policy).Statement).toHaveLength(2);
  });

  test("does not depend on the order in which services ask", () => {
    const policy = (users: KeyUser[]) =>
      build((key) => {
        for (const user of users) key.allowService(user);
      }).resource("aws_kms_key").policy;
    expect(policy(["logs", "ecs"])).toBe(policy(["ecs", "logs"]));
  });

  test("of production is protected", () => {
    expect(build(undefined, production).resource("aws_kms_key").lifecycle).toEqual({ prevent_destroy: true });
  });

  test("takes its own words", () => {
    const { resource } = synthesize((stack) => {
      new EncryptionKey(stack, "key", {
        alias: "alias/other",
        description: "Other",
        deletionWindow: "7 days",
      });
    });
    expect(resource("aws_kms_alias").name).toBe("alias/other");
    expect(resource("aws_kms_key")).toMatchObject({ description: "Other", deletion_window_in_days: 7 });
  });

  test("refuses a window AWS refuses", () => {
    expect(
      problems((stack) => void new EncryptionKey(stack, "key", { deletionWindow: "40 days" })),
    ).toMatchObject([
      { prop: "deletionWindow", value: "40 days", allowed: '"7 days" to "30 days"', fix: 'write "30 days"' },
    ]);
  });

  test("that exists already says who may use it", () => {
    const arn = "arn:aws:kms:eu-west-1:123456789012:key/1";
    const found = problems((stack) => {
      const key = EncryptionKey.existing(stack, { arn, allows: ["logs"] });
      key.allowService("logs");
      key.allowService("ecs");
    });
    expect(found).toEqual([
      {
        path: "shop-test",
        prop: "key.allows",
        value: ["logs"],
        allowed: 'a list with "ecs", which this stack needs',
        fix: `let ecs use ${arn} in its policy, then add it to the list`,
      },
    ]);
  });

  test("that exists already is granted like one of ours", () => {
    const arn = "arn:aws:kms:eu-west-1:123456789012:key/1";
    const { resource } = synthesize((stack) => {
      const role = new Role(stack, "role", { name: "x", service: "ecs-tasks.amazonaws.com" });
      EncryptionKey.existing(stack, { arn, allows: [] }).grant(role, "decrypt");
    });
    expect(statements(resource("aws_iam_role_policy").policy).DecryptWithKey).toMatchObject({
      Action: "kms:Decrypt",
      Resource: arn,
    });
  });
});

describe("a role", () => {
  test("without grants has no policy", () => {
    const { resources } = synthesize(
      (stack) => void new Role(stack, "role", { name: "x", service: "ecs.amazonaws.com" }),
    );
    expect(resources("aws_iam_role_policy")).toEqual({});
  });

  test("trusts its service under its conditions, and carries managed policies", () => {
    const { resource } = synthesize((stack) => {
      new Role(stack, "role", {
        name: "x",
        service: "ecs-tasks.amazonaws.com",
        conditions: { StringEquals: { "aws:SourceAccount": "1" } },
        managedPolicies: ["service-role/AmazonECSTaskExecutionRolePolicy"],
      });
    });
    expect(parsed(resource("aws_iam_role").assume_role_policy).Statement).toMatchObject([
      { Action: "sts:AssumeRole", Condition: { StringEquals: { "aws:SourceAccount": "1" } } },
    ]);
    expect(
      resource("aws_iam_role_policy_attachment", "role_AmazonECSTaskExecutionRolePolicy").policy_arn,
    ).toBe("arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy");
  });
});

describe("secrets", () => {
  test("are encrypted, and empty unless given a value", () => {
    const { resource, resources } = synthesize((stack) => {
      new Secret(stack, "token", {
        name: "token",
        description: "A token",
        key: new EncryptionKey(stack, "key"),
      });
    });
    expect(resource("aws_secretsmanager_secret")).toEqual({
      name: "shop-test-token",
      description: "A token",
      kms_key_id: "${aws_kms_key.key.arn}",
      recovery_window_in_days: 7,
    });
    expect(resources("aws_secretsmanager_secret_version")).toEqual({});
  });

  test("are referred to whole or by key", () => {
    let secret: Secret | undefined;
    synthesize((stack) => {
      secret = new Secret(stack, "token", {
        name: "token",
        description: "",
        key: new EncryptionKey(stack, "key"),
      });
    });
    expect(secret?.field("url").valueFrom).toBe(`${secret?.arn}:url::`);
    expect(secret?.whole.valueFrom).toBe(secret?.arn);
    expect(existingSecret("arn:1")).toEqual({ valueFrom: "arn:1", secretArn: "arn:1" });
    expect(secretField("arn:1", "a")).toEqual({ valueFrom: "arn:1:a::", secretArn: "arn:1" });
  });
});

describe("a web ACL", () => {
  const { resource } = synthesize((stack) => {
    const acl = new WebAcl(stack, "waf", {
      key: new EncryptionKey(stack, "key"),
      rules: [
        rateLimit(stack, 2000),
        managedRules("AWSManagedRulesCommonRuleSet", ["SizeRestrictions_BODY"]),
      ],
    });
    acl.protect("arn:lb");
  });

  test("lets through what no rule stops; limits act, groups are overridden", () => {
    expect(resource("aws_wafv2_web_acl")).toMatchObject({
      name: "shop-test-waf",
      scope: "REGIONAL",
      default_action: { allow: {} },
      rule: [
        {
          name: "RateLimit",
          priority: 1,
          action: { block: {} },
          statement: { rate_based_statement: { limit: 2000, aggregate_key_type: "IP" } },
          visibility_config: {
            metric_name: "RateLimitRule",
            cloudwatch_metrics_enabled: true,
            sampled_requests_enabled: true,
          },
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
        },
      ],
    });
    expect(resource("aws_wafv2_web_acl").rule).not.toMatchObject([{ override_action: {} }, {}]);
  });

  test("stands in front of the load balancer", () => {
    expect(resource("aws_wafv2_web_acl_association")).toEqual({
      resource_arn: "arn:lb",
      web_acl_arn: "${aws_wafv2_web_acl.waf.arn}",
    });
  });

  test("logs without what identifies a session, where it may write", () => {
    expect(resource("aws_wafv2_web_acl_logging_configuration")).toMatchObject({
      log_destination_configs: ["${aws_cloudwatch_log_group.waf.arn}"],
      redacted_fields: [{ single_header: { name: "authorization" } }, { single_header: { name: "cookie" } }],
      depends_on: ["aws_cloudwatch_log_resource_policy.waf"],
    });
    expect(resource("aws_cloudwatch_log_group")).toMatchObject({
      name: "aws-waf-logs-shop-test",
      retention_in_days: 30,
    });
  });

  test.each([5, 3_000_000_000, 10.5])("refuses a limit of %s", (limit) => {
    expect(problems((stack) => void rateLimit(new Construct(stack, "waf"), limit))).toMatchObject([
      {
        prop: "rateLimit",
        value: limit,
        allowed: "10 to 2000000000 requests per five minutes",
        fix: "write for example 2000",
      },
    ]);
  });
});
