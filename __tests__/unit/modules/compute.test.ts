import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Redis } from "../../../modules/cache";
import {
  QueueDepth,
  Registry,
  RestartOnRotation,
  Service,
  type ServiceProps,
  Task,
} from "../../../modules/compute";
import { EncryptionKey, existingSecret, Secret } from "../../../modules/security";
import { clusterParts } from "../../support/parts";
import { parsed, problems, production, staging, statements, synthesize } from "../../support/synth";

const image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/api:v1.2.3";
const size = { cpu: 256, memory: "512 MiB" } as const;
const build = (change: Partial<ServiceProps> = {}, environment = staging) =>
  synthesize(
    (stack) => void new Service(stack, "api", { ...clusterParts(stack), image, size, count: 2, ...change }),
    environment,
  );
const refused = (change: Partial<ServiceProps>) =>
  problems(
    (stack) => void new Service(stack, "api", { ...clusterParts(stack), image, size, count: 2, ...change }),
  );
const container = (built: ReturnType<typeof build>) =>
  (
    JSON.parse(String(built.resource("aws_ecs_task_definition").container_definitions)) as Record<
      string,
      unknown
    >[]
  )[0];

describe("a cluster", () => {
  const { resource } = synthesize((stack) => void clusterParts(stack));

  test("has insights, and exec sessions that are encrypted and logged", () => {
    expect(resource("aws_ecs_cluster")).toEqual({
      name: "shop-test",
      setting: [{ name: "containerInsights", value: "enabled" }],
      configuration: {
        execute_command_configuration: {
          kms_key_id: "${aws_kms_key.key.arn}",
          logging: "OVERRIDE",
          log_configuration: {
            cloud_watch_encryption_enabled: true,
            cloud_watch_log_group_name: "${aws_cloudwatch_log_group.cluster_exec.name}",
          },
        },
      },
    });
    expect(resource("aws_cloudwatch_log_group", "cluster_exec")).toMatchObject({
      name: "/ecs/shop-test/exec",
      retention_in_days: 30,
    });
  });

  test("offers Fargate, on demand by default, and Fargate Spot", () => {
    expect(resource("aws_ecs_cluster_capacity_providers")).toMatchObject({
      capacity_providers: ["FARGATE", "FARGATE_SPOT"],
      default_capacity_provider_strategy: [{ capacity_provider: "FARGATE", base: 1, weight: 100 }],
    });
  });
});

