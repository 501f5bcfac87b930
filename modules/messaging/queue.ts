import { SqsQueue, type SqsQueueConfig } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { SqsQueueRedriveAllowPolicy } from "@cdktf/provider-aws/lib/sqs-queue-redrive-allow-policy";
import { Construct } from "constructs";
import {
  allGrants,
  checkNumber,
  type Duration,
  denyPlainHttp,
  type Grant,
  type IGrantable,
  type IMonitored,
  type Limits,
  type Metric,
  metricsOf,
  type PhysicalName,
  PolicyStatements,
  type Statement,
  seconds,
  thingOf,
} from "../../src/core";
import { json } from "../../src/engine";
import { checkKeyRegion, type IEncryptionKey } from "../security";
import { messagingName } from "./fifo";

/** Shortest and longest time SQS keeps a message. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
const SHORTEST_RETENTION = 60;
const LONGEST_RETENTION = "14 days";

/** A queue that others send to. */
export interface IQueue {
  readonly arn: string;
  /** What subscriptions to it are called, e.g. `orders`. */
  readonly label: string;
  /** Whether messages of one group keep their order. */
  readonly fifo: boolean;
  /** Sends messages. */
  grantSend(to: IGrantable): Grant;
  /** Receives messages and removes them. */
  grantConsume(to: IGrantable): Grant;
  /** Lets a topic send, and use the key for it. */
  allowTopic(topicArn: string): Grant;
}

/** Where messages go that cannot be processed. */
export interface DeadLettersProps {
  /** How often a message is received before it goes there, 1 to 1000. @default 5 - a deployment or a short outage does not use them up */
  readonly maxReceives?: number;
  /** How long they are kept: at least as long as in the queue, since their age counts from when they were first sent. @default "14 days" - the longest there is */
  readonly retention?: Duration;
}

export interface QueueProps {
  /** Encrypts the messages. */
  readonly key: IEncryptionKey;
  /** @default - the construct's ids */
  readonly name?: PhysicalName;
  /** How long a consumer has for a message before others get it too, up to 12 hours. Longer than the longest work. @default "30 seconds" - AWS's own */
  readonly visibilityTimeout?: Duration;
  /** How long a message waits for a consumer, 1 minute to 14 days, and longer than all its receives take. @default "4 days" - a weekend and its bank holidays */
  readonly retention?: Duration;
  /** How long a new message stays hidden, up to 15 minutes. @default "0 seconds" */
  readonly delay?: Duration;
  /** How long a consumer's request waits for a message, up to 20 seconds. @default "20 seconds" - long polling: empty receives are billed */
  readonly receiveWait?: Duration;
  /** @default - a second queue takes messages that were received five times, and keeps them for 14 days */
  readonly deadLetters?: DeadLettersProps;
  /** Whether messages of one group keep their order; senders give each a group and a deduplication id. Cannot be changed later. @default false */
  readonly fifo?: boolean;
}

/** What a queue measures. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
export type QueueMetric =
  | "approximateNumberOfMessagesVisible"
  | "approximateAgeOfOldestMessage"
  | "numberOfMessagesSent"
  | "deadLetters";

/** Seconds. */
interface Times {
  readonly visibilityTimeout: number;
  readonly retention: number;
  readonly delay: number;
  readonly receiveWait: number;
  readonly deadRetention: number;
}

