import { expect, test } from "vitest";
import { Topic } from "../../../modules/messaging";
import { AlertTopic, LogMetric, Monitoring } from "../../../modules/monitoring";
import { EncryptionKey } from "../../../modules/security";
import { type Limit, metricsOf, type PlatformStack } from "../../../src/core";
import { Input } from "../../../src/engine";
import { parsed, statements, synthesize } from "../../support/synth";

const alerts = { arn: "arn:aws:sns:eu-west-1:123456789012:alerts" };
const limit: Limit = { above: 5, for: "10 minutes", severity: "critical", impact: "slow", action: "look" };

function thing(stack: PlatformStack, label: string) {
  const { metric, share } = metricsOf(stack, "AWS/ECS", { ServiceName: label });
  return {
    label,
    metrics: {
      cpu: metric("CPUUtilization", "Average", "Percent"),
      latency: metric("Latency", "p95", "Seconds"),
      errors: share("Failed", "All"),
      tasks: metric("RunningTaskCount", "Average", "Count"),
    },
  };
}

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The one dashboard. */
function dashboard(build: (stack: PlatformStack) => void) {
  const { resource } = synthesize(build);
  const { dashboard_name, dashboard_body } = resource("aws_cloudwatch_dashboard", "monitoring");
  const { widgets } = JSON.parse(String(dashboard_body)) as { readonly widgets: readonly Widget[] };
  return { name: dashboard_name, widgets };
}

test("a dashboard has graphs that were asked for, then a row for each thing with its limits", () => {
  const { name, widgets } = dashboard((stack) => {
    const monitoring = new Monitoring(stack, "monitoring", { alerts });
    const api = thing(stack, "api");
    monitoring.watch(api, {
      errors: [limit, { ...limit, above: 1, severity: "warning", name: "some-errors" }],
    });
    monitoring.show(thing(stack, "worker"));
    const { cpu, errors } = api.metrics;
    monitoring.graph("Load", [cpu]).graph("Errors", [errors, thing(stack, "web").metrics.errors]);
    monitoring.graph("Latency", [api.metrics.latency]);
  });
  expect(name).toBe("shop-test-monitoring");
  expect(widgets.map(({ properties }) => properties.title ?? properties.markdown)).toEqual([
    ...["Load", "Errors", "Latency"],
    ...["## api", "CPUUtilization", "p95 of Latency", "Failed in % of All", "RunningTaskCount"],
    ...["## worker", "CPUUtilization", "p95 of Latency", "Failed in % of All", "RunningTaskCount"],
  ]);
  expect(widgets.slice(0, 9).map(({ x, y, width, height }) => [x, y, width, height])).toEqual([
    [0, 0, 12, 6],
    [12, 0, 12, 6],
    [0, 6, 12, 6],
    [0, 12, 24, 1],
    [0, 13, 8, 6],
    [8, 13, 8, 6],
    [16, 13, 8, 6],
    [0, 19, 8, 6],
    [0, 25, 24, 1],
  ]);
  expect(widgets[0]?.properties).toEqual({
    title: "Load",
    region: "eu-west-1",
    view: "timeSeries",
    period: 300,
    metrics: [["AWS/ECS", "CPUUtilization", "ServiceName", "api", { stat: "Average" }]],
    yAxis: { left: { min: 0 } },
  });
  expect(widgets[6]?.properties).toMatchObject({
    metrics: [
      [{ expression: "IF(whole > 0, 100 * part / whole, 0)", label: "Failed in % of All" }],
      ["AWS/ECS", "Failed", "ServiceName", "api", { id: "part", stat: "Sum", visible: false }],
      ["AWS/ECS", "All", "ServiceName", "api", { id: "whole", stat: "Sum", visible: false }],
    ],
    annotations: {
      horizontal: [
        { label: "critical", value: 5, color: "#d62728" },
        { label: "warning", value: 1, color: "#ff7f0e" },
      ],
    },
  });
});

test("formulas of one graph keep their series apart", () => {
  const { widgets } = dashboard((stack) => {
    const { errors } = thing(stack, "api").metrics;
    new Monitoring(stack, "monitoring", { alerts }).graph("Errors", [errors, errors]);
  });
  const lines = widgets[0]?.properties.metrics as unknown[][];
  expect(lines.map((line) => line.at(-1))).toMatchObject([
    { expression: "IF(whole > 0, 100 * part / whole, 0)" },
    { id: "part" },
    { id: "whole" },
    { expression: "IF(whole_2 > 0, 100 * part_2 / whole_2, 0)" },
    { id: "part_2" },
    { id: "whole_2" },
  ]);
});

test("a stack has any number of monitorings", () => {
  const { resources } = synthesize((stack) => {
    const service = thing(stack, "api");
    new Monitoring(stack, "monitoring", { alerts }).watch(service, { cpu: limit });
    new Monitoring(stack, "releases", { alerts, name: { exact: "Releases" } }).watch(service, {
      cpu: { ...limit, name: "rollback" },
    });
  });
  const boards = Object.values(resources("aws_cloudwatch_dashboard"));
  expect(boards.map((board) => board.dashboard_name)).toEqual(["shop-test-monitoring", "Releases"]);
  expect(Object.keys(resources("aws_cloudwatch_metric_alarm"))).toEqual([
    "monitoring_api_cpu",
    "releases_api_rollback",
  ]);
});

