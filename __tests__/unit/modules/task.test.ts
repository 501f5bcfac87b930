import { describe, expect, test } from "vitest";
import { Task, type TaskProps } from "../../../modules/compute";
import { DeadLetterQueue } from "../../../modules/messaging";
import { SecurityGroup } from "../../../modules/networking";
import { existingSecret, Role } from "../../../modules/security";
import { Bucket } from "../../../modules/storage";
import { PlatformStack } from "../../../src/core";
import { Output } from "../../../src/engine";
import { clusterParts } from "../../support/parts";
import { type Given, image, size, trust } from "../../support/service";
import { statements, synthesize } from "../../support/synth";

const SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:token-AbCdEf";
const ACCOUNT = "${data.aws_caller_identity.current.account_id}";
const REVISIONS = `arn:aws:ecs:eu-west-1:${ACCOUNT}:task-definition/\${aws_ecs_task_definition.cleanup.family}:*`;
const TASKS = `arn:aws:ecs:eu-west-1:${ACCOUNT}:task/\${aws_ecs_cluster.cluster.name}/*`;
const IN_CLUSTER = { ArnEquals: { "ecs:cluster": "${aws_ecs_cluster.cluster.arn}" } };

const withTask = (change: Partial<TaskProps>, more: (task: Task, given: Given) => void = () => undefined) =>
  synthesize((stack) => {
    const given = { ...clusterParts(stack), stack };
    const props = { cluster: given.cluster, image, size, command: ["clean"] };
    more(new Task(stack, "cleanup", { ...props, ...change }), given);
  });

/** What whoever starts the task may do. */
const RUN_RIGHTS = {
  RunTasks: { Effect: "Allow", Action: "ecs:RunTask", Resource: REVISIONS, Condition: IN_CLUSTER },
  TagTasks: {
    Effect: "Allow",
    Action: "ecs:TagResource",
    Resource: TASKS,
    Condition: { StringEquals: { "ecs:CreateAction": "RunTask" } },
  },
  FollowTasks: { Effect: "Allow", Action: "ecs:DescribeTasks", Resource: TASKS, Condition: IN_CLUSTER },
  PassTaskRoles: {
    Effect: "Allow",
    Action: "iam:PassRole",
    Resource: ["${aws_iam_role.cleanup_task.arn}", "${aws_iam_role.cleanup_execution.arn}"],
    Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
  },
};

describe("a task", () => {
  test("is a definition without a service, in a group of its own", () => {
    const built = withTask({}, (task, { stack, network }) => {
      const securityGroup = new SecurityGroup(stack, "database", { network, description: "Database" });
      expect(task.connectTo({ port: 5432, securityGroup })).toBe(task);
    });
    expect(built.resource("aws_ecs_task_definition")).toMatchObject({ family: "shop-test-cleanup" });
    expect(built.resources("aws_ecs_service")).toEqual({});
    expect(built.resource("aws_security_group", "cleanup").tags).toMatchObject({
      Description: "Tasks of cleanup",
    });
    expect(built.resources("aws_vpc_security_group_ingress_rule").database_from_cleanup_5432).toBeDefined();
  });

  test("has a name, and the group it is given", () => {
    const built = synthesize((stack) => {
      const { cluster, securityGroup } = clusterParts(stack);
      new Task(stack, "cleanup", { cluster, securityGroup, image, size, name: "tidy" });
    });
    expect(built.resource("aws_ecs_task_definition").family).toBe("shop-test-tidy");
    expect(built.resources("aws_security_group").cleanup).toBeUndefined();
  });

  test("has an ARN of its revision, and the name of all", () => {
    const built = withTask({}, (task, { stack }) => {
      new Output(stack, "names", [task.arn, task.family], { description: "What runs" });
    });
    expect(built.config.output).toMatchObject({
      names: {
        value: ["${aws_ecs_task_definition.cleanup.arn}", "${aws_ecs_task_definition.cleanup.family}"],
      },
    });
  });

  test("is there when its rights are: nothing else waits for them", () => {
    const built = withTask({ secrets: { TOKEN: existingSecret(SECRET) } }, (task, { stack, key }) => {
      new Bucket(stack, "reports", { key }).grantRead(task);
    });
    expect(built.resource("aws_ecs_task_definition").depends_on).toEqual([
      "aws_iam_role_policy_attachment.cleanup_execution_AmazonECSTaskExecutionRolePolicy",
      "aws_iam_role_policy.cleanup_execution",
      "aws_iam_role_policy.cleanup_task",
    ]);
  });

  test("is started by whoever is granted that, in its cluster, whatever its revision", () => {
    const built = withTask({}, (task, { stack }) => {
      task.grantRun(new Role(stack, "deployer", { service: "codebuild.amazonaws.com" }));
    });
    expect(statements(built.resource("aws_iam_role_policy", "deployer").policy)).toMatchObject(RUN_RIGHTS);
  });
});

