import type { IConstruct } from "constructs";
import { Monitoring } from "../../../modules/monitoring";
import { type Limit, type Metric, metricsOf, type PlatformStack } from "../../../src/core";
import { type Refusal, refusal } from "./refusal";

export const topic = { arn: "arn:aws:sns:eu-west-1:123456789012:alerts" };
export const elsewhere = { arn: "arn:aws:sns:us-east-1:123456789012:alerts" };
export const limit: Limit = {
  above: 80,
  for: "15 minutes",
  severity: "warning",
  impact: "slow",
  action: "look",
};
const { above: _, ...noThreshold } = limit;

export const thing = (scope: IConstruct, label = "api") => {
  const { metric } = metricsOf(scope, "AWS/ECS", { ServiceName: label });
  const own = metricsOf(scope, "shop", {});
  return {
    label,
    metrics: {
      cpu: metric("CPUUtilization", "Average", "Percent"),
      tasks: own.metric("RunningTaskCount", "Average", "Count"),
    },
  };
};

/** Calls on a monitoring whose one topic is in the stack's region. */
export const calls = (
  what: string,
  call: (monitoring: Monitoring, stack: PlatformStack) => void,
  prop: string,
  allowed: string,
  fix: string,
  path = "monitoring",
): Refusal =>
  refusal(
    what,
    (stack) => call(new Monitoring(stack, "monitoring", { alerts: topic }), stack),
    path,
    prop,
    allowed,
    fix,
  );

/** A limit of a percentage. */
const cpu = (what: string, given: object, prop: string, allowed: string, fix: string): Refusal =>
  calls(
    what,
    (monitoring, stack) => monitoring.watch(thing(stack), { cpu: { ...limit, ...given } }),
    prop,
    allowed,
    fix,
    "monitoring/api-cpu",
  );

/** A metric that is drawn. */
const drawn = (what: string, given: Partial<Metric>, prop: string, allowed: string, fix: string): Refusal =>
  calls(
    what,
    (monitoring, stack) => {
      const share = metricsOf(stack, "shop", {}).share("Failed", "All");
      monitoring.graph("Errors", [{ ...share, ...given } as Metric]);
    },
    `graph(Errors).${prop}`,
    allowed,
    fix,
  );
const series = { namespace: "shop", name: "Failed", dimensions: {}, statistic: "Sum" } as const;

/** Wrong formulas. */
export const formulas: readonly Refusal[] = [
  drawn(
    "a formula over an id that is no series",
    { expression: "100 * part / total" },
    "expression",
    "up to 2048 characters over part, whole, without SEARCH",
    "add total to the series, or correct the formula",
  ),
  drawn(
    "a formula that searches",
    { expression: "SUM(SEARCH('{shop} Failed', 'Sum'))" },
    "expression",
    "up to 2048 characters over part, whole, without SEARCH",
    "correct the formula",
  ),
  drawn(
    "more series than an alarm takes",
    {
      expression: "MAX(METRICS())",
      of: Object.fromEntries([...Array(10).keys()].map((n) => [`m${n}`, series])),
    },
    "of",
    '1 to 9 series; ids of letters, digits and underscores that begin with a lower case letter, other than "result"',
    "rename the ids, or split the formula",
  ),
  drawn(
    "an id that begins with a capital",
    { expression: "MAX(METRICS())", of: { Failed: series } },
    "of",
    '1 to 9 series; ids of letters, digits and underscores that begin with a lower case letter, other than "result"',
    "rename the ids, or split the formula",
  ),
  drawn(
    "a percentile above 100",
    { expression: "part", of: { part: { ...series, statistic: "p101" } } },
    "statistic",
    "Average, Sum, Minimum, Maximum, SampleCount, or p0 to p100",
    "write for example p95",
  ),
];

/** Wrong limits. */
export const limits: readonly Refusal[] = [
  cpu("a percentage above 100", { above: 101 }, "above", "0 to 100 per cent", "write for example 100"),
  cpu(
    "both directions",
    { below: 10 },
    "above, below",
    "one of the two",
    "write two limits, each with a name",
  ),
  calls(
    "a threshold that is no number",
    (monitoring, stack) => monitoring.watch(thing(stack), { tasks: { ...noThreshold, below: Number.NaN } }),
    "below",
    "a finite number",
    "write the threshold as a number",
    "monitoring/api-tasks",
  ),
  cpu("no impact", { impact: " " }, "impact", "a text for the person on call", "say what users feel"),
  cpu(
    "no action",
    { action: "" },
    "action",
    "a text for the person on call",
    "say where to look and what to do",
  ),
  cpu(
    "a description that is too long",
    { impact: "x".repeat(1024) },
    "impact, action",
    "a description of at most 1024 characters",
    "shorten them, and refer to a runbook",
  ),
  cpu(
    "seconds of a metric that AWS measures by the minute",
    { for: "30 seconds" },
    "for",
    '"1 minute" to "7 days"',
    'write a whole number and its unit, e.g. "1 minute"',
  ),
  cpu(
    "a period of a minute and a half",
    { for: "90 seconds" },
    "for",
    "10, 20 or 30 seconds, or whole minutes",
    'write for example "2 minutes"',
  ),
  cpu(
    "a period of an hour and a half minute",
    { for: "1 day", period: "3630 seconds" },
    "period",
    "10, 20 or 30 seconds, or whole minutes",
    'write for example "61 minutes"',
  ),
  cpu(
    "a time that is not whole periods",
    { for: "10 minutes", period: "3 minutes" },
    "for",
    "whole periods of 180 seconds",
    'write for example "720 seconds", or change period',
  ),
  cpu(
    "two days in short periods",
    { for: "2 days" },
    "for",
    "at most a day, or a week in periods of an hour and more",
    'write for example period: "1 hour"',
  ),
  cpu(
    "more than a week",
    { for: "8 days" },
    "for",
    '"1 minute" to "7 days"',
    'write a whole number and its unit, e.g. "7 days"',
  ),
];
