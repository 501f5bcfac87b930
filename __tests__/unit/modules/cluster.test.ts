import { describe, expect, test } from "vitest";
import { Registry, RestartOnRotation, Service } from "../../../modules/compute";
import { Monitoring } from "../../../modules/monitoring";
import { EncryptionKey } from "../../../modules/security";
import { clusterParts } from "../../support/parts";
import { build, image, size, trust } from "../../support/service";
import { parsed, production, staging, statements, synthesize } from "../../support/synth";

const ACCOUNT = "${data.aws_caller_identity.current.account_id}";
const SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf";

describe("a cluster", () => {
  const { resource } = synthesize((stack) => void clusterParts(stack));

  test("has insights, and exec sessions that are encrypted and logged", () => {
    expect(resource("aws_ecs_cluster")).toEqual({
      name: "shop-test-cluster",
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
      name: "/ecs/shop-test/cluster/exec",
      retention_in_days: 30,
    });
    expect(statements(resource("aws_kms_key").policy)).toHaveProperty("EcsEncryptsExecSessions");
  });

  test("offers Fargate, on demand by default, and Fargate Spot", () => {
    expect(resource("aws_ecs_cluster_capacity_providers")).toMatchObject({
      capacity_providers: ["FARGATE", "FARGATE_SPOT"],
      default_capacity_provider_strategy: [{ capacity_provider: "FARGATE", base: 1, weight: 100 }],
    });
  });

  test("of others may be any object that says where tasks run and how logs are kept", () => {
    const { resource } = synthesize((stack) => {
      const key = new EncryptionKey(stack, "key");
      const cluster = {
        arn: "arn:aws:ecs:eu-west-1:123456789012:cluster/shared",
        name: "shared",
        network: { vpcId: "vpc-1", privateSubnetIds: ["subnet-1"] },
        key,
        capacity: [],
        logRetention: "90 days",
        grantExec: () => ({ dependables: [] }),
      } as const;
      new Service(stack, "api", { cluster, image, size, count: 1, exec: true });
    });
    expect(resource("aws_ecs_service")).toMatchObject({
      cluster: "arn:aws:ecs:eu-west-1:123456789012:cluster/shared",
      network_configuration: { subnets: ["subnet-1"] },
    });
    expect(resource("aws_cloudwatch_log_group").retention_in_days).toBe(90);
  });
});

test("a registry keeps tags as they are, scans what arrives, and is protected where data is", () => {
  let url = "";
  const registry = (environment = staging, keep?: number) =>
    synthesize((stack) => {
      const key = new EncryptionKey(stack, "key");
      const kept = keep ? { keep } : {};
      url = new Registry(stack, "api", { name: { exact: "shop-api" }, key, ...kept }).url;
      new Registry(stack, "worker", { key });
    }, environment);
  expect(registry().resource("aws_ecr_repository", "api")).toEqual({
    name: "shop-api",
    image_tag_mutability: "IMMUTABLE",
    image_scanning_configuration: { scan_on_push: true },
    encryption_configuration: [{ encryption_type: "KMS", kms_key: "${aws_kms_key.key.arn}" }],
    lifecycle: { prevent_destroy: false },
  });
  expect(url).toMatch(/TOKEN/);
  expect(registry().resource("aws_ecr_repository", "worker").name).toBe("shop-test-worker");
  const rules = (keep?: number) =>
    parsed(registry(staging, keep).resource("aws_ecr_lifecycle_policy", "api").policy).rules;
  expect(rules()).toEqual([
    {
      rulePriority: 1,
      description: "Keep the 50 newest images",
      selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 50 },
      action: { type: "expire" },
    },
  ]);
  expect(rules(5)).toMatchObject([{ selection: { countNumber: 5 } }]);
  expect(registry(production).resource("aws_ecr_repository", "api").lifecycle).toEqual({
    prevent_destroy: true,
  });
});