describe("a schedule", () => {
  test("starts the newest revision with a role that can do nothing else", () => {
    const built = withTask({}, (task) => {
      task.schedule("nightly", { at: "cron(0 3 * * ? *)", timezone: "Europe/Berlin" });
    });
    expect(built.resource("aws_scheduler_schedule")).toEqual({
      name: "shop-test-cleanup-nightly",
      schedule_expression: "cron(0 3 * * ? *)",
      schedule_expression_timezone: "Europe/Berlin",
      flexible_time_window: { mode: "OFF" },
      target: {
        arn: "${aws_ecs_cluster.cluster.arn}",
        role_arn: "${aws_iam_role.cleanup_nightly.arn}",
        ecs_parameters: {
          task_definition_arn: "${aws_ecs_task_definition.cleanup.arn_without_revision}",
          launch_type: "FARGATE",
          platform_version: "LATEST",
          task_count: 1,
          network_configuration: {
            subnets: ["${aws_subnet.network_private_a.id}", "${aws_subnet.network_private_b.id}"],
            security_groups: ["${aws_security_group.cleanup.id}"],
            assign_public_ip: false,
          },
          enable_ecs_managed_tags: true,
          propagate_tags: "TASK_DEFINITION",
        },
        retry_policy: { maximum_retry_attempts: 10, maximum_event_age_in_seconds: 3600 },
        dead_letter_config: { arn: "${aws_sqs_queue.cleanup_nightly_failed.arn}" },
      },
      depends_on: [
        "aws_iam_role_policy.cleanup_nightly",
        "aws_route_table_association.network_private_association_a",
        "aws_route_table_association.network_private_association_b",
        "aws_vpc_endpoint.network_s3",
        "aws_iam_role_policy_attachment.cleanup_execution_AmazonECSTaskExecutionRolePolicy",
        "aws_vpc_security_group_egress_rule.cleanup_to_anywhere_443",
      ],
    });
    expect(statements(built.resource("aws_iam_role_policy", "cleanup_nightly").policy)).toMatchObject(
      RUN_RIGHTS,
    );
    expect(built.resource("aws_iam_role", "cleanup_nightly").name).toBe("shop-test-cleanup-nightly-schedule");
    expect(trust(built, "cleanup_nightly")).toMatchObject([
      {
        Principal: { Service: "scheduler.amazonaws.com" },
        Condition: {
          StringEquals: {
            "aws:SourceAccount": ACCOUNT,
            "aws:SourceArn": `arn:aws:scheduler:eu-west-1:${ACCOUNT}:schedule-group/default`,
          },
        },
      },
    ]);
  });

  test("everything on, beside another", () => {
    const built = withTask({}, (task) => {
      const deadLetters = new DeadLetterQueue(PlatformStack.of(task), "failed", { key: task.cluster.key });
      const late = { retries: 0, retryFor: "10 minutes", flexible: "15 minutes" } as const;
      task.schedule("nightly", { at: "cron(0 3 * * ? *)", ...late, deadLetters });
      task.schedule("hourly", { at: "rate(1 hour)" });
    });
    expect(built.resource("aws_scheduler_schedule", "cleanup_nightly")).toMatchObject({
      schedule_expression_timezone: "UTC",
      flexible_time_window: { mode: "FLEXIBLE", maximum_window_in_minutes: 15 },
      target: {
        retry_policy: { maximum_retry_attempts: 0, maximum_event_age_in_seconds: 600 },
        dead_letter_config: { arn: "${aws_sqs_queue.failed.arn}" },
      },
    });
    const rights = statements(built.resource("aws_iam_role_policy", "cleanup_nightly").policy);
    expect(rights.SendMessages).toMatchObject({
      Action: "sqs:SendMessage",
      Resource: "${aws_sqs_queue.failed.arn}",
    });
    expect(built.resource("aws_sqs_queue", "cleanup_hourly_failed")).toEqual({
      name: "shop-test-cleanup-hourly-failed",
      kms_master_key_id: "${aws_kms_key.key.arn}",
      message_retention_seconds: 1_209_600,
    });
    expect(built.resource("aws_scheduler_schedule", "cleanup_hourly").schedule_expression).toBe(
      "rate(1 hour)",
    );
  });
});