describe("a service", () => {
  const built = build();

  test("runs in private subnets, rolls back what does not start, and waits for its capacity", () => {
    expect(built.resource("aws_ecs_service")).toEqual({
      name: "api",
      cluster: "${aws_ecs_cluster.cluster.arn}",
      task_definition: "${aws_ecs_task_definition.api.arn}",
      desired_count: 2,
      capacity_provider_strategy: [{ capacity_provider: "FARGATE", base: 1, weight: 100 }],
      platform_version: "LATEST",
      network_configuration: {
        subnets: ["${aws_subnet.network_private_a.id}", "${aws_subnet.network_private_b.id}"],
        security_groups: ["${aws_security_group.tasks.id}"],
        assign_public_ip: false,
      },
      deployment_circuit_breaker: { enable: true, rollback: true },
      deployment_minimum_healthy_percent: 100,
      deployment_maximum_percent: 200,
      enable_execute_command: true,
      enable_ecs_managed_tags: true,
      propagate_tags: "SERVICE",
      lifecycle: { ignore_changes: [] },
      depends_on: ["aws_ecs_cluster_capacity_providers.cluster"],
    });
  });

  test("has a task definition with one container", () => {
    expect(built.resource("aws_ecs_task_definition")).toMatchObject({
      family: "shop-test-api",
      requires_compatibilities: ["FARGATE"],
      network_mode: "awsvpc",
      cpu: "256",
      memory: "512",
      execution_role_arn: "${aws_iam_role.api_execution.arn}",
      task_role_arn: "${aws_iam_role.api_task.arn}",
    });
    expect(container(built)).toEqual({
      name: "api",
      image,
      essential: true,
      environment: [],
      secrets: [],
      linuxParameters: { initProcessEnabled: true },
      logConfiguration: {
        logDriver: "awslogs",
        options: {
          "awslogs-group": "${aws_cloudwatch_log_group.api.name}",
          "awslogs-region": "eu-west-1",
          "awslogs-stream-prefix": "api",
        },
      },
    });
  });

  test("has two roles of its own that only ECS tasks of this account assume", () => {
    for (const name of ["api_execution", "api_task"]) {
      expect(parsed(built.resource("aws_iam_role", name).assume_role_policy).Statement).toMatchObject([
        {
          Principal: { Service: "ecs-tasks.amazonaws.com" },
          Condition: {
            StringEquals: { "aws:SourceAccount": "${data.aws_caller_identity.current.account_id}" },
          },
        },
      ]);
    }
    expect(built.resources("aws_iam_role_policy").api_execution).toBeUndefined();
  });

  test("opens exec sessions with exactly the rights that takes", () => {
    const rights = statements(built.resource("aws_iam_role_policy", "api_task").policy);
    expect(Object.keys(rights)).toEqual([
      "OpenExecSessions",
      "FindExecLogs",
      "WriteExecLogs",
      "DecryptWithKey",
    ]);
    expect(rights.WriteExecLogs?.Resource).toBe("${aws_cloudwatch_log_group.cluster_exec.arn}:*");
    const without = build({ exec: false });
    expect(without.resource("aws_ecs_service").enable_execute_command).toBe(false);
    expect(without.resources("aws_iam_role_policy").api_task).toBeUndefined();
    expect(container(without)).toMatchObject({ readonlyRootFilesystem: true });
  });

  test("gets its secrets by key, and may read nothing else", () => {
    const with_secrets = synthesize((stack) => {
      const given = clusterParts(stack);
      const secret = new Secret(stack, "db", { name: "db", description: "", key: given.key });
      new Service(stack, "api", {
        ...given,
        image,
        size,
        count: 1,
        environment: { LEVEL: "INFO", A: "1" },
        secrets: {
          USER: secret.field("user"),
          PASSWORD: secret.field("password"),
          OTHER: existingSecret("arn:other"),
        },
      });
    });
    expect(container(with_secrets)).toMatchObject({
      environment: [
        { name: "A", value: "1" },
        { name: "LEVEL", value: "INFO" },
      ],
      secrets: [
        { name: "OTHER", valueFrom: "arn:other" },
        { name: "PASSWORD", valueFrom: "${aws_secretsmanager_secret.db.arn}:password::" },
        { name: "USER", valueFrom: "${aws_secretsmanager_secret.db.arn}:user::" },
      ],
    });
    const rights = statements(with_secrets.resource("aws_iam_role_policy", "api_execution").policy);
    expect(rights.ReadSecrets).toMatchObject({
      Action: "secretsmanager:GetSecretValue",
      Resource: ["${aws_secretsmanager_secret.db.arn}", "arn:other"],
    });
    expect(rights.DecryptWithKey).toMatchObject({ Resource: "${aws_kms_key.key.arn}" });
  });

  test("everything on", () => {
    const all = build({
      name: "web",
      port: 8000,
      entryPoint: ["sh", "-c"],
      command: ["serve"],
      health: { command: "curl -f localhost", interval: "20 seconds" },
      stopTimeout: "2 minutes",
      rollout: { min: 50, max: 150 },
      spot: { onDemandBase: 2, weights: { spot: 3, onDemand: 1 } },
    });
    expect(all.resource("aws_ecs_service")).toMatchObject({
      name: "web",
      deployment_minimum_healthy_percent: 50,
      deployment_maximum_percent: 150,
      capacity_provider_strategy: [
        { capacity_provider: "FARGATE", base: 2, weight: 25 },
        { capacity_provider: "FARGATE_SPOT", base: 0, weight: 75 },
      ],
    });
    expect(container(all)).toMatchObject({
      name: "web",
      entryPoint: ["sh", "-c"],
      command: ["serve"],
      portMappings: [{ containerPort: 8000, hostPort: 8000, protocol: "tcp" }],
      healthCheck: {
        command: ["CMD-SHELL", "curl -f localhost"],
        interval: 20,
        timeout: 10,
        retries: 3,
        startPeriod: 60,
      },
      stopTimeout: 120,
    });
  });

  test("of which there is one never runs twice", () => {
    expect(build({ count: 1, singleton: true }).resource("aws_ecs_service")).toMatchObject({
      desired_count: 1,
      deployment_minimum_healthy_percent: 0,
      deployment_maximum_percent: 100,
    });
  });

  test.each<[Partial<ServiceProps>, string, string]>([
    [{ count: -1 }, "count", "write for example 2 or { min: 2, max: 10 }"],
    [{ count: 2, singleton: true }, "count", "write count: 1, or leave out singleton"],
    [
      { rollout: { min: 100, max: 100 } },
      "rollout",
      "raise max or lower min: a rollout could not move otherwise",
    ],
    [{ count: { min: 3, max: 2, cpu: 70 } }, "count", "lower min or raise max"],
    [{ count: { min: 1, max: 2, cpu: 5 } }, "count.cpu", "write for example 70"],
    [{ count: { min: 1, max: 2, memory: 99 } }, "count.memory", "write for example 70"],
    [{ count: { min: 1, max: 2 } }, "count", "say what the service scales on, or write a plain number"],
    [
      {
        count: {
          min: 1,
          max: 2,
          schedule: [{ id: "night", schedule: "cron(0 20 ? * * *)", min: 2, max: 1 }],
        },
      },
      "count.schedule.night",
      "lower min or raise max",
    ],
    [{ image: "api:latest" }, "image", "name a version, e.g. :v1.2.3"],
    [{ image: "api" }, "image", "name a version, e.g. :v1.2.3"],
    [{ stopTimeout: "5 minutes" }, "stopTimeout", "make the program stop sooner"],
    [{ entryPoint: ["sh"] }, "command", "repeat the image's command"],
    [
      { environment: { A: "1" }, secrets: { A: existingSecret("arn:1") } },
      "secrets",
      "remove them from environment",
    ],
    [
      { health: { command: "x", timeout: "1 minute" } },
      "health.timeout",
      "lower the timeout or raise the interval",
    ],
  ])("refuses %j", (change, prop, fix) => {
    expect(refused(change)).toMatchObject([{ prop, fix }]);
  });
});

