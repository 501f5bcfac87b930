import { describe, expect, test } from "vitest";
import { type Publisher, Queue, Topic, type TopicProps } from "../../../modules/messaging";
import { EncryptionKey, Role } from "../../../modules/security";
import { parsed, statements, synthesize } from "../../support/synth";

const build = (
  use: (topic: Topic, key: EncryptionKey) => void = () => {},
  change: Partial<TopicProps> = {},
) =>
  synthesize((stack) => {
    const key = new EncryptionKey(stack, "key");
    use(new Topic(stack, "events", { key, ...change }), key);
  });

describe("a topic", () => {
  test("is encrypted, and taken over TLS only", () => {
    const { resource } = build();
    expect(resource("aws_sns_topic")).toEqual({
      name: "shop-test-events",
      kms_master_key_id: "${aws_kms_key.key.arn}",
    });
    expect(parsed(resource("aws_sns_topic_policy").policy).Statement).toEqual([
      {
        Sid: "DenyPlainHttp",
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: "sns:Publish",
        Resource: "${aws_sns_topic.events.arn}",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  test("everything on", () => {
    const { resource } = build(undefined, { name: { exact: "news.fifo" }, displayName: "News", fifo: true });
    expect(resource("aws_sns_topic")).toMatchObject({
      name: "news.fifo",
      fifo_topic: true,
      display_name: "News",
    });
  });

  const here = {
    StringEquals: { "aws:SourceAccount": "${data.aws_caller_identity.current.account_id}" },
  };
  // EventBridge says no account: a condition would drop what it publishes, and nothing would tell.
  test.each([
    ["cloudwatch-alarms", "cloudwatch.amazonaws.com", "AlarmsPublishToEncryptedTopics", { Condition: here }],
    ["events", "events.amazonaws.com", "EventsReachEncryptedTargets", {}],
  ] as const)("lets %s publish, with the key", (service: Publisher, principal, sid, limited) => {
    const { resource } = build((topic) => {
      expect(topic.allowService(service).dependables).toHaveLength(1);
      topic.allowService(service);
    });
    expect(Object.values(statements(resource("aws_sns_topic_policy").policy)).slice(1)).toEqual([
      {
        Sid: "Publish",
        Effect: "Allow",
        Principal: { Service: principal },
        Action: "sns:Publish",
        Resource: "${aws_sns_topic.events.arn}",
        ...limited,
      },
    ]);
    const used = statements(resource("aws_kms_key").policy)[sid];
    expect(used?.Action).toEqual(["kms:Decrypt", "kms:GenerateDataKey*"]);
    expect(used?.Condition).toEqual("Condition" in limited ? here : undefined);
  });

  test("lets several publish", () => {
    const { resource } = build((topic) => {
      topic.allowService("events");
      topic.allowService("cloudwatch-alarms");
      topic.addToPolicy({
        sid: "Cache",
        actions: ["sns:Publish"],
        resources: [topic.arn],
        principals: { Service: "elasticache.amazonaws.com" },
      });
    });
    expect(Object.keys(statements(resource("aws_sns_topic_policy").policy))).toEqual([
      "DenyPlainHttp",
      "Publish",
      "Publish2",
      "Cache",
    ]);
  });

  test("grants publishing, and the key with it", () => {
    const { resource } = synthesize((stack) => {
      const topic = new Topic(stack, "events", { key: new EncryptionKey(stack, "key") });
      topic.grantPublish(new Role(stack, "role", { service: "ecs-tasks.amazonaws.com" }));
    });
    expect(statements(resource("aws_iam_role_policy").policy)).toEqual({
      PublishMessages: {
        Sid: "PublishMessages",
        Effect: "Allow",
        Action: "sns:Publish",
        Resource: "${aws_sns_topic.events.arn}",
      },
      EncryptAndDecryptWithKey: expect.objectContaining({ Resource: "${aws_kms_key.key.arn}" }),
    });
  });

  test("is watched for what it could not deliver", () => {
    build((topic) => {
      expect(topic.label).toBe("events");
      expect(topic.metrics.numberOfNotificationsFailed).toMatchObject({
        namespace: "AWS/SNS",
        name: "NumberOfNotificationsFailed",
        statistic: "Sum",
      });
      expect(topic.metrics.numberOfMessagesPublished).toMatchObject({ name: "NumberOfMessagesPublished" });
      expect(topic.recommended).toMatchObject({
        numberOfNotificationsFailed: { above: 0, severity: "warning" },
      });
    });
  });
});

describe("subscribers", () => {
  test("get mails, each by its own id", () => {
    const { resources } = build((topic) => {
      topic.subscribeEmail("ops", "ops@example.com");
      topic.subscribeEmail("team", "team@example.com");
    });
    expect(resources("aws_sns_topic_subscription")).toEqual({
      events_ops: {
        topic_arn: "${aws_sns_topic.events.arn}",
        protocol: "email",
        endpoint: "ops@example.com",
      },
      events_team: {
        topic_arn: "${aws_sns_topic.events.arn}",
        protocol: "email",
        endpoint: "team@example.com",
      },
    });
  });

  const queues = synthesize((stack) => {
    const key = new EncryptionKey(stack, "key");
    const queueKey = new EncryptionKey(stack, "queue-key");
    const events = new Topic(stack, "events", { key });
    events.subscribeQueue(new Queue(stack, "orders", { key: queueKey }));
    events.subscribeQueue(new Queue(stack, "mails", { key: queueKey }), {
      raw: true,
      filter: { kind: ["order", { prefix: "mail-" }], priority: [{ numeric: [">", 3] }] },
    });
  });

  test("that are queues let the topic in, by policy and by key, before they are sent anything", () => {
    expect(queues.resource("aws_sns_topic_subscription", "events_orders")).toEqual({
      topic_arn: "${aws_sns_topic.events.arn}",
      protocol: "sqs",
      endpoint: "${aws_sqs_queue.orders.arn}",
      raw_message_delivery: false,
      depends_on: ["aws_sqs_queue_policy.orders"],
    });
    expect(statements(queues.resource("aws_sqs_queue_policy", "orders").policy).SendFromTopic).toEqual({
      Sid: "SendFromTopic",
      Effect: "Allow",
      Principal: { Service: "sns.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: "${aws_sqs_queue.orders.arn}",
      Condition: { ArnEquals: { "aws:SourceArn": "${aws_sns_topic.events.arn}" } },
    });
    const sids = (key: string) => Object.keys(statements(queues.resource("aws_kms_key", key).policy));
    expect(sids("queue_key")).toContain("TopicsReachEncryptedQueues");
    expect(sids("key")).not.toContain("TopicsReachEncryptedQueues");
  });

  test("get what they ask for, as it was published", () => {
    const { raw_message_delivery, filter_policy } = queues.resource(
      "aws_sns_topic_subscription",
      "events_mails",
    );
    expect(raw_message_delivery).toBe(true);
    expect(parsed(filter_policy)).toEqual({
      kind: ["order", { prefix: "mail-" }],
      priority: [{ numeric: [">", 3] }],
    });
  });

  test("of two topics are let in by both", () => {
    const { resource } = synthesize((stack) => {
      const key = new EncryptionKey(stack, "key");
      const queue = new Queue(stack, "orders", { key });
      for (const id of ["events", "audits"]) new Topic(stack, id, { key }).subscribeQueue(queue);
    });
    const found = statements(resource("aws_sqs_queue_policy", "orders").policy);
    expect([found.SendFromTopic, found.SendFromTopic2]).toMatchObject([
      { Condition: { ArnEquals: { "aws:SourceArn": "${aws_sns_topic.events.arn}" } } },
      { Condition: { ArnEquals: { "aws:SourceArn": "${aws_sns_topic.audits.arn}" } } },
    ]);
  });

  test("of a fifo topic may be fifo or standard", () => {
    const { resources } = synthesize((stack) => {
      const key = new EncryptionKey(stack, "key");
      const events = new Topic(stack, "events", { key, fifo: true });
      events.subscribeQueue(new Queue(stack, "orders", { key, fifo: true }));
      events.subscribeQueue(new Queue(stack, "mails", { key }));
    });
    expect(Object.keys(resources("aws_sns_topic_subscription"))).toEqual(["events_orders", "events_mails"]);
  });
});
