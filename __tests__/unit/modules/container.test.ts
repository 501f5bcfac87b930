import { describe, expect, test } from "vitest";
import { Service } from "../../../modules/compute";
import { existingSecret, Secret } from "../../../modules/security";
import { build, container, image, size, trust } from "../../support/service";
import { statements } from "../../support/synth";

const EXISTING = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:other-AbCdEf";

describe("a task definition", () => {
  const built = build();

  test("runs on x86, keeps its revisions, and has two roles", () => {
    expect(built.resource("aws_ecs_task_definition")).toMatchObject({
      family: "shop-test-api",
      requires_compatibilities: ["FARGATE"],
      network_mode: "awsvpc",
      cpu: "256",
      memory: "512",
      execution_role_arn: "${aws_iam_role.api_execution.arn}",
      task_role_arn: "${aws_iam_role.api_task.arn}",
      runtime_platform: { operating_system_family: "LINUX", cpu_architecture: "X86_64" },
      skip_destroy: true,
    });
    expect(built.resource("aws_ecs_task_definition")).not.toHaveProperty("ephemeral_storage");
    expect(built.resource("aws_ecs_task_definition")).not.toHaveProperty("volume");
    expect(built.resource("aws_cloudwatch_log_group", "api")).toMatchObject({
      name: "/ecs/shop-test/api",
      retention_in_days: 30,
    });
  });

  test("has one container with a read-only root", () => {
    expect(container(built)).toEqual({
      name: "api",
      image,
      essential: true,
      environment: [],
      secrets: [],
      readonlyRootFilesystem: true,
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

  test("has roles that only ECS tasks of this account assume", () => {
    for (const name of ["api_execution", "api_task"]) {
      expect(trust(built, name)).toMatchObject([
        {
          Principal: { Service: "ecs-tasks.amazonaws.com" },
          Condition: {
            StringEquals: { "aws:SourceAccount": "${data.aws_caller_identity.current.account_id}" },
            ArnLike: {
              "aws:SourceArn": "arn:aws:ecs:eu-west-1:${data.aws_caller_identity.current.account_id}:*",
            },
          },
        },
      ]);
    }
    expect(built.resources("aws_iam_role_policy").api_execution).toBeUndefined();
  });

  test("exec makes the root writable and reaps what its agent leaves", () => {
    const open = container(build({ exec: true }));
    expect(open).toMatchObject({ linuxParameters: { initProcessEnabled: true } });
    expect(open).not.toHaveProperty("readonlyRootFilesystem");
  });

  test("everything on", () => {
    const all = build({
      containerName: "app",
      port: 8000,
      ports: [9000],
      entryPoint: ["sh", "-c"],
      command: ["serve"],
      environment: { LEVEL: "INFO", A: "1" },
      health: { command: "curl -f localhost", interval: "20 seconds", timeout: "3 seconds", retries: 5 },
      stopTimeout: "2 minutes",
      user: "1000:1000",
      openFiles: 4096,
      rootFilesystem: "read-only",
      scratch: ["/tmp", "/var/cache/app"],
      architecture: "arm64",
      ephemeralStorage: "50 GiB",
    });
    expect(container(all)).toMatchObject({
      name: "app",
      entryPoint: ["sh", "-c"],
      command: ["serve"],
      portMappings: [
        { containerPort: 8000, hostPort: 8000, protocol: "tcp" },
        { containerPort: 9000, hostPort: 9000, protocol: "tcp" },
      ],
      environment: [
        { name: "A", value: "1" },
        { name: "LEVEL", value: "INFO" },
      ],
      healthCheck: {
        command: ["CMD-SHELL", "curl -f localhost"],
        interval: 20,
        timeout: 3,
        retries: 5,
        startPeriod: 60,
      },
      stopTimeout: 120,
      user: "1000:1000",
      ulimits: [{ name: "nofile", softLimit: 4096, hardLimit: 4096 }],
      readonlyRootFilesystem: true,
      mountPoints: [
        { sourceVolume: "app-scratch-1", containerPath: "/tmp", readOnly: false },
        { sourceVolume: "app-scratch-2", containerPath: "/var/cache/app", readOnly: false },
      ],
    });
    expect(all.resource("aws_ecs_task_definition")).toMatchObject({
      runtime_platform: { cpu_architecture: "ARM64" },
      ephemeral_storage: { size_in_gib: 50 },
      volume: [{ name: "app-scratch-1" }, { name: "app-scratch-2" }],
    });
  });

  test("health has defaults, and an entry point may have no command", () => {
    const plain = container(build({ health: { command: "true" }, entryPoint: ["run"], command: [] }));
    expect(plain).toMatchObject({
      entryPoint: ["run"],
      healthCheck: { interval: 30, timeout: 10, retries: 3, startPeriod: 60 },
    });
    expect(plain).not.toHaveProperty("command");
  });

  test("sidecars log to the same group, may end, and read their own secrets", () => {
    const built = build({
      sidecars: [
        { name: "proxy", image: "public.ecr.aws/proxy:v1", port: 9901, scratch: ["/tmp"] },
        {
          name: "collector",
          image: "public.ecr.aws/collector:v1",
          essential: false,
          rootFilesystem: "writable",
          secrets: { TOKEN: existingSecret(EXISTING) },
        },
      ],
    });
    expect(container(built, "api", 1)).toMatchObject({
      name: "proxy",
      essential: true,
      portMappings: [{ containerPort: 9901 }],
      mountPoints: [{ sourceVolume: "proxy-scratch-1" }],
      logConfiguration: {
        options: {
          "awslogs-group": "${aws_cloudwatch_log_group.api.name}",
          "awslogs-stream-prefix": "proxy",
        },
      },
    });
    expect(container(built, "api", 2)).toMatchObject({ essential: false });
    expect(container(built, "api", 2)).not.toHaveProperty("readonlyRootFilesystem");
    expect(built.resource("aws_ecs_task_definition").volume).toEqual([{ name: "proxy-scratch-1" }]);
    const rights = statements(built.resource("aws_iam_role_policy", "api_execution").policy);
    expect(rights.ReadSecrets?.Resource).toBe(EXISTING);
  });

  test("gets its secrets by key, and may read nothing else", () => {
    const built = build({}, (_, { stack, key, cluster, securityGroup }) => {
      const secret = new Secret(stack, "db", { description: "", key, value: { user: "u", password: "p" } });
      const secrets = {
        USER: secret.field("user"),
        PASSWORD: secret.field("password"),
        OTHER: existingSecret(EXISTING),
      };
      new Service(stack, "reader", { cluster, securityGroup, image, size, count: 1, secrets });
    });
    expect(container(built, "reader")).toMatchObject({
      secrets: [
        { name: "OTHER", valueFrom: EXISTING },
        { name: "PASSWORD", valueFrom: "${aws_secretsmanager_secret.db.arn}:password::" },
        { name: "USER", valueFrom: "${aws_secretsmanager_secret.db.arn}:user::" },
      ],
    });
    const policy = built.resource("aws_iam_role_policy", "reader_execution");
    expect(policy.name).toBe("secrets-access");
    expect(statements(policy.policy)).toEqual({
      ReadSecrets: {
        Sid: "ReadSecrets",
        Effect: "Allow",
        Action: "secretsmanager:GetSecretValue",
        Resource: ["${aws_secretsmanager_secret.db.arn}", EXISTING],
      },
      DecryptWithKey: {
        Sid: "DecryptWithKey",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: "${aws_kms_key.key.arn}",
        Condition: { StringEquals: { "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com" } },
      },
    });
    expect(built.resource("aws_ecs_service", "reader").depends_on).toContain(
      "aws_iam_role_policy.reader_execution",
    );
  });
});