describe("scaling", () => {
  const { resource } = build({
    count: {
      min: 3,
      max: 10,
      cpu: 70,
      memory: 80,
      schedule: [{ id: "night", schedule: "cron(0 20 ? * * *)", timezone: "Europe/Paris", min: 1, max: 2 }],
    },
  });

  test("moves between limits, and Terraform leaves the count alone", () => {
    expect(resource("aws_appautoscaling_target")).toEqual({
      min_capacity: 3,
      max_capacity: 10,
      resource_id: "service/${aws_ecs_cluster.cluster.name}/${aws_ecs_service.api.name}",
      scalable_dimension: "ecs:service:DesiredCount",
      service_namespace: "ecs",
    });
    expect(resource("aws_ecs_service")).toMatchObject({
      desired_count: 3,
      lifecycle: { ignore_changes: ["desired_count"] },
    });
  });

  test("tracks cpu and memory, fast out and slow in", () => {
    expect(resource("aws_appautoscaling_policy", "api_cpu_scaling")).toMatchObject({
      name: "api-cpu-scaling",
      policy_type: "TargetTrackingScaling",
      target_tracking_scaling_policy_configuration: {
        target_value: 70,
        scale_in_cooldown: 300,
        scale_out_cooldown: 60,
        predefined_metric_specification: { predefined_metric_type: "ECSServiceAverageCPUUtilization" },
      },
    });
    expect(resource("aws_appautoscaling_policy", "api_memory_scaling")).toMatchObject({
      name: "api-memory-scaling",
      target_tracking_scaling_policy_configuration: { target_value: 80 },
    });
  });

  test("changes limits by the clock", () => {
    expect(resource("aws_appautoscaling_scheduled_action")).toMatchObject({
      name: "api-night",
      schedule: "cron(0 20 ? * * *)",
      timezone: "Europe/Paris",
      scalable_target_action: { min_capacity: "1", max_capacity: "2" },
    });
  });

  test("follows a queue whose length one small task measures", () => {
    const scaled = synthesize((stack) => {
      const { key, network, cluster, securityGroup } = clusterParts(stack);
      const cache = new Redis(stack, "cache", {
        network,
        key,
        nodeType: "cache.t4g.small",
        nodes: 1,
        evictionPolicy: "noeviction",
      });
      const queue = new QueueDepth(stack, "queue", { cluster, securityGroup, cache, image, queue: "celery" });
      const count = { min: 1, max: 4, queue: { depth: queue.depth, target: 100 } };
      new Service(stack, "worker", { cluster, securityGroup, image, size, count });
    });
    expect(
      scaled.resource("aws_appautoscaling_policy").target_tracking_scaling_policy_configuration,
    ).toMatchObject({
      target_value: 100,
      customized_metric_specification: {
        namespace: "shop-test",
        metric_name: "QueueDepth",
        statistic: "Average",
        dimensions: [{ name: "Queue", value: "celery" }],
      },
    });
    expect(scaled.resource("aws_cloudwatch_log_metric_filter")).toEqual({
      name: "shop-test-queue-depth",
      log_group_name: "${aws_cloudwatch_log_group.queue.name}",
      pattern: '{ $.queue = "celery" }',
      metric_transformation: {
        namespace: "shop-test",
        name: "QueueDepth",
        value: "$.depth",
        dimensions: { Queue: "$.queue" },
      },
    });
    const definition = scaled.resource("aws_ecs_task_definition", "queue").container_definitions;
    const [measuring] = JSON.parse(String(definition)) as [{ command: string[]; secrets: unknown[] }];
    expect(measuring.command.at(-1)).toContain('client.llen("celery")');
    expect(measuring.secrets).toEqual([
      { name: "REDIS_URL", valueFrom: "${aws_secretsmanager_secret.cache_url.arn}:url::" },
    ]);
    expect(scaled.resources("aws_vpc_security_group_ingress_rule").cache_from_tasks_6379).toBeDefined();
  });
});

