import { describe, expect, test } from "vitest";
import type { Json } from "../../../src/engine";
import { parsed, statements } from "../../support/synth";
import { read, stacks } from "../../support/takeoff";

const { config, all, one } = read("takeoff-production");

interface Rule {
  readonly name: string;
  readonly priority: number;
  readonly action?: object;
  readonly override_action?: object;
  readonly statement: Json;
}

describe("security (001-153, 001-154, S001-08 to S001-11)", () => {
  test("the web ACL's rules, in front of the load balancer", () => {
    const acl = one("aws_wafv2_web_acl", "waf");
    const rules = acl.rule as Rule[];
    expect(acl.name).toBe("takeoff-production-waf");
    expect(rules.map(({ name, priority }) => [name, priority])).toEqual([
      ["RateLimit", 1],
      ["AWSManagedRulesCommonRuleSet", 2],
      ["AWSManagedRulesSQLiRuleSet", 3],
      ["AWSManagedRulesKnownBadInputsRuleSet", 4],
      ["AWSManagedRulesCommonRuleSetElsewhere", 5],
      ["AWSManagedRulesSQLiRuleSetElsewhere", 6],
    ]);
    expect(rules.map(({ action, override_action }) => [Boolean(action), Boolean(override_action)])).toEqual([
      [true, false],
      [false, true],
      [false, true],
      [false, true],
      [true, false],
      [true, false],
    ]);
    expect(one("aws_wafv2_web_acl_association", "alb").resource_arn).toBe("${aws_lb.alb.arn}");
  });

  test("bodies of uploads are counted where plans are uploaded, and blocked elsewhere (Z-64)", () => {
    const rules = one("aws_wafv2_web_acl", "waf").rule as Rule[];
    const statement = (name: string) => rules.find((rule) => rule.name === name)?.statement;
    const counted = (name: string) => {
      const group = statement(name)?.managed_rule_group_statement as { rule_action_override: Json[] };
      return group.rule_action_override;
    };
    const count = { count: {} };
    expect(counted("AWSManagedRulesCommonRuleSet")).toEqual([
      { name: "SizeRestrictions_BODY", action_to_use: count },
      { name: "CrossSiteScripting_BODY", action_to_use: count },
      { name: "GenericLFI_BODY", action_to_use: count },
    ]);
    expect(counted("AWSManagedRulesSQLiRuleSet")).toEqual([{ name: "SQLi_BODY", action_to_use: count }]);
    for (const [group, label] of [
      ["AWSManagedRulesCommonRuleSet", "core-rule-set"],
      ["AWSManagedRulesSQLiRuleSet", "sql-database"],
    ]) {
      const paths = ["^/api/v1/projects/[^/]+/documents$", "^/api/v1/projects/[^/]+/documents/"];
      const uploads = paths.map((regex_string) => ({
        regex_match_statement: expect.objectContaining({ regex_string }),
      }));
      expect(statement(`${group}Elsewhere`)).toEqual({
        and_statement: {
          statement: [
            { label_match_statement: { scope: "NAMESPACE", key: `awswaf:managed:aws:${label}:` } },
            { not_statement: { statement: [{ or_statement: { statement: uploads } }] } },
          ],
        },
      });
    }
  });

  test("an address may send 2000 requests in five minutes; staging's limit bears its load test (Z-63)", () => {
    const limits = [one, read("takeoff-staging").one].map((stack) => {
      const [limit] = stack("aws_wafv2_web_acl", "waf").rule as Rule[];
      return limit?.statement;
    });
    const limit = (requests: number) => ({
      rate_based_statement: { limit: requests, aggregate_key_type: "IP" },
    });
    expect(limits).toEqual([limit(2000), limit(30_000)]);
  });

  test("one key, used by everything that keeps data", () => {
    expect(one("aws_kms_alias", "key").name).toBe("alias/takeoff-production");
    expect(one("aws_kms_key", "key").deletion_window_in_days).toBe(30);
    const policy = Object.values(statements(one("aws_kms_key", "key").policy));
    // EventBridge says nothing of accounts when it encrypts for a queue: a condition would keep it out.
    expect(
      policy
        .filter(({ Principal, Condition }) => "Service" in (Principal as Json) && !Condition)
        .map(({ Principal }) => Principal),
    ).toEqual([{ Service: "events.amazonaws.com" }]);
  });

  test("no statement of a role names everything where an ARN is known", () => {
    const wide = Object.entries(all("aws_iam_role_policy")).flatMap(([name, { policy }]) =>
      Object.entries(statements(policy)).flatMap(([sid, { Resource }]) =>
        Resource === "*" ? [`${name}.${sid}`] : [],
      ),
    );
    // The four actions of exec sessions, and listing log groups, know no resources.
    const exec = ["api", "worker", "beat", "frontend"].flatMap((service) => [
      `${service}_task.OpenExecSessions`,
      `${service}_task.FindLogGroups`,
    ]);
    expect(wide).toEqual(["network_flow_logs.FindLogGroups", ...exec]);
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
    expect(one("aws_sns_topic", "alerts")).toMatchObject({
      name: "takeoff-production-alerts",
      kms_master_key_id: "${aws_kms_key.key.arn}",
    });
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

  test("counts are sums, and times averages or their 95th percentile (Z-38)", () => {
    const { widgets } = parsed(one("aws_cloudwatch_dashboard", "monitoring").dashboard_body) as {
      widgets: { properties: { metrics?: unknown[][] } }[];
    };
    const drawn = widgets.flatMap(({ properties: { metrics = [] } }) =>
      metrics.map((line) => [line[1], (line.at(-1) as Json).stat] as const),
    );
    const alarms = Object.values(all("aws_cloudwatch_metric_alarm")).flatMap((alarm) => {
      const queries = (alarm.metric_query ?? []) as { metric?: Json }[];
      const inside = queries.flatMap(({ metric }) =>
        metric ? [[metric.metric_name, metric.stat] as const] : [],
      );
      return [[alarm.metric_name, alarm.statistic ?? alarm.extended_statistic] as const, ...inside];
    });
    const seen = [...drawn, ...alarms];
    // Hosts and tasks are states, not events: a sum over minutes would count each many times.
    const counts = seen.filter(([name]) => /(?<!Host|Task)Count$|^(Errors|Evictions)$/.test(String(name)));
    const times = seen.filter(([name]) => /(Time|Latency)$/.test(String(name)));
    expect(counts.length).toBeGreaterThan(15);
    expect(times.length).toBeGreaterThan(5);
    expect(counts.filter(([, statistic]) => statistic !== "Sum")).toEqual([]);
    expect(times.filter(([, statistic]) => !/^(Average|p95)$/.test(String(statistic)))).toEqual([]);
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
    });
    expect(Object.keys(config.output as Json)).toHaveLength(31);
  });

  test("storage and Redis, as their modules were to give them (Z-71)", () => {
    expect(config.output).toMatchObject({
      storage_endpoint: { value: "s3.us-east-1.amazonaws.com" },
      storage_access_key_secret_arn: { value: "${aws_secretsmanager_secret.uploader.arn}" },
      storage_secret_key_secret_arn: { value: "${aws_secretsmanager_secret.uploader.arn}" },
      redis_endpoint: {
        value: "${aws_elasticache_replication_group.redis.primary_endpoint_address}:6379",
        sensitive: true,
      },
    });
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
    const tags = { Project: "takeoff", Environment: "production", ManagedBy: "terraform" };
    const default_tags = [{ tags }];
    expect(config.provider).toMatchObject({
      aws: [
        { region: "us-east-1", default_tags },
        { alias: "us-west-2", region: "us-west-2", default_tags },
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
    for (const { policy } of Object.values(registry.all("aws_ecr_lifecycle_policy"))) {
      // Versions, which production runs, stay however often staging is deployed (001-202).
      expect(parsed(policy).rules).toMatchObject([
        { selection: { tagStatus: "tagged", tagPrefixList: ["v"], countNumber: 50 } },
        { selection: { tagStatus: "any" } },
      ]);
    }
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
