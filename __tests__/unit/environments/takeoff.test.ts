import { describe, expect, test } from "vitest";
import { program } from "../../../main";
import type { Json } from "../../../src/engine";
import { app, parsed, statements } from "../../support/synth";

const stacks = new Map(
  program(app().outdir)
    .resolveStacks()
    .map(({ stack, config }) => [stack.node.id, config]),
);

function read(name: string) {
  const config = stacks.get(name);
  if (!config) throw new Error(`no stack ${name}`);
  const byType = config.resource as Record<string, Record<string, Json>>;
  const all = (type: string) => byType[type] ?? {};
  const one = (type: string, key: string): Json => {
    const found = all(type)[key];
    if (!found) throw new Error(`no ${type}.${key}: ${Object.keys(all(type)).join(", ")}`);
    return found;
  };
  const container = (service: string) =>
    (
      JSON.parse(
        String(one("aws_ecs_task_definition", service).container_definitions),
      ) as ContainerDefinition[]
    )[0] as ContainerDefinition;
  return { config, byType, all, one, container };
}
interface ContainerDefinition {
  readonly image: string;
  readonly entryPoint?: readonly string[];
  readonly command?: readonly string[];
  readonly stopTimeout?: number;
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly secrets: readonly { readonly name: string; readonly valueFrom: string }[];
}

const { config, byType, all, one, container } = read("takeoff-production");
const staging = read("takeoff-staging");
const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);

describe("network (001-041 to 001-050, 001-155, 001-160)", () => {
  test("VPC, zones and ranges", () => {
    expect(one("aws_vpc", "network")).toMatchObject({
      cidr_block: "10.0.0.0/16",
      tags: { Name: "takeoff-production-vpc" },
    });
    const subnets = Object.entries(all("aws_subnet")).map(([name, subnet]) => [
      name,
      subnet.cidr_block,
      subnet.availability_zone,
    ]);
    expect(subnets).toEqual([
      ["network_public_a", "10.0.0.0/20", "us-east-1a"],
      ["network_public_b", "10.0.16.0/20", "us-east-1b"],
      ["network_public_c", "10.0.32.0/20", "us-east-1c"],
      ["network_private_a", "10.0.48.0/20", "us-east-1a"],
      ["network_private_b", "10.0.64.0/20", "us-east-1b"],
      ["network_private_c", "10.0.80.0/20", "us-east-1c"],
      ["network_database_a", "10.0.96.0/20", "us-east-1a"],
      ["network_database_b", "10.0.112.0/20", "us-east-1b"],
      ["network_database_c", "10.0.128.0/20", "us-east-1c"],
    ]);
  });

  test("NAT per zone; staging has one", () => {
    expect(Object.values(all("aws_nat_gateway")).map((nat) => (nat.tags as Json).Name)).toEqual([
      "takeoff-production-nat-1",
      "takeoff-production-nat-2",
      "takeoff-production-nat-3",
    ]);
    expect(Object.keys(staging.all("aws_nat_gateway"))).toHaveLength(1);
  });

  test("staging's range is not production's", () => {
    expect(staging.one("aws_vpc", "network").cidr_block).toBe("10.1.0.0/16");
  });

  test("groups, and who reaches whom: 8000 and 8080 from the load balancer, 5432 and 6379 from tasks (S001-24)", () => {
    expect(Object.values(all("aws_security_group")).map(({ name }) => name)).toEqual([
      "takeoff-production-db-sg",
      "takeoff-production-redis-sg",
      "takeoff-production-alb-sg",
      "takeoff-production-ecs-sg",
    ]);
    expect(Object.keys(all("aws_vpc_security_group_ingress_rule")).sort()).toEqual([
      "cache_from_ecs_6379",
      "database_from_ecs_5432",
      "ecs_from_load_balancer_8000",
      "ecs_from_load_balancer_8080",
      "load_balancer_from_anywhere_443",
      "load_balancer_from_anywhere_80",
    ]);
    expect(one("aws_vpc_security_group_egress_rule", "ecs_to_anywhere")).toMatchObject({
      ip_protocol: "-1",
      cidr_ipv4: "0.0.0.0/0",
    });
  });

  test("flow logs", () => {
    expect(one("aws_cloudwatch_log_group", "network_flow_logs")).toMatchObject({
      name: "/vpc/takeoff-production/flow-logs",
      retention_in_days: 30,
    });
    expect(one("aws_flow_log", "network_flow_logs")).toMatchObject({
      traffic_type: "ALL",
      max_aggregation_interval: 60,
    });
    expect(one("aws_iam_role", "network_flow_logs").name).toBe("takeoff-production-vpc-flow-logs");
  });
});