test("an alert topic lets alarms of this account in, and mails to addresses in whatever order", () => {
  const { resource, resources } = synthesize((stack) => {
    const key = new EncryptionKey(stack, "key");
    const emails = ["b@example.com", "on.call@example.com"];
    new AlertTopic(stack, "alerts", { key, emails, displayName: "Shop alerts" });
  });
  expect(resource("aws_sns_topic")).toEqual({
    name: "shop-test-alerts",
    display_name: "Shop alerts",
    kms_master_key_id: "${aws_kms_key.key.arn}",
  });
  expect(statements(resource("aws_sns_topic_policy").policy).Publish).toMatchObject({
    Effect: "Allow",
    Principal: { Service: "cloudwatch.amazonaws.com" },
    Condition: { StringEquals: { "aws:SourceAccount": "${data.aws_caller_identity.current.account_id}" } },
  });
  expect(statements(resource("aws_kms_key").policy)).toHaveProperty("AlarmsPublishToEncryptedTopics");
  const email = { topic_arn: "${aws_sns_topic.alerts.arn}", protocol: "email" };
  expect(resources("aws_sns_topic_subscription")).toEqual({
    alerts_b_example_com: { ...email, endpoint: "b@example.com" },
    alerts_on_call_example_com: { ...email, endpoint: "on.call@example.com" },
  });
});

test("addresses may be given at plan time, one or a whole list, or not at all", () => {
  const { config, resources } = synthesize((stack) => {
    const key = new EncryptionKey(stack, "key");
    const rule = { matches: "@", allowed: "Must be an address." };
    const person = Input.string(stack, "person", { description: "One", example: "a@example.com", ...rule });
    const team = Input.list(stack, "team", { description: "All", example: ["a@example.com"], each: rule });
    new AlertTopic(stack, "critical", { key, emails: [person] });
    new AlertTopic(stack, "manager", { key, emails: person });
    new AlertTopic(stack, "warning", { key, emails: team });
    new AlertTopic(stack, "silent", { key });
  });
  expect(resources("aws_sns_topic_subscription")).toEqual({
    critical_email: {
      topic_arn: "${aws_sns_topic.critical.arn}",
      protocol: "email",
      endpoint: "${var.person}",
    },
    manager_email: {
      topic_arn: "${aws_sns_topic.manager.arn}",
      protocol: "email",
      endpoint: "${var.person}",
    },
    warning_email: {
      for_each: "${toset(local.warning_emails)}",
      topic_arn: "${aws_sns_topic.warning.arn}",
      protocol: "email",
      endpoint: "${each.value}",
    },
  });
  expect(config.locals).toEqual({ warning_emails: "${var.team}" });
});

test("any topic of the program is let known alarms", () => {
  const { resource } = synthesize((stack) => {
    const topic = new Topic(stack, "events", { key: new EncryptionKey(stack, "key") });
    new Monitoring(stack, "monitoring", { alerts: topic }).show(thing(stack, "api"));
  });
  expect(parsed(resource("aws_sns_topic_policy").policy).Statement).toContainEqual(
    expect.objectContaining({ Principal: { Service: "cloudwatch.amazonaws.com" } }),
  );
});

test("lines of a log become a metric", () => {
  const { resources } = synthesize((stack) => {
    const logs = { name: "/ecs/shop/api" };
    const errors = new LogMetric(stack, "error-count", { logs, pattern: '{ $.level = "ERROR" }' });
    const depth = new LogMetric(stack, "depth", {
      logs,
      pattern: '{ $.queue = "mail" }',
      value: "$.depth",
      unit: "Seconds",
      statistic: "Maximum",
      namespace: { exact: "Shop/Queues" },
      metricName: "MailDelay",
      name: "mail",
    });
    const monitoring = new Monitoring(stack, "monitoring", { alerts });
    monitoring.watch(errors, { count: { ...limit, name: "errors" } });
    monitoring.watch(depth, { count: { ...limit, name: "too-late" } });
    expect([errors.recommended, depth.label]).toEqual([{}, "depth"]);
  });
  expect(resources("aws_cloudwatch_log_metric_filter")).toEqual({
    error_count: {
      name: "shop-test-error-count",
      log_group_name: "/ecs/shop/api",
      pattern: '{ $.level = "ERROR" }',
      metric_transformation: {
        namespace: "shop-test/error-count",
        name: "ErrorCount",
        value: "1",
        unit: "Count",
      },
    },
    depth: {
      name: "shop-test-mail",
      log_group_name: "/ecs/shop/api",
      pattern: '{ $.queue = "mail" }',
      metric_transformation: {
        namespace: "Shop/Queues",
        name: "MailDelay",
        value: "$.depth",
        unit: "Seconds",
      },
    },
  });
  expect(resources("aws_cloudwatch_metric_alarm")).toMatchObject({
    monitoring_error_count_errors: {
      namespace: "shop-test/error-count",
      metric_name: "ErrorCount",
      statistic: "Sum",
    },
    monitoring_depth_too_late: { namespace: "Shop/Queues", metric_name: "MailDelay", statistic: "Maximum" },
  });
});
