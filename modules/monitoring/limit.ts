import type { IConstruct } from "constructs";
import { checkNumber, isMath, type Limit, type Metric, seconds } from "../../src/core";
import { isToken, report } from "../../src/engine";
import { textOf } from "./words";

/** Five minutes smooth over what heals itself. */
const USUAL_PERIOD = 300;
const HIGH_RESOLUTION = [10, 20, 30];
const HOUR = 3600;
const DAY = 24 * HOUR;
const LONGEST_DESCRIPTION = 1024;

/** The threshold of a limit; reports one that can never be crossed, or is none. */
export function thresholdOf(alarm: IConstruct, metric: Metric, limit: Limit): number {
  if ("above" in limit && "below" in limit) {
    report(alarm, {
      prop: "above, below",
      value: [limit.above, limit.below],
      allowed: "one of the two",
      fix: "write two limits, each with a name",
    });
  }
  const [prop, value] = "above" in limit ? ["above", limit.above] : ["below", limit.below];
  if (metric.unit === "Percent")
    return checkNumber(alarm, prop, value, { min: 0, max: 100, fractions: true, unit: "per cent" });
  if (!isToken(value) && !Number.isFinite(value)) {
    report(alarm, {
      prop,
      value: String(value),
      allowed: "a finite number",
      fix: "write the threshold as a number",
    });
  }
  return value;
}

/**
 * How a limit is evaluated, in seconds; reports what CloudWatch does not take.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export function timingOf(
  alarm: IConstruct,
  metric: Metric,
  limit: Limit,
): { readonly period: number; readonly evaluationPeriods: number } {
  const min = isDetailed(metric) ? "10 seconds" : "1 minute";
  const lasting = seconds(alarm, "for", limit.for, { min, max: "7 days" });
  const period =
    limit.period === undefined
      ? Math.min(USUAL_PERIOD, lasting)
      : seconds(alarm, "period", limit.period, { min, max: "1 day" });
  if (!HIGH_RESOLUTION.includes(period) && period % 60 !== 0) {
    report(alarm, {
      prop: limit.period === undefined ? "for" : "period",
      value: limit.period ?? limit.for,
      allowed: "10, 20 or 30 seconds, or whole minutes",
      fix: `write for example "${Math.ceil(period / 60)} minutes"`,
    });
  } else if (lasting % period !== 0) {
    report(alarm, {
      prop: "for",
      value: limit.for,
      allowed: `whole periods of ${period} seconds`,
      fix: `write for example "${Math.ceil(lasting / period) * period} seconds", or change period`,
    });
  } else if (period < HOUR && lasting > DAY) {
    report(alarm, {
      prop: "for",
      value: limit.for,
      allowed: "at most a day, or a week in periods of an hour and more",
      fix: 'write for example period: "1 hour"',
    });
  }
  return { period, evaluationPeriods: Math.ceil(lasting / period) };
}

/** The text of an alarm; reports one that tells too little or too much. */
export function descriptionOf(alarm: IConstruct, label: string, metric: Metric, limit: Limit): string {
  for (const prop of ["impact", "action"] as const) {
    if (limit[prop].trim()) continue;
    report(alarm, {
      prop,
      value: limit[prop],
      allowed: "a text for the person on call",
      fix: prop === "impact" ? "say what users feel" : "say where to look and what to do",
    });
  }
  const text = textOf(label, metric, limit);
  if (text.length > LONGEST_DESCRIPTION) {
    report(alarm, {
      prop: "impact, action",
      value: `${text.length} characters`,
      allowed: `a description of at most ${LONGEST_DESCRIPTION} characters`,
      fix: "shorten them, and refer to a runbook",
    });
  }
  return text;
}

/** AWS's own metrics have at most a value a minute; shorter periods would find no data. */
function isDetailed(metric: Metric): boolean {
  const series = isMath(metric) ? Object.values(metric.of) : [metric];
  return series.every(({ namespace }) => !/^(?:AWS|ECS)\//.test(namespace));
}
