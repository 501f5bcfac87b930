import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { exactName, nameFor } from "../../src/core";
import { ZipAsset } from "../../src/engine";
import type { IEncryptionKey } from "../security";
import { Role } from "../security/role";
import type { IAlertTopic } from "./alert-topic";
import { LogGroup } from "./log-group";

export interface SlackNotifierProps {
  /** Whose messages go to Slack. */
  readonly topic: IAlertTopic;
  /**
   * Secret whose text is the URL of an incoming webhook. The URL is all it takes to write to the channel, so the
   * function asks for it when it runs, and Terraform never sees it.
   */
  readonly webhookSecretArn: string;
  /** Encrypts the function's log. */
  readonly key: IEncryptionKey;
}

/** What the function does: one line per alarm, the message itself for anything else. */
export const SLACK_PROGRAM = `import json
import os
import urllib.request

import boto3


def handler(event, context):
    secret = boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["WEBHOOK_SECRET_ARN"])
    for record in event["Records"]:
        body = json.dumps({"text": text(record["Sns"])}).encode()
        request = urllib.request.Request(secret["SecretString"], body, {"Content-Type": "application/json"})
        urllib.request.urlopen(request, timeout=5).close()


def text(message):
    try:
        alarm = json.loads(message["Message"])
        return "{NewStateValue}: {AlarmName}. {NewStateReason}".format(**alarm)
    except (ValueError, KeyError, TypeError):
        return message["Message"]
`;

/** Passes alarms on to a Slack channel. */
export class SlackNotifier extends Construct {
  readonly resource: LambdaFunction;

  constructor(scope: Construct, id: string, { topic, webhookSecretArn, key }: SlackNotifierProps) {
    super(scope, id);
    const name = nameFor(this, "lambda-function", "slack");
    const logs = new LogGroup(this, "@logs", {
      name: exactName(this, "log-group", `/aws/lambda/${name}`),
      key,
    });
    const role = new Role(this, "@role", { name: "slack", service: "lambda.amazonaws.com" });
    role.allow({
      sid: "WriteLog",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [`${logs.arn}:*`],
    });
    role.allow({
      sid: "ReadWebhook",
      actions: ["secretsmanager:GetSecretValue"],
      resources: [webhookSecretArn],
    });
    const code = new ZipAsset(this, "code", { "index.py": SLACK_PROGRAM });
    this.resource = new LambdaFunction(this, "@function", {
      functionName: name,
      description: "Passes alarms on to Slack",
      runtime: "python3.13",
      handler: "index.handler",
      filename: code.path,
      sourceCodeHash: code.hash,
      role: role.arn,
      timeout: 15,
      environment: { variables: { WEBHOOK_SECRET_ARN: webhookSecretArn } },
      // Lambda would make the group itself: unencrypted, and kept for ever.
      dependsOn: [logs.resource],
    });
    new LambdaPermission(this, "@permission", {
      functionName: this.resource.functionName,
      action: "lambda:InvokeFunction",
      principal: "sns.amazonaws.com",
      sourceArn: topic.arn,
    });
    new SnsTopicSubscription(this, "@subscription", {
      topicArn: topic.arn,
      protocol: "lambda",
      endpoint: this.resource.arn,
    });
  }
}
