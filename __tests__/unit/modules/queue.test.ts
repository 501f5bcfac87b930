import { describe, expect, test } from "vitest";
import { Queue, type QueueProps } from "../../../modules/messaging";
import { EncryptionKey, Role } from "../../../modules/security";
import type { PlatformStack } from "../../../src/core";
import { parsed, statements, synthesize } from "../../support/synth";

const make = (stack: PlatformStack, change: Partial<QueueProps> = {}) =>
  new Queue(stack, "orders", { key: new EncryptionKey(stack, "key"), ...change });

const build = (change: Partial<QueueProps> = {}) => synthesize((stack) => void make(stack, change));

describe("a queue", () => {
  const { resource, addresses } = build();

  test("is encrypted, waits for messages, and gives up on those received five times", () => {
    const { redrive_policy, ...queue } = resource("aws_sqs_queue", "orders");
    expect(queue).toEqual({
      name: "shop-test-orders",
      kms_master_key_id: "${aws_kms_key.key.arn}",
      visibility_timeout_seconds: 30,
      message_retention_seconds: 345_600,
      delay_seconds: 0,
      receive_wait_time_seconds: 20,
    });
    expect(parsed(redrive_policy)).toEqual({
      deadLetterTargetArn: "${aws_sqs_queue.orders_dead_letters.arn}",
      maxReceiveCount: 5,
    });
  });

  test("has a second one for dead letters, which takes them from nowhere else", () => {
    expect(resource("aws_sqs_queue", "orders_dead_letters")).toEqual({
      name: "shop-test-orders-dead-letters",
      kms_master_key_id: "${aws_kms_key.key.arn}",
      message_retention_seconds: 1_209_600,
    });
    const { queue_url, redrive_allow_policy } = resource("aws_sqs_queue_redrive_allow_policy");
    expect(queue_url).toBe("${aws_sqs_queue.orders_dead_letters.url}");
    expect(parsed(redrive_allow_policy)).toEqual({
      redrivePermission: "byQueue",
      sourceQueueArns: ["${aws_sqs_queue.orders.arn}"],
    });
  });

  test.each(["orders", "orders_dead_letters"])("answers over TLS only: %s", (name) => {
    const { queue_url, policy } = resource("aws_sqs_queue_policy", name);
    expect(queue_url).toBe(`\${aws_sqs_queue.${name}.url}`);
    expect(parsed(policy).Statement).toEqual([
      {
        Sid: "DenyPlainHttp",
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: "sqs:*",
        Resource: `\${aws_sqs_queue.${name}.arn}`,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  test("has addresses that say what they are", () => {
    expect(addresses.filter((address) => address.startsWith("aws_sqs"))).toEqual([
      "aws_sqs_queue.orders",
      "aws_sqs_queue.orders_dead_letters",
      "aws_sqs_queue_policy.orders",
      "aws_sqs_queue_policy.orders_dead_letters",
      "aws_sqs_queue_redrive_allow_policy.orders_dead_letters",
    ]);
  });

  test("everything on", () => {
    const all = build({
      name: "imports",
      visibilityTimeout: "10 minutes",
      retention: "7 days",
      delay: "15 minutes",
      receiveWait: "0 seconds",
      deadLetters: { maxReceives: 2, retention: "10 days" },
      fifo: true,
    });
    expect(all.resource("aws_sqs_queue", "orders")).toMatchObject({
      name: "shop-test-imports.fifo",
      fifo_queue: true,
      visibility_timeout_seconds: 600,
      message_retention_seconds: 604_800,
      delay_seconds: 900,
      receive_wait_time_seconds: 0,
    });
    expect(all.resource("aws_sqs_queue", "orders_dead_letters")).toMatchObject({
      name: "shop-test-imports-dead-letters.fifo",
      fifo_queue: true,
      message_retention_seconds: 864_000,
    });
    expect(parsed(all.resource("aws_sqs_queue", "orders").redrive_policy).maxReceiveCount).toBe(2);
  });
});

describe("names of fifo queues", () => {
  const name = (change: Partial<QueueProps>) =>
    build({ fifo: true, ...change }).resource("aws_sqs_queue", "orders").name;

  test("end in .fifo, within 80 characters", () => {
    const long = String(name({ name: "x".repeat(100) }));
    expect(long).toHaveLength(80);
    expect(long).toMatch(/-[0-9a-f]{6}\.fifo$/);
  });

  test.each(["jobs", "jobs.fifo"])("may be exact with and without it: %s", (exact) => {
    expect(name({ name: { exact } })).toBe("jobs.fifo");
  });

  test("do not meet those of standard queues", () => {
    const { resources } = synthesize((stack) => {
      const key = new EncryptionKey(stack, "key");
      new Queue(stack, "a", { key, name: "jobs" });
      new Queue(stack, "b", { key, name: "jobs", fifo: true });
    });
    expect(Object.values(resources("aws_sqs_queue")).map(({ name }) => name)).toEqual([
      "shop-test-jobs-dead-letters",
      "shop-test-jobs",
      "shop-test-jobs-dead-letters.fifo",
      "shop-test-jobs.fifo",
    ]);
  });
});

describe("rights on a queue", () => {
  const { resource } = synthesize((stack) => {
    const key = new EncryptionKey(stack, "key");
    const [orders, mails] = [new Queue(stack, "orders", { key }), new Queue(stack, "mails", { key })];
    const role = (id: string) => new Role(stack, id, { service: "ecs-tasks.amazonaws.com" });
    const [producer, consumer] = [role("producer"), role("consumer")];
    orders.grantSend(producer);
    mails.grantSend(producer);
    const grant = orders.grantConsume(consumer);
    expect(grant.dependables).toHaveLength(1);
  });

  test("of those who send", () => {
    expect(statements(resource("aws_iam_role_policy", "producer").policy)).toEqual({
      SendMessages: {
        Sid: "SendMessages",
        Effect: "Allow",
        Action: ["sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"],
        Resource: ["${aws_sqs_queue.orders.arn}", "${aws_sqs_queue.mails.arn}"],
      },
      EncryptAndDecryptWithKey: expect.objectContaining({
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Condition: { StringEquals: { "kms:ViaService": "sqs.eu-west-1.amazonaws.com" } },
      }),
    });
  });

  test("of those who consume", () => {
    expect(statements(resource("aws_iam_role_policy", "consumer").policy)).toEqual({
      ConsumeMessages: {
        Sid: "ConsumeMessages",
        Effect: "Allow",
        Action: [
          "sqs:ReceiveMessage",
          "sqs:DeleteMessage",
          "sqs:ChangeMessageVisibility",
          "sqs:GetQueueAttributes",
          "sqs:GetQueueUrl",
        ],
        Resource: "${aws_sqs_queue.orders.arn}",
      },
      DecryptWithKey: expect.objectContaining({
        Action: "kms:Decrypt",
        Condition: { StringEquals: { "kms:ViaService": "sqs.eu-west-1.amazonaws.com" } },
      }),
    });
  });

  test("of other senders stand in its policy", () => {
    const other = synthesize((stack) => {
      make(stack).addToPolicy({
        sid: "FromBucket",
        actions: ["sqs:SendMessage"],
        resources: ["*"],
        principals: { Service: "s3.amazonaws.com" },
      });
    });
    expect(Object.keys(statements(other.resource("aws_sqs_queue_policy", "orders").policy))).toEqual([
      "DenyPlainHttp",
      "FromBucket",
    ]);
  });
});

describe("what is watched of a queue", () => {
  const watched = (change: Partial<QueueProps> = {}) => {
    let queue: Queue | undefined;
    synthesize((stack) => {
      queue = make(stack, change);
    });
    return queue as Queue;
  };

  test("names queue and dead letters", () => {
    const { metrics, label } = watched();
    expect(label).toBe("orders");
    expect(metrics.deadLetters).toMatchObject({
      namespace: "AWS/SQS",
      name: "ApproximateNumberOfMessagesVisible",
      statistic: "Maximum",
      region: "eu-west-1",
    });
    expect(metrics.deadLetters).not.toEqual(metrics.approximateNumberOfMessagesVisible);
    expect(metrics.approximateAgeOfOldestMessage).toMatchObject({
      name: "ApproximateAgeOfOldestMessage",
      unit: "Seconds",
    });
    expect(metrics.numberOfMessagesSent).toMatchObject({ name: "NumberOfMessagesSent", statistic: "Sum" });
  });

  test.each([
    [900, {}],
    [7200, { visibilityTimeout: "1 hour" }],
    [1020, { delay: "2 minutes" }],
    [150, { retention: "5 minutes" }],
  ] as const)("is late after %i seconds with %j", (above, change) => {
    expect(watched(change).recommended).toMatchObject({
      approximateAgeOfOldestMessage: { above, severity: "critical" },
      deadLetters: { above: 0, severity: "warning" },
    });
  });
});