describe("database (001-051 to 001-061, 001-161)", () => {
  test("production", () => {
    expect(one("aws_db_instance", "database")).toMatchObject({
      identifier: "takeoff-production",
      engine_version: "15",
      instance_class: "db.r6g.large",
      allocated_storage: 200,
      max_allocated_storage: 1000,
      db_name: "takeoff",
      username: "takeoff_admin",
      multi_az: true,
      deletion_protection: true,
      backup_retention_period: 30,
      backup_window: "03:00-04:00",
      maintenance_window: "Mon:04:00-Mon:05:00",
      performance_insights_retention_period: 7,
      enabled_cloudwatch_logs_exports: ["postgresql", "upgrade"],
      final_snapshot_identifier: "takeoff-production-final-${random_id.database_final_snapshot.hex}",
    });
    expect(one("aws_db_instance", "database_replica")).toMatchObject({
      identifier: "takeoff-production-replica",
      instance_class: "db.r6g.large",
      multi_az: false,
      skip_final_snapshot: true,
    });
  });

  test("parameters", () => {
    expect(one("aws_db_parameter_group", "database")).toMatchObject({
      name: "takeoff-production-pg15",
      family: "postgres15",
      parameter: [
        { name: "log_min_duration_statement", value: "1000", apply_method: "immediate" },
        { name: "log_statement", value: "ddl", apply_method: "immediate" },
        { name: "pg_stat_statements.track", value: "all", apply_method: "immediate" },
        { name: "shared_preload_libraries", value: "pg_stat_statements", apply_method: "pending-reboot" },
      ],
    });
    expect(one("aws_db_subnet_group", "database").name).toBe("takeoff-production-db-subnet");
  });

  test("staging: one instance, a week of backups, no replica, no final snapshot", () => {
    expect(staging.one("aws_db_instance", "database")).toMatchObject({
      multi_az: false,
      backup_retention_period: 7,
      skip_final_snapshot: true,
      deletion_protection: false,
    });
    expect(Object.keys(staging.all("aws_db_instance"))).toEqual(["database"]);
    expect(staging.config.output).not.toHaveProperty("replica_endpoint");
  });

  test("the password is AWS's, changes every 30 days, and restarts who reads it (S001-04, 001-156)", () => {
    expect(one("aws_db_instance", "database")).toMatchObject({ manage_master_user_password: true });
    expect(one("aws_db_instance", "database")).not.toHaveProperty("password");
    expect(one("aws_secretsmanager_secret_rotation", "database").rotation_rules).toEqual({
      automatically_after_days: 30,
    });
    const steps = parsed(one("aws_ssm_document", "rotation").content).mainSteps as { name: string }[];
    expect(names(steps)).toEqual(["api", "worker", "beat"]);
  });
});

describe("cache (001-147, 001-162, S001-03, S001-25)", () => {
  test("is of a type that exists, with TLS, token and a replica", () => {
    expect(one("aws_elasticache_replication_group", "cache")).toMatchObject({
      replication_group_id: "takeoff-production-redis",
      node_type: "cache.r6g.large",
      num_cache_clusters: 2,
      transit_encryption_enabled: true,
    });
    expect(one("aws_elasticache_parameter_group", "cache").parameter).toEqual([
      { name: "maxmemory-policy", value: "noeviction" },
    ]);
  });
});

describe("storage (001-163, 001-188)", () => {
  test("buckets of scripts and programs", () => {
    expect(Object.values(all("aws_s3_bucket")).map(({ bucket }) => bucket)).toEqual([
      "takeoff-production-logs",
      "takeoff-production-uploads",
      "takeoff-production-backups",
    ]);
    expect(one("aws_s3_bucket_lifecycle_configuration", "backups").rule).toMatchObject([
      { expiration: [{ days: 30 }] },
      {},
    ]);
    expect(one("aws_dynamodb_table", "backup_metadata")).toMatchObject({
      name: "takeoff-production-backup-metadata",
      hash_key: "backup_id",
    });
  });

  test("tasks reach the uploads bucket by key, and no bucket by role (S001-22)", () => {
    const rights = statements(one("aws_iam_user_policy", "uploader").policy);
    expect(rights.ObjectsOfuploads?.Resource).toBe("${aws_s3_bucket.uploads.arn}/*");
    expect(JSON.stringify(byType)).not.toContain("arn:aws:s3:::takeoff-production-*");
  });
});

