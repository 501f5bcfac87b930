import { describe, expect, test } from "vitest";
import { read } from "../../support/takeoff";

const { config, all, one, container } = read("takeoff-production");
const staging = read("takeoff-staging");
const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);

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
    expect(policy("api_cpu")).toMatchObject({
      target_value: 70,
      scale_in_cooldown: 300,
      scale_out_cooldown: 60,
    });
    expect(policy("api_memory")).toMatchObject({ target_value: 80 });
    expect(one("aws_appautoscaling_policy", "api_cpu").name).toBe("api-cpu-scaling");
  });

  test("workers scale on 100 waiting tasks between 5 and 20, one of them always on demand (S001-16, S001-20)", () => {
    expect(one("aws_appautoscaling_target", "worker")).toMatchObject({ min_capacity: 5, max_capacity: 20 });
    expect(
      one("aws_appautoscaling_policy", "worker_queue").target_tracking_scaling_policy_configuration,
    ).toMatchObject({
      target_value: 100,
      customized_metric_specification: { metric_name: "Depth", namespace: "takeoff-production/queue-depth" },
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

  test("migrations run in the API's image, and nothing asks workers for what their image lacks (001-203)", () => {
    expect(container("migrations").image).toBe(container("api").image);
    expect(container("api").healthCheck?.command[1]).toContain("curl");
    for (const program of ["worker", "beat", "migrations"])
      expect(container(program).healthCheck).toBeUndefined();
  });

  test("revisions stay, so that an older one can be run again, and the run of migrations names one (Z-33, Z-34)", () => {
    const definitions = Object.values(all("aws_ecs_task_definition"));
    expect(definitions).toHaveLength(6);
    for (const definition of definitions) expect(definition.skip_destroy).toBe(true);
    expect(config.output).toMatchObject({
      migrations_task_definition: { value: "${aws_ecs_task_definition.migrations.arn}" },
    });
  });

  test("both queues are measured, and workers scale on their sum (Z-62)", () => {
    expect(container("queue_depth").environment).toContainEqual({
      name: "QUEUES",
      value: '["celery","document_processing"]',
    });
    expect(one("aws_cloudwatch_log_metric_filter", "queue_depth")).toMatchObject({
      log_group_name: "${aws_cloudwatch_log_group.queue_depth.name}",
      metric_transformation: { name: "Depth", value: "$.total" },
    });
  });

  test("each program has its own variables and secrets (S001-02, S001-30, 001-165, 001-166, 001-189, 001-190)", () => {
    const own = ["DB_HOST", "DB_NAME", "DB_PORT", "ENVIRONMENT"];
    const storage = ["MINIO_BUCKET", "MINIO_ENDPOINT"];
    expect(names(container("worker").environment)).toEqual([...own, "LOG_LEVEL", ...storage]);
    expect(container("worker").environment).toContainEqual({ name: "LOG_LEVEL", value: "INFO" });
    for (const program of ["beat", "migrations"]) expect(names(container(program).environment)).toEqual(own);
    const database = ["DB_PASSWORD", "DB_USERNAME"];
    const keys = ["MINIO_ACCESS_KEY", "MINIO_SECRET_KEY"];
    const working = ["ANTHROPIC_API_KEY", ...database, ...keys, "REDIS_URL"];
    expect(names(container("api").secrets)).toEqual([...working, "SECRET_KEY"]);
    expect(names(container("worker").secrets)).toEqual(working);
    expect(names(container("beat").secrets)).toEqual([...database, "REDIS_URL"]);
    expect(names(container("migrations").secrets)).toEqual(database);
    expect(container("frontend").secrets).toEqual([]);
  });

  test("the API knows its origin, its version and the defaults of what customers choose (Z-65, 001-092)", () => {
    const value = ({ environment }: { readonly environment: readonly { name: string; value: string }[] }) =>
      Object.fromEntries(environment.map(({ name, value }) => [name, value]));
    expect(value(container("api"))).toEqual({
      APP_VERSION: "${var.image_tag}",
      ASSEMBLY_DEFAULT_WASTE_PERCENT: "5",
      AUTO_COUNT_DEFAULT_THRESHOLD: "0.80",
      AUTO_COUNT_MAX_DETECTIONS: "500",
      CORS_ORIGINS: "https://app.takeoff.example.com",
      DB_HOST: "${aws_db_instance.db.address}",
      DB_NAME: "takeoff",
      DB_PORT: "5432",
      ENVIRONMENT: "production",
      LOG_LEVEL: "INFO",
      MINIO_BUCKET: "${aws_s3_bucket.uploads.id}",
      MINIO_ENDPOINT: "s3.us-east-1.amazonaws.com",
      REVIEW_AUTO_ACCEPT_DEFAULT_THRESHOLD: "0.90",
      REVIEW_ENABLE_KEYBOARD_SHORTCUTS: "true",
    });
    expect(value(staging.container("api")).CORS_ORIGINS).toBe("https://staging.takeoff.example.com");
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
      ["alb_https_refuse_metrics", 90, [{ path_pattern: { values: ["/metrics", "/metrics/*"] } }]],
      [
        "alb_https_api",
        100,
        [
          { host_header: { values: ["app.takeoff.example.com", "api.takeoff.example.com"] } },
          { path_pattern: { values: ["/api/*", "/health", "/ws/*"] } },
        ],
      ],
      ["alb_https_api_host", 110, [{ host_header: { values: ["api.takeoff.example.com"] } }]],
    ]);
    expect(one("aws_lb_listener", "alb_https")).toMatchObject({
      ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      certificate_arn: "${var.certificate_arn}",
      default_action: [{ target_group_arn: "${aws_lb_target_group.alb_frontend.arn}" }],
    });
  });

  test("health checks, and a minute to pass the first (Z-67)", () => {
    expect(one("aws_lb_target_group", "alb_api")).toMatchObject({
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
    expect(one("aws_lb_target_group", "alb_frontend")).toMatchObject({
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
    expect(one("aws_lb", "alb")).toMatchObject({
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
