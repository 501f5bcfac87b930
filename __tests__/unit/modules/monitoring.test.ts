import { Construct } from "constructs";
import { describe, expect, test } from "vitest";
import {
  Alarm,
  AlertTopic,
  type Metric,
  metric,
  ServiceMonitoring,
  SlackNotifier,
  type Threshold,
} from "../../../modules/monitoring";
import { EncryptionKey } from "../../../modules/security";
import { parsed, problems, statements, synthesize } from "../../support/synth";

const requests = metric("AWS/ApplicationELB", { LoadBalancer: "app/x" });
const threshold: Threshold = { above: 5, for: "10 minutes", source: "because" };
const alarm = (given: Partial<Metric>, limit: Threshold = threshold) =>
  synthesize((stack) => {
    const one = { ...requests("errors", "HTTPCode_Target_5XX_Count", "Sum", "Count"), ...given };
    new Alarm(stack, "alarm", {
      metric: one,
      threshold: limit,
      label: "edge",
      alertsTo: { arn: "arn:topic" },
    });
  }).resource("aws_cloudwatch_metric_alarm");

describe("an alarm", () => {
  test("has dimensions, a name, a reason, and tells both when it starts and when it ends", () => {
    expect(alarm({})).toEqual({
      alarm_name: "shop-test-edge-errors",
      alarm_description: "HTTPCode_Target_5XX_Count of edge. Threshold: because",
      namespace: "AWS/ApplicationELB",
      metric_name: "HTTPCode_Target_5XX_Count",
      dimensions: { LoadBalancer: "app/x" },
      statistic: "Sum",
      comparison_operator: "GreaterThanThreshold",
      threshold: 5,
      period: 300,
      evaluation_periods: 2,
      treat_missing_data: "notBreaching",
      alarm_actions: ["arn:topic"],
      ok_actions: ["arn:topic"],
    });
  });

  test("can watch for too little, and take silence for it", () => {
    expect(alarm({}, { below: 1, for: "1 minute", missing: "breaching", source: "x" })).toMatchObject({
      comparison_operator: "LessThanThreshold",
      threshold: 1,
      period: 60,
      evaluation_periods: 1,
      treat_missing_data: "breaching",
    });
  });

  test("knows percentiles", () => {
    expect(alarm({ statistic: "p95" })).toMatchObject({ extended_statistic: "p95" });
    expect(alarm({ statistic: "p95" })).not.toHaveProperty("statistic");
  });

  test("knows shares, and that nothing out of nothing is no error", () => {
    const share = alarm({ shareOf: "RequestCount" });
    expect(share).not.toHaveProperty("metric_name");
    expect(share.metric_query).toMatchObject([
      { id: "share", expression: "IF(whole > 0, 100 * part / whole, 0)", return_data: true },
      {
        id: "part",
        metric: {
          metric_name: "HTTPCode_Target_5XX_Count",
          dimensions: { LoadBalancer: "app/x" },
          period: 300,
          stat: "Sum",
        },
      },
      { id: "whole", metric: { metric_name: "RequestCount" } },
    ]);
  });

  test.each<[Threshold["for"], Threshold["period"]]>([
    ["10 minutes", "3 minutes"],
    ["90 seconds", "90 seconds"],
  ])("refuses %s in periods of %s", (lasting, period) => {
    const limit: Threshold = { above: 1, for: lasting, source: "x", ...(period ? { period } : {}) };
    const found = problems((stack) => {
      const one = requests("errors", "Errors", "Sum", "Count");
      new Alarm(stack, "alarm", { metric: one, threshold: limit, label: "edge", alertsTo: { arn: "a" } });
    });
    expect(found).toMatchObject([{ prop: "threshold.period", value: period, fix: "change one of the two" }]);
  });
});

