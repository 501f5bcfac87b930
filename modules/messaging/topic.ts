import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import {
  SnsTopicSubscription,
  type SnsTopicSubscriptionConfig,
} from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import {
  allGrants,
  checkFormat,
  denyPlainHttp,
  FORMATS,
  type Grant,
  type IGrantable,
  type IMonitored,
  type Limits,
  type Metric,
  metricsOf,
  type PhysicalName,
  PolicyStatements,
  placeOf,
  type Statement,
  thingOf,
} from "../../src/core";
import { isToken, json, report } from "../../src/engine";
import { checkKeyRegion, type IEncryptionKey } from "../security";
import { messagingName } from "./fifo";
import type { IQueue } from "./queue";

/** Longest sender's name that mails show. https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html */
const LONGEST_DISPLAY_NAME = 100;
/** https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html */
const MOST_FILTER_KEYS = 5;
const MOST_FILTER_COMBINATIONS = 150;

/**
 * AWS services that publish on their own behalf. EventBridge does not say for whom: a condition would drop its messages.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
 */
export type Publisher = "cloudwatch-alarms" | "events";

const PRINCIPALS: Readonly<Record<Publisher, string>> = {
  "cloudwatch-alarms": "cloudwatch.amazonaws.com",
  events: "events.amazonaws.com",
};

/** A topic that others publish to. */
export interface ITopic {
  readonly arn: string;
  /** Publishes messages. */
  grantPublish(to: IGrantable): Grant;
}

export interface TopicProps {
  /** Encrypts the messages. Services that publish are let in by `allowService`. */
  readonly key: IEncryptionKey;
  /** @default - the construct's ids */
  readonly name?: PhysicalName;
  /** Sender's name of mails, up to 100 characters. @default - the topic's name */
  readonly displayName?: string;
  /** Whether messages of one group keep their order; AWS then delivers to queues only. Cannot be changed later. @default false */
  readonly fifo?: boolean;
}

/** What a topic measures. https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html */
export type TopicMetric = "numberOfMessagesPublished" | "numberOfNotificationsFailed";

/** Values an attribute of a message may have: texts, numbers, or a condition such as `{ prefix: "eu-" }`. */
export type FilterPolicy = Readonly<
  Record<string, readonly (string | number | boolean | null | Readonly<Record<string, unknown>>)[]>
>;

export interface QueueSubscriptionProps {
  /** Delivers the message as it was published, without the JSON that SNS puts around it. @default false */
  readonly raw?: boolean;
  /** Delivers only messages whose attributes match: up to 5 attributes, up to 150 combinations. @default - all messages */
  readonly filter?: FilterPolicy;
}

