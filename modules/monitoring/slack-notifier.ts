import type { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { checkFormat, type PhysicalName, thingOf } from "../../src/core";
import { isToken, report } from "../../src/engine";
import { type IEncryptionKey, ProvidedSecret } from "../security";
import { checkTopicRegion, type IAlertTopic } from "./alert-topic";
import { PythonFunction } from "./python-function";

export interface SlackNotifierProps {
  /** Whose messages go to Slack, each topic once. */
  readonly topics: readonly IAlertTopic[];
  /**
   * Full ARN of a secret whose text is the URL of an incoming webhook. The URL is all it takes to write to the channel,
   * so the function asks for it when it runs, and Terraform never sees it.
   */
  readonly webhookSecretArn: string;
  /** Key of that secret. @default - the account's own `aws/secretsmanager`, which needs no right */
  readonly webhookKey?: Pick<IEncryptionKey, "grantDecrypt">;
  /** Encrypts the function's log. */
  readonly key: IEncryptionKey;
  /** @default - the construct's ids */
  readonly name?: PhysicalName;
}

const SECRET_ARN = {
  pattern: /^arn:aws[\w-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:.+-[A-Za-z0-9]{6}$/,
  allowed: "the full ARN of a secret, with the six characters at its end",
  fix: "copy it from the AWS console: arn:aws:secretsmanager:<region>:<account>:secret:<name>-AbCdEf",
};

/** What the function does: a text per alarm, the message itself for anything else. */
export const SLACK_PROGRAM = `import html
import json
import os
import urllib.request

import boto3


def handler(event, context):
    arn = os.environ["WEBHOOK_SECRET_ARN"]
    secrets = boto3.client("secretsmanager", region_name=arn.split(":")[3])
    url = secrets.get_secret_value(SecretId=arn)["SecretString"].strip()
    for record in event["Records"]:
        body = json.dumps({"text": html.escape(text(record["Sns"]["Message"]), quote=False)}).encode()
        request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
        urllib.request.urlopen(request, timeout=5).close()


def text(message):
    try:
        alarm = json.loads(message)
        state = alarm["NewStateValue"]
        lines = ["{}: {}".format(state, alarm["AlarmName"])]
        if state == "ALARM" and alarm.get("AlarmDescription"):
            lines.append(alarm["AlarmDescription"])
        return "\\n".join([*lines, alarm["NewStateReason"]])
    except (ValueError, KeyError, TypeError):
        return message
`;

/** Passes messages of topics on to a Slack channel. */
export class SlackNotifier extends Construct {
  readonly resource: LambdaFunction;

  constructor(scope: Construct, id: string, props: SlackNotifierProps) {
    super(scope, id);
    const { topics, webhookSecretArn, webhookKey, key } = props;
    checkFormat(this, "webhookSecretArn", webhookSecretArn, SECRET_ARN);
    const webhook = new ProvidedSecret(this, "@webhook", {
      arn: webhookSecretArn,
      ...(webhookKey ? { key: webhookKey } : {}),
    });
    this.resource = new PythonFunction(this, "@function", {
      name: props.name ?? thingOf(this),
      description: "Passes alarms on to Slack",
      program: SLACK_PROGRAM,
      environment: { WEBHOOK_SECRET_ARN: webhookSecretArn },
      timeout: "15 seconds",
      key,
      rights: (role) => [webhook.grantRead(role)],
    }).resource;
    this.subscribe(topics);
  }

  private subscribe(topics: readonly IAlertTopic[]): void {
    const distinct = new Map(topics.map((topic) => [topic.arn, topic]));
    if (topics.length === 0 || distinct.size < topics.length) {
      report(this, {
        prop: "topics",
        value: `${topics.length} topics, ${distinct.size} of them different`,
        allowed: "at least one topic, each once",
        fix: topics.length === 0 ? "add a topic" : "remove the duplicates",
      });
    }
    for (const topic of distinct.values()) {
      checkTopicRegion(this, "topics", topic);
      const own = new Construct(this, idOf(topic));
      const permission = new LambdaPermission(own, "@permission", {
        functionName: this.resource.functionName,
        action: "lambda:InvokeFunction",
        principal: "sns.amazonaws.com",
        sourceArn: topic.arn,
      });
      new SnsTopicSubscription(own, "@subscription", {
        topicArn: topic.arn,
        protocol: "lambda",
        endpoint: this.resource.arn,
        // SNS drops what it may not deliver.
        dependsOn: [permission],
      });
    }
  }
}

/** Names a topic's subscription by the topic, so that the order of topics does not matter. */
function idOf(topic: IAlertTopic): string {
  if (Construct.isConstruct(topic)) return thingOf(topic);
  return isToken(topic.arn) ? "topic" : topic.arn.split(":").at(-1) || "topic";
}
