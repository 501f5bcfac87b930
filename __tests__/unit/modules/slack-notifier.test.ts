import { expect, test } from "vitest";
import { AlertTopic, SlackNotifier } from "../../../modules/monitoring";
import { EncryptionKey } from "../../../modules/security";
import { statements, synthesize } from "../../support/synth";

const webhookSecretArn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack-AbCdEf";

test("alarms go to Slack through a function that asks for the webhook when it runs", () => {
  const { resource, resources } = synthesize((stack) => {
    const key = new EncryptionKey(stack, "key");
    const webhookKey = new EncryptionKey(stack, "secrets");
    const topics = [
      new AlertTopic(stack, "critical", { key }),
      { arn: "arn:aws:sns:eu-west-1:123456789012:older-alerts" },
    ];
    new SlackNotifier(stack, "slack", { topics, webhookSecretArn, webhookKey, key });
  });
  expect(resource("aws_lambda_function")).toEqual({
    function_name: "shop-test-slack",
    description: "Passes alarms on to Slack",
    runtime: "python3.13",
    handler: "index.handler",
    filename: "slack_function_code.zip",
    source_code_hash: '${filebase64sha256("slack_function_code.zip")}',
    role: "${aws_iam_role.slack.arn}",
    timeout: 15,
    environment: { variables: { WEBHOOK_SECRET_ARN: webhookSecretArn } },
    depends_on: ["aws_cloudwatch_log_group.slack", "aws_iam_role_policy.slack"],
  });
  expect(resource("aws_cloudwatch_log_group").name).toBe("/aws/lambda/shop-test-slack");
  expect(resource("aws_iam_role").name).toBe("shop-test-slack");
  expect(statements(resource("aws_iam_role_policy").policy)).toEqual({
    WriteLogs: expect.objectContaining({ Resource: "${aws_cloudwatch_log_group.slack.arn}:*" }),
    ReadSecrets: expect.objectContaining({
      Action: "secretsmanager:GetSecretValue",
      Resource: webhookSecretArn,
    }),
    DecryptWithKey: expect.objectContaining({ Resource: "${aws_kms_key.secrets.arn}" }),
  });
  expect(resources("aws_lambda_permission")).toMatchObject({
    slack_critical: { principal: "sns.amazonaws.com", source_arn: "${aws_sns_topic.critical.arn}" },
    slack_older_alerts: { source_arn: "arn:aws:sns:eu-west-1:123456789012:older-alerts" },
  });
  expect(resources("aws_sns_topic_subscription")).toEqual({
    slack_critical: {
      topic_arn: "${aws_sns_topic.critical.arn}",
      protocol: "lambda",
      endpoint: "${aws_lambda_function.slack.arn}",
      depends_on: ["aws_lambda_permission.slack_critical"],
    },
    slack_older_alerts: expect.objectContaining({
      topic_arn: "arn:aws:sns:eu-west-1:123456789012:older-alerts",
    }),
  });
});

test("a secret under the account's own key needs no right on a key; a stack has any number of notifiers", () => {
  const { resources } = synthesize((stack) => {
    const key = new EncryptionKey(stack, "key");
    const topics = [new AlertTopic(stack, "alerts", { key })];
    new SlackNotifier(stack, "slack", { topics, webhookSecretArn, key });
    new SlackNotifier(stack, "slack-team", {
      topics,
      webhookSecretArn,
      key,
      name: { exact: "team-notifier" },
    });
  });
  const functions = Object.values(resources("aws_lambda_function"));
  expect(functions.map((one) => one.function_name)).toEqual(["shop-test-slack", "team-notifier"]);
  const roles = Object.values(resources("aws_iam_role"));
  expect(roles.map((one) => one.name)).toEqual(["shop-test-slack", "team-notifier"]);
  expect(resources("aws_lambda_function").slack_team?.filename).toBe("slack-team_function_code.zip");
  expect(Object.keys(statements(resources("aws_iam_role_policy").slack?.policy))).toEqual([
    "WriteLogs",
    "ReadSecrets",
  ]);
});