/** An encrypted SNS topic. */
export class Topic extends Construct implements ITopic, IMonitored<TopicMetric> {
  readonly resource: SnsTopic;
  readonly arn: string;
  readonly label: string;
  /** Region it is in. */
  readonly region: string;
  private readonly statements = new PolicyStatements(this, "topic");
  private readonly policy: SnsTopicPolicy;
  private readonly endpoints = new Map<string, string>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: TopicProps,
  ) {
    super(scope, id);
    const { key, displayName, fifo } = props;
    checkKeyRegion(this, key);
    this.label = thingOf(this);
    this.region = placeOf(this).region;
    if (displayName !== undefined) this.checkDisplayName(displayName);
    this.resource = new SnsTopic(this, "@topic", {
      name: messagingName(this, "topic", props),
      kmsMasterKeyId: key.arn,
      ...(displayName === undefined ? {} : { displayName }),
      ...(fifo ? { fifoTopic: true } : {}),
    });
    this.arn = this.resource.arn;
    this.statements.add(denyPlainHttp(["sns:Publish"], [this.arn]));
    this.policy = new SnsTopicPolicy(this, "@policy", { arn: this.arn, policy: this.statements.toJson() });
  }

  get metrics(): Readonly<Record<TopicMetric, Metric>> {
    const { metric } = metricsOf(this, "AWS/SNS", { TopicName: this.resource.name });
    return {
      numberOfMessagesPublished: metric("NumberOfMessagesPublished", "Sum", "Count"),
      numberOfNotificationsFailed: metric("NumberOfNotificationsFailed", "Sum", "Count"),
    };
  }

  get recommended(): Limits<"numberOfNotificationsFailed"> {
    return {
      numberOfNotificationsFailed: {
        above: 0,
        for: "5 minutes",
        severity: "warning",
        impact: "messages did not reach a subscriber",
        action: "check that the subscribers exist, and that their policies and keys let the topic in",
      },
    };
  }

  grantPublish(to: IGrantable): Grant {
    return allGrants(
      to.grant({ purpose: "PublishMessages", actions: ["sns:Publish"], resources: [this.arn] }, this),
      this.props.key.grantEncryptDecrypt(to, "sns"),
    );
  }

  /** Lets an AWS service publish, and use the key for it; of this account alone, where the service says for whom it does. */
  allowService(service: Publisher): Grant {
    this.props.key.allowService(service);
    const here = { StringEquals: { "aws:SourceAccount": placeOf(this).accountId } };
    return this.addToPolicy({
      purpose: "Publish",
      actions: ["sns:Publish"],
      resources: [this.arn],
      principals: { Service: PRINCIPALS[service] },
      ...(service === "events" ? {} : { conditions: here }),
    });
  }

  /** Adds a statement to the topic's policy, for publishers that `allowService` does not know. Its key has to let them in too. */
  addToPolicy(statement: Statement): Grant {
    this.statements.add(statement);
    return { dependables: [this.policy] };
  }

  /**
   * Sends the messages to an address, whose owner confirms by a link that AWS mails.
   * @param id of the subscription, part of its address in Terraform
   */
  subscribeEmail(id: string, address: string): void {
    if (!checkFormat(this, `subscribeEmail(${id})`, address, FORMATS.email)) return;
    if (this.props.fifo) {
      report(this, {
        prop: `subscribeEmail(${id})`,
        value: address,
        allowed: "queues only, since the topic is fifo",
        fix: "leave fifo out, or subscribe a queue",
      });
    }
    this.subscribe(id, address, { protocol: "email" });
  }

  /** Sends the messages to a queue, whose policy and key then let the topic in. */
  subscribeQueue(queue: IQueue, { raw = false, filter }: QueueSubscriptionProps = {}): void {
    if (queue.fifo && !this.props.fifo) {
      report(this, {
        prop: `subscribeQueue(${queue.label})`,
        value: "a fifo queue",
        allowed: "a standard queue, since the topic is not fifo",
        fix: "make both fifo, or neither",
      });
    }
    if (filter) this.checkFilter(queue.label, filter);
    this.subscribe(queue.label, queue.arn, {
      protocol: "sqs",
      rawMessageDelivery: raw,
      ...(filter ? { filterPolicy: json(filter) } : {}),
      // SNS drops what it cannot deliver.
      dependsOn: [...queue.allowTopic(this.arn).dependables],
    });
  }

  private checkDisplayName(value: string): void {
    if (isToken(value) || (value.length > 0 && value.length <= LONGEST_DISPLAY_NAME)) return;
    report(this, {
      prop: "displayName",
      value,
      allowed: `1 to ${LONGEST_DISPLAY_NAME} characters`,
      fix: "shorten it, or leave it out",
    });
  }

  private checkFilter(queue: string, filter: FilterPolicy): void {
    const attributes = Object.values(filter);
    const combinations = attributes.reduce((product, values) => product * values.length, 1);
    const fits = attributes.length > 0 && attributes.length <= MOST_FILTER_KEYS;
    if (fits && combinations > 0 && combinations <= MOST_FILTER_COMBINATIONS) return;
    report(this, {
      prop: `subscribeQueue(${queue}).filter`,
      value: filter,
      allowed: `1 to ${MOST_FILTER_KEYS} attributes with at least one value each, at most ${MOST_FILTER_COMBINATIONS} combinations of values`,
      fix: "filter by fewer attributes or values, or in the consumer",
    });
  }

  private subscribe(
    id: string,
    endpoint: string,
    config: Omit<SnsTopicSubscriptionConfig, "topicArn" | "endpoint">,
  ): void {
    const taken = this.endpoints.get(endpoint) ?? (this.node.tryFindChild(id) ? id : undefined);
    if (taken !== undefined) {
      report(this, {
        prop: `subscribe(${id})`,
        value: endpoint,
        allowed: `each subscriber and each id once; ${taken} is there already`,
        fix: "remove one of the two subscriptions, or give it another id",
      });
      return;
    }
    this.endpoints.set(endpoint, id);
    new SnsTopicSubscription(this, id, { topicArn: this.arn, endpoint, ...config });
  }
}
