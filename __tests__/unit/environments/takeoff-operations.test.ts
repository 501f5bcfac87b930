import { describe, expect, test } from "vitest";
import type { Json } from "../../../src/engine";
import { statements } from "../../support/synth";
import { read, stacks } from "../../support/takeoff";

const { config, all, one } = read("takeoff-production");

describe("security (001-153, 001-154, S001-08 to S001-11)", () => {
  test("the web ACL's rules, in front of the load balancer", () => {
    const acl = one("aws_wafv2_web_acl", "waf");
    const rules = acl.rule as { name: string; priority: number; action?: object; override_action?: object }[];
    expect(acl.name).toBe("takeoff-production-waf");
    expect(rules.map(({ name, priority }) => [name, priority])).toEqual([
      ["RateLimit", 1],
      ["AWSManagedRulesCommonRuleSet", 2],
      ["AWSManagedRulesSQLiRuleSet", 3],
      ["AWSManagedRulesKnownBadInputsRuleSet", 4],
    ]);
    expect(rules.map(({ action, override_action }) => [Boolean(action), Boolean(override_action)])).toEqual([
      [true, false],
      [false, true],
      [false, true],
      [false, true],
    ]);
    expect(one("aws_wafv2_web_acl_association", "alb").resource_arn).toBe("${aws_lb.alb.arn}");
  });

  test("one key, used by everything that keeps data", () => {
    expect(one("aws_kms_alias", "key").name).toBe("alias/takeoff-production");
    expect(one("aws_kms_key", "key").deletion_window_in_days).toBe(30);
    const policy = Object.values(statements(one("aws_kms_key", "key").policy));
    expect(
      policy.filter(({ Principal, Condition }) => "Service" in (Principal as Json) && !Condition),
    ).toEqual([]);
  });

  test("no statement of a role names everything where an ARN is known", () => {
    const wide = Object.entries(all("aws_iam_role_policy")).flatMap(([name, { policy }]) =>
      Object.entries(statements(policy)).flatMap(([sid, { Resource }]) =>
        Resource === "*" ? [`${name}.${sid}`] : [],
      ),
    );
    // The four actions of exec sessions know no resources.
    expect(wide).toEqual([
      "api_task.OpenExecSessions",
      "worker_task.OpenExecSessions",
      "beat_task.OpenExecSessions",
      "frontend_task.OpenExecSessions",
    ]);
  });

  test("the only secret in Terraform's state is the token that ElastiCache wants to be told", () => {
    expect(Object.keys(all("random_password"))).toEqual(["redis_token"]);
    const versions = Object.entries(all("aws_secretsmanager_secret_version"));
    expect(versions.filter(([, one]) => "secret_string" in one).map(([name]) => name)).toEqual([
      "redis_connection",
    ]);
    expect(Object.keys(config.variable as Json)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/url|password|token$/)]),
    );
  });
});

describe("monitoring (001-150, 001-167, S001-31)", () => {
  test("a topic, mail, Slack, alarms, a dashboard", () => {
    expect(one("aws_sns_topic", "alerts").name).toBe("takeoff-production-alerts");
    expect(one("aws_sns_topic_subscription", "alerts_email").endpoint).toBe("${var.alert_email}");
    expect(one("aws_lambda_function", "slack")).toMatchObject({
      environment: { variables: { WEBHOOK_SECRET_ARN: "${var.slack_webhook_secret_arn}" } },
    });
    expect(one("aws_cloudwatch_dashboard", "monitoring").dashboard_name).toBe("takeoff-production");
  });

  test.each([
    ["alb_api_target_5xx_rate", { threshold: 5, evaluation_periods: 1 }],
    ["alb_api_target_response_time", { threshold: 2, extended_statistic: "p95" }],
    [
      "alb_api_healthy_host_count",
      { threshold: 1, comparison_operator: "LessThanThreshold", treat_missing_data: "breaching" },
    ],
    ["queue_depth_growing", { threshold: 500, evaluation_periods: 2 }],
    ["queue_depth_backlog", { threshold: 1000, treat_missing_data: "breaching" }],
    ["worker_running_task_count", { threshold: 1, treat_missing_data: "breaching" }],
    ["db_cpu_utilization", { threshold: 70, evaluation_periods: 3 }],
    ["db_database_connections", { threshold: 1441 }],
    ["redis_memory_usage_percentage", { threshold: 80 }],
  ])("alarm %s", (name, expected) => {
    expect(one("aws_cloudwatch_metric_alarm", `monitoring_${name}`)).toMatchObject(expected);
  });
});

describe("inputs and outputs (001-170, 001-171, S001-32)", () => {
  test("everything that changes per release or account is required, described and checked", () => {
    const variables = config.variable as Record<string, Json>;
    expect(Object.keys(variables).sort()).toEqual([
      "alert_email",
      "anthropic_api_key_arn",
      "certificate_arn",
      "ecr_registry",
      "image_tag",
      "route53_zone_id",
      "secret_key_arn",
      "slack_webhook_secret_arn",
    ]);
    for (const variable of Object.values(variables)) {
      expect(variable).not.toHaveProperty("default");
      expect(variable.validation).toHaveLength(1);
    }
  });

  test("what others read", () => {
    expect(config.output).toMatchObject({
      api_endpoint: { value: "https://api.takeoff.example.com" },
      app_endpoint: { value: "https://app.takeoff.example.com" },
      database_endpoint: { value: "${aws_db_instance.db.endpoint}", sensitive: true },
      alb_arn_suffix: { value: "${aws_lb.alb.arn_suffix}" },
      migrations_task_definition: { value: "${aws_ecs_task_definition.migrations.family}" },
    });
    expect(Object.keys(config.output as Json)).toHaveLength(28);
  });
});

describe("Terraform settings (001-158, 001-159)", () => {
  test("versions, state, tags", () => {
    expect(config.terraform).toMatchObject({
      required_version: ">= 1.11.0",
      backend: {
        s3: {
          bucket: "takeoff-terraform-state",
          key: "production/terraform.tfstate",
          region: "us-east-1",
          encrypt: true,
          dynamodb_table: "takeoff-terraform-locks",
        },
      },
    });
    expect(config.provider).toMatchObject({
      aws: [
        {
          region: "us-east-1",
          default_tags: [{ tags: { Project: "takeoff", Environment: "production", ManagedBy: "terraform" } }],
        },
      ],
    });
  });
});

describe("stacks that all environments share", () => {
  test("registries (001-087, 001-188)", () => {
    const registry = read("takeoff-registry");
    expect(Object.values(registry.all("aws_ecr_repository")).map(({ name }) => name)).toEqual([
      "takeoff-api",
      "takeoff-worker",
      "takeoff-frontend",
    ]);
  });

  test("state", () => {
    const state = read("takeoff-state");
    expect(state.one("aws_s3_bucket", "state").bucket).toBe("takeoff-terraform-state");
    expect(state.one("aws_dynamodb_table", "state_locks").name).toBe("takeoff-terraform-locks");
    expect(state.config.terraform).toMatchObject({
      backend: { s3: { key: "state/terraform.tfstate", kms_key_id: "alias/takeoff-state" } },
    });
  });
});

test("addresses are words of the program, without hashes", () => {
  for (const [name] of stacks) {
    for (const named of Object.values(read(name).byType)) {
      for (const key of Object.keys(named)) expect(key).toMatch(/^[a-z][A-Za-z0-9_]*$/);
      for (const key of Object.keys(named)) expect(key).not.toMatch(/_[0-9A-F]{8}$/);
    }
  }
});
