import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Service, type ServiceProps } from "../../../modules/compute";
import { existingSecret, Secret } from "../../../modules/security";
import { clusterParts } from "../../support/parts";
import { build, container, image, refused, size } from "../../support/service";
import { parsed, statements, synthesize } from "../../support/synth";

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
