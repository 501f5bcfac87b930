import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { Construct } from "constructs";
import {
  allGrants,
  denyPlainHttp,
  type Grant,
  type IGrantable,
  type IMonitored,
  type Limits,
  type Metric,
  metricsOf,
  nameFor,
  type PhysicalName,
  PolicyStatements,
  thingOf,
} from "../../src/core";
import { checkKeyRegion, type IEncryptionKey } from "../security";

export interface DeadLetterQueueProps {
  /** Encrypts the messages. */
  readonly key: IEncryptionKey;
  /** @default - the construct's ids */
  readonly name?: PhysicalName;
  /** What it means to users that something could not be done, for the person on call. @default "something was not done, and will not be tried again" */
  readonly impact?: string;
}

/**
 * Takes what an AWS service could not deliver or start for good: an encrypted standard queue that keeps it for 14 days,
 * the longest there is. Nobody consumes it; whoever mends the cause reads it.
 */
export class DeadLetterQueue extends Construct implements IMonitored<"deadLetters"> {
  readonly resource: SqsQueue;
  readonly arn: string;
  readonly label: string;
  private readonly statements = new PolicyStatements(this, "queue");
  private readonly policy: SqsQueuePolicy;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DeadLetterQueueProps,
  ) {
    super(scope, id);
    const { key, name } = props;
    checkKeyRegion(this, key);
    this.label = thingOf(this);
    this.resource = new SqsQueue(this, "@queue", {
      name: nameFor(this, "sqs-queue", name),
      kmsMasterKeyId: key.arn,
      messageRetentionSeconds: 14 * 24 * 3600,
    });
    this.arn = this.resource.arn;
    this.statements.add(denyPlainHttp(["sqs:*"], [this.arn]));
    this.policy = new SqsQueuePolicy(this, "@policy", {
      queueUrl: this.resource.url,
      policy: this.statements.toJson(),
    });
  }

  get metrics(): Readonly<Record<"deadLetters", Metric>> {
    const { metric } = metricsOf(this, "AWS/SQS", { QueueName: this.resource.name });
    return { deadLetters: metric("ApproximateNumberOfMessagesVisible", "Maximum", "Count") };
  }

  get recommended(): Limits<"deadLetters"> {
    return {
      deadLetters: {
        above: 0,
        for: "5 minutes",
        severity: "warning",
        impact: this.props.impact ?? "something was not done, and will not be tried again",
        action: `read the messages in the queue ${this.label}: attributes say what failed; do it by hand, then delete them`,
      },
    };
  }

  /** Lets a role send, e.g. that of a schedule. */
  grantSend(to: IGrantable): Grant {
    return allGrants(
      to.grant({ purpose: "SendMessages", actions: ["sqs:SendMessage"], resources: [this.arn] }, this),
      this.props.key.grantEncryptDecrypt(to, "sqs"),
    );
  }

  /**
   * Lets a rule of EventBridge send, and use the key for it.
   * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
   */
  allowRule(ruleArn: string): Grant {
    this.props.key.allowService("events");
    this.statements.add({
      purpose: "SendFromRule",
      actions: ["sqs:SendMessage"],
      resources: [this.arn],
      principals: { Service: "events.amazonaws.com" },
      conditions: { ArnEquals: { "aws:SourceArn": ruleArn } },
    });
    return { dependables: [this.policy] };
  }
}