describe("services (001-062 to 001-082, 001-145, 001-164 to 001-166)", () => {
  test("cluster and log groups carry the project's name (S001-26)", () => {
    expect(one("aws_ecs_cluster", "cluster").name).toBe("takeoff-production");
    const groups = Object.values(all("aws_cloudwatch_log_group")).map(({ name }) => name);
    for (const service of ["exec", "api", "worker", "frontend", "beat", "migrations", "queue-depth"]) {
      expect(groups).toContain(`/ecs/takeoff-production/${service}`);
    }
    const unencrypted = Object.values(all("aws_cloudwatch_log_group")).filter(
      (group) => group.kms_key_id !== "${aws_kms_key.key.arn}",
    );
    expect(unencrypted).toEqual([]);
  });

  test.each([
    ["api", "1024", "2048", 3, "api"],
    ["worker", "2048", "4096", 5, "worker"],
    ["beat", "512", "1024", 1, "worker"],
    ["frontend", "256", "512", 2, "frontend"],
  ])("%s: size, count and image", (service, cpu, memory, count, component) => {
    expect(one("aws_ecs_task_definition", service)).toMatchObject({
      family: `takeoff-production-${service}`,
      cpu,
      memory,
    });
    expect(one("aws_ecs_service", service)).toMatchObject({
      name: service,
      desired_count: count,
      enable_execute_command: true,
    });
    expect(container(service).image).toBe(`\${var.ecr_registry}/takeoff-${component}:\${var.image_tag}`);
  });

  test("the api scales on cpu 70 and memory 80 between 3 and 10", () => {
    expect(one("aws_appautoscaling_target", "api")).toMatchObject({ min_capacity: 3, max_capacity: 10 });
    const policy = (name: string) =>
      one("aws_appautoscaling_policy", name).target_tracking_scaling_policy_configuration;
    expect(policy("api_cpu_scaling")).toMatchObject({
      target_value: 70,
      scale_in_cooldown: 300,
      scale_out_cooldown: 60,
    });
    expect(policy("api_memory_scaling")).toMatchObject({ target_value: 80 });
    expect(one("aws_appautoscaling_policy", "api_cpu_scaling").name).toBe("api-cpu-scaling");
  });

  test("workers scale on 100 waiting tasks between 5 and 20, one of them always on demand (S001-16, S001-20)", () => {
    expect(one("aws_appautoscaling_target", "worker")).toMatchObject({ min_capacity: 5, max_capacity: 20 });
    expect(
      one("aws_appautoscaling_policy", "worker_queue_scaling").target_tracking_scaling_policy_configuration,
    ).toMatchObject({
      target_value: 100,
      customized_metric_specification: { metric_name: "QueueDepth", namespace: "takeoff-production" },
    });
    expect(one("aws_ecs_service", "worker")).toMatchObject({
      capacity_provider_strategy: [
        { capacity_provider: "FARGATE", base: 1, weight: 0 },
        { capacity_provider: "FARGATE_SPOT", base: 0, weight: 100 },
      ],
      deployment_minimum_healthy_percent: 50,
      deployment_maximum_percent: 200,
    });
    expect(container("worker").stopTimeout).toBe(120);
  });

  test("beat runs once, also while a new version replaces it (001-081)", () => {
    expect(one("aws_ecs_service", "beat")).toMatchObject({
      deployment_minimum_healthy_percent: 0,
      deployment_maximum_percent: 100,
    });
    expect(container("beat").command).toEqual([
      "celery",
      "-A",
      "app.workers.celery_app",
      "beat",
      "--loglevel=info",
    ]);
  });

  test("migrations are a task without a service, with the name the pipeline calls (001-082)", () => {
    expect(one("aws_ecs_task_definition", "migrations").family).toBe("takeoff-production-migrations");
    expect(container("migrations")).toMatchObject({
      name: "migrations",
      command: ["alembic", "upgrade", "head"],
    });
    expect(all("aws_ecs_service")).not.toHaveProperty("migrations");
  });

  test("each program has its own variables and secrets (S001-02, S001-30, 001-165, 001-166)", () => {
    const plain = ["DB_HOST", "DB_NAME", "DB_PORT", "ENVIRONMENT", "LOG_LEVEL"];
    expect(names(container("api").environment)).toEqual([...plain, "MINIO_BUCKET", "MINIO_ENDPOINT"]);
    expect(container("api").environment).toContainEqual({ name: "LOG_LEVEL", value: "INFO" });
    expect(container("api").environment).toContainEqual({ name: "ENVIRONMENT", value: "production" });
    const database = ["DB_PASSWORD", "DB_USERNAME"];
    const storage = ["MINIO_ACCESS_KEY", "MINIO_SECRET_KEY"];
    expect(names(container("api").secrets)).toEqual([
      "ANTHROPIC_API_KEY",
      ...database,
      ...storage,
      "REDIS_URL",
      "SECRET_KEY",
    ]);
    expect(names(container("worker").secrets)).toEqual([
      "ANTHROPIC_API_KEY",
      ...database,
      ...storage,
      "REDIS_URL",
    ]);
    expect(names(container("beat").secrets)).toEqual([...database, "REDIS_URL"]);
    expect(names(container("migrations").secrets)).toEqual(database);
    expect(container("frontend").secrets).toEqual([]);
  });

  test("DATABASE_URL is put together inside the container, also for a command that a pipeline gives", () => {
    const [shell, flag, script, rest] = container("api").entryPoint ?? [];
    expect([shell, flag, rest]).toEqual(["sh", "-c", "--"]);
    expect(script).toContain('exec "$@"');
    expect(container("migrations").entryPoint).toEqual(container("api").entryPoint);
    expect(container("frontend").entryPoint).toBeUndefined();
  });
});

