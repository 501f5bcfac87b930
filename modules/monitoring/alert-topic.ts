import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import type { Construct, IConstruct } from "constructs";
import { type PhysicalName, placeOf } from "../../src/core";
import { isToken, Local, report } from "../../src/engine";
import { Topic } from "../messaging";
import type { IEncryptionKey } from "../security";

/** Where alarms are sent: an `AlertTopic`, any `Topic`, or `{ arn }` of one that exists already. */
export interface IAlertTopic {
  readonly arn: string;
  /** Region it is in; alarms and subscriptions of other regions cannot use it. @default - from the ARN */
  readonly region?: string;
  /** Lets alarms publish. @default - its policy and its key let them in already */
  allowService?(publisher: "cloudwatch-alarms"): unknown;
}

export interface AlertTopicProps {
  /** Encrypts the messages; alarms are let in, or they would vanish without a trace. */
  readonly key: IEncryptionKey;
  /**
   * Addresses that alarms are mailed to; each confirms its subscription once, by a link that AWS mails. One, several, or
   * the whole list of an `Input.list`.
   * @default - nobody: others subscribe, e.g. a SlackNotifier
   */
  readonly emails?: string | readonly string[];
  /** Sender's name of the mails, up to 100 characters. @default - the topic's name */
  readonly displayName?: string;
  /** @default - the construct's ids */
  readonly name?: PhysicalName;
}

/** An encrypted topic that alarms of this account publish to. */
export class AlertTopic extends Topic implements IAlertTopic {
  constructor(scope: Construct, id: string, { emails, ...topic }: AlertTopicProps) {
    super(scope, id, topic);
    this.allowService("cloudwatch-alarms");
    if (typeof emails === "string") this.mailTo([emails]);
    else if (emails && isToken(emails)) this.mailToEach(emails);
    else if (emails) this.mailTo(emails);
  }

  /** The address names the subscription, so that the order of the list does not matter. */
  private mailTo(emails: readonly string[]): void {
    const unknown = emails.filter((email) => isToken(email));
    if (emails.length === 0 || unknown.length > 1) {
      report(this, {
        prop: "emails",
        value: emails.length === 0 ? emails : `${unknown.length} addresses that only Terraform knows`,
        allowed: "at least one address, and at most one that only Terraform knows",
        fix: "leave emails out for none, or take a whole list with Input.list",
      });
      return;
    }
    for (const email of emails) this.subscribeEmail(isToken(email) ? "email" : email, email);
  }

  /** A list that only Terraform knows: Terraform makes the subscriptions, each named by its address. */
  private mailToEach(emails: readonly string[]): void {
    const subscription = new SnsTopicSubscription(this, "email", {
      topicArn: this.arn,
      protocol: "email",
      endpoint: "${each.value}",
    });
    // Only as a local the list can be taken apart by an expression that is text.
    const { reference } = new Local(this, "emails", emails);
    subscription.addOverride("for_each", `\${toset(${reference})}`);
  }
}

/** Reports a topic in a region other than a construct's: neither its alarms nor its subscriptions reach it. */
export function checkTopicRegion(construct: IConstruct, prop: string, { arn, region }: IAlertTopic): void {
  const here = placeOf(construct).region;
  const there = region ?? (isToken(arn) ? here : arn.split(":")[3]);
  if (there === here) return;
  report(construct, {
    prop,
    value: there,
    allowed: `a topic in ${here}, where the construct is`,
    fix: `make a topic in inRegion("${here}")`,
  });
}
