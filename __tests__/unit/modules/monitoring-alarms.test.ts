import { describe, expect, test } from "vitest";
import { Monitoring } from "../../../modules/monitoring";
import { type Limit, type Limits, type Metric, metricsOf, type PlatformStack } from "../../../src/core";
import { Input, Output } from "../../../src/engine";
import { production, synthesize } from "../../support/synth";

const critical = { arn: "arn:aws:sns:eu-west-1:123456789012:critical" };
const warning = { arn: "arn:aws:sns:eu-west-1:123456789012:warning" };
const limit: Limit = {
  above: 85,
  for: "15 minutes",
  severity: "warning",
  impact: "requests are slow or fail",
  action: "compare with the last release, then raise max",
};
const { above: _, ...usual } = limit;

/** Something that measures itself, as modules do. */
function api(stack: PlatformStack, label = "api") {
  const { metric, share } = metricsOf(stack, "AWS/ECS", { ServiceName: label });
  return {
    label,
    metrics: {
      cpuUtilization: metric("CPUUtilization", "Average", "Percent"),
      target5xxRate: share("HTTPCode_Target_5XX_Count", "RequestCount"),
      targetResponseTime: metric("TargetResponseTime", "p95", "Seconds"),
      freeStorageSpace: metric("FreeStorageSpace", "Minimum", "Bytes"),
      daysToExpiry: metric("DaysToExpiry", "Minimum", "Days"),
    },
  };
}

type ApiMetric = keyof ReturnType<typeof api>["metrics"];

const watched = (limits: (stack: PlatformStack) => Limits<ApiMetric>) =>
  synthesize((stack) => {
    new Monitoring(stack, "monitoring", { alerts: { critical, warning } }).watch(api(stack), limits(stack));
  });
const alarm = (limits: Limits<ApiMetric>) => watched(() => limits).resource("aws_cloudwatch_metric_alarm");

describe("an alarm", () => {
  test("says what is wrong, what users feel and where to look, when it starts and when it ends", () => {
    expect(alarm({ cpuUtilization: limit })).toEqual({
      alarm_name: "shop-test-api-cpu-utilization",
      alarm_description:
        "api: CPUUtilization above 85 % for 15 minutes\nImpact: requests are slow or fail\nAction: compare with the last release, then raise max",
      namespace: "AWS/ECS",
      metric_name: "CPUUtilization",
      dimensions: { ServiceName: "api" },
      statistic: "Average",
      comparison_operator: "GreaterThanThreshold",
      threshold: 85,
      period: 300,
      evaluation_periods: 3,
      treat_missing_data: "notBreaching",
      alarm_actions: [warning.arn],
      ok_actions: [warning.arn],
    });
  });

  test("goes to the topic of its severity, looks downwards, and takes silence for a failure where told", () => {
    const below: Limit = { ...usual, below: 1.5 * 2 ** 30, severity: "critical", missing: "breaching" };
    expect(alarm({ freeStorageSpace: { ...below, for: "2 minutes", period: "1 minute" } })).toMatchObject({
      comparison_operator: "LessThanThreshold",
      alarm_description: expect.stringContaining("api: FreeStorageSpace below 1.5 GiB for 2 minutes\n"),
      threshold: 1_610_612_736,
      period: 60,
      evaluation_periods: 2,
      treat_missing_data: "breaching",
      alarm_actions: [critical.arn],
      ok_actions: [critical.arn],
    });
  });

  test("takes a percentile as an extended statistic, and names it", () => {
    const one = alarm({ targetResponseTime: { ...usual, above: 2 } });
    expect(one).toMatchObject({
      extended_statistic: "p95",
      alarm_description: expect.stringContaining("p95 of TargetResponseTime above 2 s"),
    });
    expect(one).not.toHaveProperty("statistic");
  });

  test("watches a formula over series", () => {
    const one = alarm({ target5xxRate: { ...limit, above: 0.5 } });
    const part = { namespace: "AWS/ECS", dimensions: { ServiceName: "api" }, period: 300, stat: "Sum" };
    expect(one).toMatchObject({
      alarm_name: "shop-test-api-target-5xx-rate",
      alarm_description: expect.stringContaining(
        "api: HTTPCode_Target_5XX_Count in % of RequestCount above 0.5 %",
      ),
      metric_query: [
        {
          id: "result",
          expression: "IF(whole > 0, 100 * part / whole, 0)",
          label: "HTTPCode_Target_5XX_Count in % of RequestCount",
          return_data: true,
        },
        { id: "part", metric: { ...part, metric_name: "HTTPCode_Target_5XX_Count" } },
        { id: "whole", metric: { ...part, metric_name: "RequestCount" } },
      ],
    });
    for (const plain of ["metric_name", "namespace", "period", "statistic", "dimensions", "unit"])
      expect(one).not.toHaveProperty(plain);
  });

  test.each<[string, ApiMetric, number]>([
    ["14 days", "daysToExpiry", 14],
    ["20 MiB", "freeStorageSpace", 20 * 2 ** 20],
    ["512 bytes", "freeStorageSpace", 512],
  ])("writes %s as people do", (words, metric, below) => {
    const { alarm_description } = alarm({ [metric]: { ...usual, below } });
    expect(alarm_description).toContain(`below ${words} for`);
  });

  test("takes a threshold that only Terraform knows", () => {
    const one = watched((stack) => {
      const above = Input.number(stack, "most", { description: "Most", example: 5 });
      return { targetResponseTime: { ...usual, above } };
    }).resource("aws_cloudwatch_metric_alarm");
    expect(one).toMatchObject({
      threshold: "${var.most}",
      alarm_description: expect.stringContaining("above ${var.most} s for"),
    });
  });

  test("evaluates up to a week where its periods are long", () => {
    const expiry: Limit = { ...usual, below: 30, for: "7 days", period: "1 day" };
    expect(alarm({ daysToExpiry: expiry })).toMatchObject({ period: 86_400, evaluation_periods: 7 });
  });

  test("evaluates seconds of what a program measures itself", () => {
    const { resource } = synthesize((stack) => {
      const depth = metricsOf(stack, "shop", {}).metric("Depth", "Maximum", "Count");
      const queue = { label: "queue", metrics: { depth } };
      const alerts = critical;
      new Monitoring(stack, "monitoring", { alerts }).watch(queue, {
        depth: { ...limit, for: "30 seconds" },
      });
    });
    const one = resource("aws_cloudwatch_metric_alarm");
    expect(one).toMatchObject({ period: 30, evaluation_periods: 1, alarm_actions: [critical.arn] });
    expect(one).not.toHaveProperty("dimensions");
  });
});

