import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { nameFor, PlatformStack, policy } from "../../src/core";
import type { IEncryptionKey } from "../security";

/** Where alarms are sent. */
export interface IAlertTopic {
  readonly arn: string;
}

export interface AlertTopicProps {
  /** Encrypts the messages; CloudWatch is let in, or alarms would vanish without a trace. */
  readonly key: IEncryptionKey;
  /** Address that confirms the subscription once, by a link that AWS mails. */
  readonly email: string;
  /** The thing in its name. @default "alerts" - 001-188 */
  readonly name?: string;
}

/** An encrypted topic that alarms of this account may publish to. */
export class AlertTopic extends Construct implements IAlertTopic {
  readonly resource: SnsTopic;

  constructor(scope: Construct, id: string, { key, email, name = "alerts" }: AlertTopicProps) {
    super(scope, id);
    const { accountId } = PlatformStack.of(this);
    key.allowService("cloudwatch-alarms");
    this.resource = new SnsTopic(this, "@topic", {
      name: nameFor(this, "sns-topic", name),
      kmsMasterKeyId: key.arn,
    });
    new SnsTopicPolicy(this, "@policy", {
      arn: this.arn,
      policy: policy(() => [
        {
          sid: "AlarmsOfThisAccountPublish",
          actions: ["sns:Publish"],
          resources: [this.arn],
          principals: { Service: "cloudwatch.amazonaws.com" },
          conditions: { StringEquals: { "aws:SourceAccount": accountId } },
        },
      ]),
    });
    new SnsTopicSubscription(this, "email", { topicArn: this.arn, protocol: "email", endpoint: email });
  }

  get arn(): string {
    return this.resource.arn;
  }
}
