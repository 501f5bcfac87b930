import { describe, expect, test } from "vitest";
import { Registry, RestartOnRotation, Service, Task } from "../../../modules/compute";
import { EncryptionKey } from "../../../modules/security";
import { clusterParts } from "../../support/parts";
import { image, size } from "../../support/service";
import { parsed, production, staging, statements, synthesize } from "../../support/synth";

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