describe("alarms of several things", () => {
  test("are named by thing and metric, or by the limit; a metric may have two", () => {
    const names: string[] = [];
    const { config, resources } = synthesize((stack) => {
      const monitoring = new Monitoring(stack, "monitoring", { alerts: { critical, warning } });
      const worker = api(stack, "worker");
      const alarms = [
        ...monitoring.watch(api(stack), {
          cpuUtilization: [limit, { ...limit, above: 95, severity: "critical", name: "cpu-exhausted" }],
        }),
        ...monitoring.watch(worker, { cpuUtilization: limit }),
      ];
      names.push(...alarms.map(({ name }) => name));
      new Output(stack, "first", alarms[0]?.arn, { description: "The first" });
    });
    expect(names).toEqual([
      "shop-test-api-cpu-utilization",
      "shop-test-api-cpu-exhausted",
      "shop-test-worker-cpu-utilization",
    ]);
    const alarms = resources("aws_cloudwatch_metric_alarm");
    expect(Object.keys(alarms)).toEqual([
      "monitoring_api_cpu_utilization",
      "monitoring_api_cpu_exhausted",
      "monitoring_worker_cpu_utilization",
    ]);
    expect(config.output).toMatchObject({
      first: { value: "${aws_cloudwatch_metric_alarm.monitoring_api_cpu_utilization.arn}" },
    });
    expect(alarms.monitoring_api_cpu_exhausted?.alarm_actions).toEqual([critical.arn]);
  });

  test("stand in the region of what they watch", () => {
    const { resource, resources } = synthesize((stack) => {
      const east = stack.inRegion("us-east-1");
      const alerts = { arn: "arn:aws:sns:us-east-1:123456789012:alerts" };
      const { metric } = metricsOf(east, "AWS/CloudFront", { DistributionId: "E1" });
      const site = { label: "site", metrics: { requests: metric("Requests", "Sum", "Count") } };
      new Monitoring(east, "uptime", { alerts }).watch(site, { requests: { ...usual, below: 1 } });
    }, production);
    expect(Object.keys(resources("aws_cloudwatch_metric_alarm"))).toEqual(["us_east_1_uptime_site_requests"]);
    expect(resource("aws_cloudwatch_metric_alarm")).toMatchObject({
      provider: "aws.us-east-1",
      alarm_name: "shop-live-site-requests",
    });
  });
});

test("what has metrics of another region can still be drawn", () => {
  const { resource } = synthesize((stack) => {
    const graph: Metric = metricsOf(stack.inRegion("us-east-1"), "AWS/CloudFront", {}).share(
      "4xx",
      "Requests",
    );
    new Monitoring(stack, "monitoring", { alerts: critical }).graph("Site", [graph]);
  });
  const body = String(resource("aws_cloudwatch_dashboard").dashboard_body);
  const { metrics } = JSON.parse(body).widgets[0].properties as { metrics: Record<string, unknown>[][] };
  expect(metrics.map((line) => line.at(-1)?.region)).toEqual(["us-east-1", "us-east-1", "us-east-1"]);
});