describe("load balancer (001-047, 001-068 to 001-073, 001-169, S001-12, S001-13, S001-35, S001-36)", () => {
  test("routes", () => {
    const rules = Object.entries(all("aws_lb_listener_rule")).map(([name, rule]) => [
      name,
      rule.priority,
      rule.condition,
    ]);
    expect(rules).toEqual([
      ["load_balancer_rule_metrics", 90, [{ path_pattern: { values: ["/metrics", "/metrics/*"] } }]],
      [
        "load_balancer_rule_api",
        100,
        [
          { host_header: { values: ["app.takeoff.example.com", "api.takeoff.example.com"] } },
          { path_pattern: { values: ["/api/*", "/health", "/ws/*"] } },
        ],
      ],
      ["load_balancer_rule_api_host", 110, [{ host_header: { values: ["api.takeoff.example.com"] } }]],
    ]);
    expect(one("aws_lb_listener", "load_balancer_https")).toMatchObject({
      ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      certificate_arn: "${var.certificate_arn}",
      default_action: [{ target_group_arn: "${aws_lb_target_group.load_balancer_frontend.arn}" }],
    });
  });

  test("health checks", () => {
    expect(one("aws_lb_target_group", "load_balancer_api")).toMatchObject({
      name: "takeoff-production-api",
      port: 8000,
      health_check: {
        path: "/health",
        healthy_threshold: 3,
        unhealthy_threshold: 3,
        interval: 30,
        timeout: 10,
        matcher: "200",
      },
    });
    expect(one("aws_lb_target_group", "load_balancer_frontend")).toMatchObject({
      name: "takeoff-production-frontend",
      port: 8080,
      health_check: {
        path: "/health",
        healthy_threshold: 2,
        unhealthy_threshold: 2,
        interval: 30,
        timeout: 5,
        matcher: "200",
      },
    });
    for (const service of ["api", "frontend"]) {
      expect(one("aws_ecs_service", service).health_check_grace_period_seconds).toBe(60);
    }
  });

  test("web sockets live for an hour, requests are logged, production is kept", () => {
    expect(one("aws_lb", "load_balancer")).toMatchObject({
      name: "takeoff-production",
      idle_timeout: 3600,
      access_logs: { enabled: true },
      enable_deletion_protection: true,
    });
  });

  test("names", () => {
    expect(Object.values(all("aws_route53_record")).map(({ name }) => name)).toEqual([
      "app.takeoff.example.com",
      "api.takeoff.example.com",
    ]);
    expect(Object.values(staging.all("aws_route53_record")).map(({ name }) => name)).toEqual([
      "staging.takeoff.example.com",
      "api.staging.takeoff.example.com",
    ]);
  });
});

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
    expect(one("aws_wafv2_web_acl_association", "waf").resource_arn).toBe("${aws_lb.load_balancer.arn}");
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
    expect(Object.keys(all("random_password"))).toEqual(["cache_token"]);
    expect(Object.keys(all("aws_secretsmanager_secret_version"))).toEqual(["cache_url"]);
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
    ["load_balancer_error_rate", { threshold: 5, evaluation_periods: 1 }],
    ["load_balancer_latency", { threshold: 2, extended_statistic: "p95" }],
    [
      "load_balancer_api_healthy_hosts",
      { threshold: 1, comparison_operator: "LessThanThreshold", treat_missing_data: "breaching" },
    ],
    ["queue_depth", { threshold: 500, evaluation_periods: 2 }],
    ["queue_backlog", { threshold: 1000, treat_missing_data: "breaching" }],
    ["worker_running_tasks", { threshold: 1, treat_missing_data: "breaching" }],
    ["database_cpu", { threshold: 70, evaluation_periods: 3 }],
    ["database_connections", { threshold: 1441 }],
    ["cache_memory_001", { threshold: 80 }],
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
      database_endpoint: { value: "${aws_db_instance.database.endpoint}", sensitive: true },
      alb_arn_suffix: { value: "${aws_lb.load_balancer.arn_suffix}" },
      migrations_task_definition: { value: "${aws_ecs_task_definition.migrations.family}" },
    });
    expect(Object.keys(config.output as Json)).toHaveLength(28);
  });
});

describe("Terraform settings (001-158, 001-159)", () => {
  test("versions, state, tags", () => {
    expect(config.terraform).toMatchObject({
      required_version: ">= 1.5.0",
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