/** An encrypted SQS queue, with a second one for messages that cannot be processed. */
export class Queue extends Construct implements IQueue, IMonitored<QueueMetric> {
  readonly resource: SqsQueue;
  /** The queue of messages that cannot be processed. */
  readonly deadLetters: SqsQueue;
  readonly arn: string;
  readonly url: string;
  readonly fifo: boolean;
  readonly label: string;
  private readonly statements = new PolicyStatements(this, "queue");
  private readonly policy: SqsQueuePolicy;
  private readonly times: Times;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: QueueProps,
  ) {
    super(scope, id);
    checkKeyRegion(this, props.key);
    this.label = thingOf(this);
    this.fifo = props.fifo ?? false;
    const maxReceives = checkNumber(this, "deadLetters.maxReceives", props.deadLetters?.maxReceives ?? 5, {
      min: 1,
      max: 1000,
    });
    this.times = this.timesOf(props, maxReceives);
    const { visibilityTimeout, retention, delay, receiveWait, deadRetention } = this.times;
    const dead = new Construct(this, "dead_letters");
    this.deadLetters = this.queue(dead, "dead-letters", { messageRetentionSeconds: deadRetention });
    this.resource = this.queue(this, undefined, {
      visibilityTimeoutSeconds: visibilityTimeout,
      messageRetentionSeconds: retention,
      delaySeconds: delay,
      receiveWaitTimeSeconds: receiveWait,
      redrivePolicy: json({ deadLetterTargetArn: this.deadLetters.arn, maxReceiveCount: maxReceives }),
    });
    this.arn = this.resource.arn;
    this.url = this.resource.url;
    new SqsQueueRedriveAllowPolicy(dead, "@redrive", {
      queueUrl: this.deadLetters.url,
      redriveAllowPolicy: json({ redrivePermission: "byQueue", sourceQueueArns: [this.arn] }),
    });
    this.policy = this.policyOf(this, this.resource, this.statements);
    this.policyOf(dead, this.deadLetters, new PolicyStatements(this, "queue"));
  }

  get metrics(): Readonly<Record<QueueMetric, Metric>> {
    const { metric } = metricsOf(this, "AWS/SQS", { QueueName: this.resource.name });
    const dead = metricsOf(this, "AWS/SQS", { QueueName: this.deadLetters.name });
    return {
      approximateNumberOfMessagesVisible: metric("ApproximateNumberOfMessagesVisible", "Maximum", "Count"),
      approximateAgeOfOldestMessage: metric("ApproximateAgeOfOldestMessage", "Maximum", "Seconds"),
      numberOfMessagesSent: metric("NumberOfMessagesSent", "Sum", "Count"),
      deadLetters: dead.metric("ApproximateNumberOfMessagesVisible", "Maximum", "Count"),
    };
  }

  get recommended(): Limits<"approximateAgeOfOldestMessage" | "deadLetters"> {
    const { visibilityTimeout, retention, delay } = this.times;
    return {
      approximateAgeOfOldestMessage: {
        // One failed attempt is no reason to wake anybody; half of the retention leaves time before messages are lost.
        above: Math.min(delay + Math.max(2 * visibilityTimeout, 15 * 60), Math.floor(retention / 2)),
        for: "5 minutes",
        severity: "critical",
        impact: "work is late; what is older than the queue's retention is lost",
        action: "check that consumers run and what they log, then add more of them",
      },
      deadLetters: {
        above: 0,
        for: "5 minutes",
        severity: "warning",
        impact: "work was given up after several attempts",
        action: "read the messages in the dead-letter queue, mend the cause, then start a redrive",
      },
    };
  }

  grantSend(to: IGrantable): Grant {
    return allGrants(
      to.grant(
        {
          purpose: "SendMessages",
          actions: ["sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"],
          resources: [this.arn],
        },
        this,
      ),
      this.props.key.grantEncryptDecrypt(to, "sqs"),
    );
  }

  grantConsume(to: IGrantable): Grant {
    return allGrants(
      to.grant(
        {
          purpose: "ConsumeMessages",
          actions: [
            "sqs:ReceiveMessage",
            "sqs:DeleteMessage",
            "sqs:ChangeMessageVisibility",
            "sqs:GetQueueAttributes",
            "sqs:GetQueueUrl",
          ],
          resources: [this.arn],
        },
        this,
      ),
      this.props.key.grantDecrypt(to, "sqs"),
    );
  }

  allowTopic(topicArn: string): Grant {
    this.props.key.allowService("sns");
    return this.addToPolicy({
      purpose: "SendFromTopic",
      actions: ["sqs:SendMessage"],
      resources: [this.arn],
      principals: { Service: "sns.amazonaws.com" },
      conditions: { ArnEquals: { "aws:SourceArn": topicArn } },
    });
  }

  /** Adds a statement to the queue's policy, for senders other than topics. Its key has to let them in too. */
  addToPolicy(statement: Statement): Grant {
    this.statements.add(statement);
    return { dependables: [this.policy] };
  }

  private queue(scope: Construct, part: string | undefined, config: SqsQueueConfig): SqsQueue {
    return new SqsQueue(scope, "@queue", {
      name: messagingName(this, "queue", this.props, part),
      kmsMasterKeyId: this.props.key.arn,
      ...(this.fifo ? { fifoQueue: true } : {}),
      ...config,
    });
  }

  private policyOf(scope: Construct, queue: SqsQueue, statements: PolicyStatements): SqsQueuePolicy {
    statements.add(denyPlainHttp(["sqs:*"], [queue.arn]));
    return new SqsQueuePolicy(scope, "@policy", { queueUrl: queue.url, policy: statements.toJson() });
  }

  private timesOf(
    { visibilityTimeout, retention, delay, receiveWait, deadLetters }: QueueProps,
    maxReceives: number,
  ): Times {
    const none: Duration = "0 seconds";
    const visible = seconds(this, "visibilityTimeout", visibilityTimeout ?? "30 seconds", {
      min: none,
      max: "12 hours",
    });
    // SQS deletes a message whose retention ends, however often it was received: it never becomes a dead letter then.
    const kept = seconds(this, "retention", retention ?? "4 days", {
      min: `${Math.max(SHORTEST_RETENTION, visible * maxReceives)} seconds`,
      max: LONGEST_RETENTION,
      fix: "keep messages for at least visibilityTimeout × deadLetters.maxReceives, and for 1 minute to 14 days",
    });
    return {
      visibilityTimeout: visible,
      retention: kept,
      delay: seconds(this, "delay", delay ?? none, { min: none, max: "15 minutes" }),
      receiveWait: seconds(this, "receiveWait", receiveWait ?? "20 seconds", {
        min: none,
        max: "20 seconds",
      }),
      // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
      deadRetention: seconds(this, "deadLetters.retention", deadLetters?.retention ?? LONGEST_RETENTION, {
        min: `${kept} seconds`,
        max: LONGEST_RETENTION,
        fix: "keep dead letters at least as long as messages of the queue, and for at most 14 days",
      }),
    };
  }
}