test("a registry keeps images of some tags, however many others arrive", () => {
  const { resource } = synthesize((stack) => {
    const key = new EncryptionKey(stack, "key");
    new Registry(stack, "api", { key, keep: 20, keepTagged: { v: 50, "release-": 5 } });
  });
  const rules = parsed(resource("aws_ecr_lifecycle_policy").policy).rules as Record<string, unknown>[];
  const kept = (prefix: string, count: number) => ({
    tagStatus: "tagged",
    tagPrefixList: [prefix],
    countType: "imageCountMoreThan",
    countNumber: count,
  });
  expect(rules.map(({ rulePriority, selection }) => [rulePriority, selection])).toEqual([
    [1, kept("v", 50)],
    [2, kept("release-", 5)],
    [3, { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 20 }],
  ]);
  expect(rules[0]?.description).toBe("Keep the 50 newest images tagged v*");
});

describe("a rotated secret", () => {
  const built = build({ name: "web" }, (api, { stack, key }) => {
    const other = {
      label: "other-service",
      arn: "arn:aws:ecs:eu-west-1:123456789012:service/c/other",
      name: "other",
      cluster: { name: "c" },
    };
    new RestartOnRotation(stack, "rotation", { key, secretArns: [SECRET], services: [api, other] });
    new RestartOnRotation(stack, "second", { key, secretArns: [SECRET], services: [api], name: "again" });
  });

  test("starts an automation that restarts exactly the services that read it", () => {
    expect(built.resource("aws_cloudwatch_event_rule", "rotation").name).toBe("shop-test-rotation");
    expect(parsed(built.resource("aws_cloudwatch_event_rule", "rotation").event_pattern)).toEqual({
      source: ["aws.secretsmanager"],
      "detail-type": ["Secret Label Updated"],
      resources: [SECRET],
      detail: { labelUpdated: ["AWSCURRENT"] },
    });
    const inputs = { Service: "ecs", Api: "UpdateService", forceNewDeployment: true };
    expect(parsed(built.resource("aws_ssm_document", "rotation").content)).toMatchObject({
      assumeRole: "${aws_iam_role.rotation_automation.arn}",
      mainSteps: [
        {
          name: "restart_api",
          action: "aws:executeAwsApi",
          onFailure: "Continue",
          isCritical: true,
          inputs: {
            ...inputs,
            cluster: "${aws_ecs_cluster.cluster.name}",
            service: "${aws_ecs_service.api.name}",
          },
        },
        { name: "restart_other_service", inputs: { ...inputs, cluster: "c", service: "other" } },
      ],
    });
    const rights = statements(built.resource("aws_iam_role_policy", "rotation_automation").policy);
    expect(rights.RestartServices).toMatchObject({
      Action: "ecs:UpdateService",
      Resource: ["${aws_ecs_service.api.id}", "arn:aws:ecs:eu-west-1:123456789012:service/c/other"],
    });
    expect(trust(built, "rotation_automation")).toMatchObject([
      {
        Principal: { Service: "ssm.amazonaws.com" },
        Condition: {
          ArnLike: { "aws:SourceArn": `arn:aws:ssm:eu-west-1:${ACCOUNT}:automation-execution/*` },
        },
      },
    ]);
  });

  test("is announced to a role that may start that automation, and waits for the right", () => {
    const ssm = (rest: string) => `arn:aws:ssm:eu-west-1:${ACCOUNT}:${rest}`;
    const document = "${aws_ssm_document.rotation.name}";
    expect(statements(built.resource("aws_iam_role_policy", "rotation_events").policy)).toMatchObject({
      StartAutomation: {
        Action: "ssm:StartAutomationExecution",
        Resource: [
          ssm(`document/${document}`),
          ssm("automation-execution/*"),
          ssm(`automation-definition/${document}:*`),
        ],
      },
      PassAutomationRole: {
        Action: "iam:PassRole",
        Resource: "${aws_iam_role.rotation_automation.arn}",
        Condition: { StringEquals: { "iam:PassedToService": "ssm.amazonaws.com" } },
      },
    });
    expect(built.resource("aws_cloudwatch_event_target", "rotation")).toEqual({
      rule: "${aws_cloudwatch_event_rule.rotation.name}",
      arn: ssm(`automation-definition/${document}:$DEFAULT`),
      role_arn: "${aws_iam_role.rotation_events.arn}",
      dead_letter_config: { arn: "${aws_sqs_queue.rotation_failed.arn}" },
      depends_on: [
        "aws_iam_role_policy.rotation_events",
        "aws_iam_role_policy.rotation_automation",
        "aws_sqs_queue_policy.rotation_failed",
      ],
    });
  });

  test("that restarted nothing leaves a message in an encrypted queue, which its two rules alone may fill", () => {
    expect(built.resource("aws_sqs_queue", "rotation_failed")).toEqual({
      name: "shop-test-rotation-failed",
      kms_master_key_id: "${aws_kms_key.key.arn}",
      message_retention_seconds: 1_209_600,
    });
    expect(statements(built.resource("aws_sqs_queue_policy", "rotation_failed").policy)).toEqual({
      DenyPlainHttp: {
        Sid: "DenyPlainHttp",
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: "sqs:*",
        Resource: "${aws_sqs_queue.rotation_failed.arn}",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      SendFromRule: {
        Sid: "SendFromRule",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: "${aws_sqs_queue.rotation_failed.arn}",
        Condition: { ArnEquals: { "aws:SourceArn": "${aws_cloudwatch_event_rule.rotation.arn}" } },
      },
      SendFromRule2: expect.objectContaining({
        Condition: { ArnEquals: { "aws:SourceArn": "${aws_cloudwatch_event_rule.rotation_failures.arn}" } },
      }),
    });
    expect(statements(built.resource("aws_kms_key").policy).EventsReachEncryptedTargets).toMatchObject({
      Principal: { Service: "events.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
    });
    expect(parsed(built.resource("aws_cloudwatch_event_rule", "rotation_failures").event_pattern)).toEqual({
      source: ["aws.ssm"],
      "detail-type": ["EC2 Automation Execution Status-change Notification"],
      detail: {
        Definition: ["${aws_ssm_document.rotation.name}"],
        Status: ["Failed", "TimedOut", "Cancelled"],
      },
    });
    expect(built.resource("aws_cloudwatch_event_target", "rotation_failures")).toEqual({
      rule: "${aws_cloudwatch_event_rule.rotation_failures.name}",
      arn: "${aws_sqs_queue.rotation_failed.arn}",
      depends_on: ["aws_sqs_queue_policy.rotation_failed"],
    });
  });

  test("that restarted nothing is told", () => {
    const { resource } = build({}, (api, { stack, key }) => {
      const restarts = new RestartOnRotation(stack, "rotation", {
        key,
        secretArns: [SECRET],
        services: [api],
      });
      const alerts = { arn: "arn:aws:sns:eu-west-1:123456789012:alerts" };
      new Monitoring(stack, "monitoring", { alerts }).watch(restarts, restarts.recommended);
    });
    const alarm = "aws_cloudwatch_metric_alarm";
    expect(resource(alarm, "monitoring_rotation_dead_letters")).toMatchObject({
      namespace: "AWS/SQS",
      metric_name: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: "${aws_sqs_queue.rotation_failed.name}" },
      comparison_operator: "GreaterThanThreshold",
      threshold: 0,
    });
    expect(resource(alarm, "monitoring_rotation_failed_invocations")).toMatchObject({
      namespace: "AWS/Events",
      metric_name: "FailedInvocations",
      dimensions: { RuleName: "${aws_cloudwatch_event_rule.rotation.name}" },
      threshold: 0,
    });
  });

  test("may be watched more than once, each with names of its own", () => {
    expect(built.resource("aws_ssm_document", "second").name).toBe("shop-test-again");
    expect(built.resource("aws_iam_role", "second_events").name).toBe("shop-test-again-events");
  });
});