test("a topic takes messages of this account's alarms, and can decrypt for them", () => {
  const { resource } = synthesize((stack) => {
    new AlertTopic(stack, "alerts", { key: new EncryptionKey(stack, "key"), email: "a@example.com" });
  });
  expect(resource("aws_sns_topic")).toEqual({
    name: "shop-test-alerts",
    kms_master_key_id: "${aws_kms_key.key.arn}",
  });
  expect(parsed(resource("aws_sns_topic_policy").policy).Statement).toEqual([
    {
      Sid: "AlarmsOfThisAccountPublish",
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: "sns:Publish",
      Resource: "${aws_sns_topic.alerts.arn}",
      Condition: { StringEquals: { "aws:SourceAccount": "${data.aws_caller_identity.current.account_id}" } },
    },
  ]);
  expect(resource("aws_sns_topic_subscription")).toMatchObject({
    protocol: "email",
    endpoint: "a@example.com",
  });
  expect(statements(resource("aws_kms_key").policy)).toHaveProperty("AlarmsPublishToEncryptedTopics");
});

test("monitoring derives alarms and a dashboard from what each thing says of itself", () => {
  const { resource, resources } = synthesize((stack) => {
    const thing = new Construct(stack, "api");
    const one = requests("errors", "Errors", "Sum", "Percent", threshold);
    const watched = Object.assign(thing, {
      metrics: () => [
        one,
        { ...one, id: "many-errors", threshold: { ...threshold, above: 50 } },
        { ...requests("share", "Bad", "Sum", "Percent"), shareOf: "All" },
        requests("latency", "Latency", "p95", "Seconds"),
      ],
    });
    new ServiceMonitoring(stack, "monitoring", { alertsTo: { arn: "arn:topic" }, watch: [watched] });
  });
  expect(Object.keys(resources("aws_cloudwatch_metric_alarm"))).toEqual([
    "monitoring_api_errors",
    "monitoring_api_many_errors",
  ]);
  const dashboard = resource("aws_cloudwatch_dashboard");
  expect(dashboard.dashboard_name).toBe("shop-test");
  const { widgets } = JSON.parse(String(dashboard.dashboard_body)) as { widgets: Record<string, unknown>[] };
  expect(widgets.map(({ x, y, width, height }) => [x, y, width, height])).toEqual([
    [0, 0, 24, 1],
    [0, 1, 8, 6],
    [8, 1, 8, 6],
    [16, 1, 8, 6],
  ]);
  expect(widgets[1]?.properties).toEqual({
    title: "errors",
    region: "eu-west-1",
    view: "timeSeries",
    period: 300,
    metrics: [["AWS/ApplicationELB", "Errors", "LoadBalancer", "app/x", { stat: "Sum" }]],
    yAxis: { left: { min: 0, max: 100 } },
    annotations: { horizontal: [{ label: "alarm", value: 5 }] },
  });
  expect(widgets[2]?.properties).toMatchObject({
    metrics: [[{ expression: "IF(whole > 0, 100 * part / whole, 0)" }], {}, {}],
  });
});

test("alarms go to Slack through a function that asks for the webhook when it runs", () => {
  const { resource } = synthesize((stack) => {
    const key = new EncryptionKey(stack, "key");
    new SlackNotifier(stack, "slack", { topic: { arn: "arn:topic" }, webhookSecretArn: "arn:secret", key });
  });
  expect(resource("aws_lambda_function")).toEqual({
    function_name: "shop-test-slack",
    description: "Passes alarms on to Slack",
    runtime: "python3.13",
    handler: "index.handler",
    filename: "slack_code.zip",
    source_code_hash: '${filebase64sha256("slack_code.zip")}',
    role: "${aws_iam_role.slack.arn}",
    timeout: 15,
    environment: { variables: { WEBHOOK_SECRET_ARN: "arn:secret" } },
    depends_on: ["aws_cloudwatch_log_group.slack"],
  });
  expect(resource("aws_lambda_permission")).toMatchObject({
    principal: "sns.amazonaws.com",
    source_arn: "arn:topic",
  });
  expect(statements(resource("aws_iam_role_policy").policy)).toEqual({
    WriteLog: expect.objectContaining({ Resource: "${aws_cloudwatch_log_group.slack.arn}:*" }),
    ReadWebhook: expect.objectContaining({ Action: "secretsmanager:GetSecretValue", Resource: "arn:secret" }),
  });
});