describe("metrics of a service", () => {
  const metricsOf = (change: Partial<ServiceProps>) => {
    let metrics: ReturnType<Service["metrics"]> = [];
    synthesize((stack) => {
      metrics = new Service(stack, "api", {
        ...clusterParts(stack),
        image,
        size,
        count: 1,
        ...change,
      }).metrics();
    });
    return metrics;
  };
  test("say when nothing runs, silence included", () => {
    expect(metricsOf({}).map(({ id, threshold }) => [id, threshold?.missing])).toEqual([
      ["cpu", undefined],
      ["memory", undefined],
      ["running-tasks", "breaching"],
    ]);
  });
});

test("a task runs when somebody starts it: a definition without a service", () => {
  const { resource, resources } = synthesize((stack) => {
    new Task(stack, "migrations", {
      ...clusterParts(stack),
      image,
      size,
      command: ["alembic", "upgrade", "head"],
    });
  });
  expect(resource("aws_ecs_task_definition").family).toBe("shop-test-migrations");
  expect(resources("aws_ecs_service")).toEqual({});
});

test("a registry keeps tags as they are and scans what arrives", () => {
  const registry = (environment = staging) =>
    synthesize((stack) => {
      new Registry(stack, "api", { name: "shop-api", key: new EncryptionKey(stack, "key") });
    }, environment);
  expect(registry().resource("aws_ecr_repository")).toEqual({
    name: "shop-api",
    image_tag_mutability: "IMMUTABLE",
    image_scanning_configuration: { scan_on_push: true },
    encryption_configuration: [{ encryption_type: "KMS", kms_key: "${aws_kms_key.key.arn}" }],
    lifecycle: { prevent_destroy: false },
  });
  expect(parsed(registry().resource("aws_ecr_lifecycle_policy").policy).rules).toMatchObject([
    {
      selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 50 },
      action: { type: "expire" },
    },
  ]);
  expect(registry(production).resource("aws_ecr_repository").lifecycle).toEqual({ prevent_destroy: true });
});

test("a rotated secret restarts exactly the services that read it", () => {
  const { resource } = synthesize((stack) => {
    const api = new Service(stack, "api", { ...clusterParts(stack), image, size, count: 1 });
    new RestartOnRotation(stack, "rotation", { secretArn: "arn:secret", services: [api] });
  });
  expect(parsed(resource("aws_cloudwatch_event_rule").event_pattern)).toEqual({
    source: ["aws.secretsmanager"],
    "detail-type": ["Secret Label Updated"],
    resources: ["arn:secret"],
    detail: { labelUpdated: ["AWSCURRENT"] },
  });
  expect(parsed(resource("aws_ssm_document").content)).toMatchObject({
    assumeRole: "${aws_iam_role.rotation_automation.arn}",
    mainSteps: [{ name: "api", inputs: { Api: "UpdateService", service: "api", forceNewDeployment: true } }],
  });
  expect(
    statements(resource("aws_iam_role_policy", "rotation_automation").policy).RestartServices,
  ).toMatchObject({
    Action: "ecs:UpdateService",
    Resource: "${aws_ecs_service.api.id}",
  });
  expect(statements(resource("aws_iam_role_policy", "rotation_events").policy)).toMatchObject({
    PassAutomationRole: { Action: "iam:PassRole", Resource: "${aws_iam_role.rotation_automation.arn}" },
  });
});

test("shares of Spot and on demand add up", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 0, max: 9 }),
      fc.integer({ min: 1, max: 5 }),
      (spot, onDemand, base) => {
        const strategy = build({ spot: { onDemandBase: base, weights: { spot, onDemand } } }).resource(
          "aws_ecs_service",
        ).capacity_provider_strategy as { base: number; weight: number }[];
        expect(strategy[0]?.base).toBe(base);
        expect(strategy.reduce((sum, { weight }) => sum + weight, 0)).toBeGreaterThanOrEqual(99);
      },
    ),
    { numRuns: 15 },
  );
});
