import type { IConstruct } from "constructs";
import { placeOf } from "./place";
import type { Duration } from "./units";

/** How measurements of one period become one number. */
export type Statistic = "Average" | "Sum" | "Minimum" | "Maximum" | "SampleCount" | `p${number}`;

/** What a metric counts. */
export type Unit = "Percent" | "Count" | "Seconds" | "Bytes" | "Days";

/** One series of measurements in CloudWatch. */
export interface Series {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: Statistic;
}

/**
 * One measurement of one thing, from which alarms, dashboards and scaling are derived: a series, or an expression over
 * several, e.g. a share, or the highest of all nodes.
 */
export type Metric = (Series | MathMetric) & {
  readonly unit: Unit;
  /** Region in which CloudWatch has it: alarms on it live there. */
  readonly region: string;
};

/** A formula over series. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
export interface MathMetric {
  /** Formula over the ids of `of`, e.g. `100 * errors / requests`. */
  readonly expression: string;
  /** Words for the result, e.g. `5xx responses in % of requests`. */
  readonly label: string;
  /** At most nine, by an id that begins with a lower case letter. */
  readonly of: Readonly<Record<string, Series>>;
}

/** Who is told: someone is woken, or it is looked at on the next business day. */
export type Severity = "critical" | "warning";

/** When somebody should know, and what they should know. Numbers and words belong to the platform. */
export type Limit = ({ readonly above: number } | { readonly below: number }) & {
  /** How long the metric has to be beyond the limit. Whole periods, together at most a day (a week for periods of an hour). */
  readonly for: Duration;
  /** Length of one measurement. @default "5 minutes", or `for` when that is shorter */
  readonly period?: Duration;
  readonly severity: Severity;
  /** How missing data is treated: a worker that reports nothing is down, a load balancer without requests is fine. @default "notBreaching" */
  readonly missing?: "breaching" | "notBreaching";
  /** Suffix of the alarm's name. @default - the metric's name, e.g. `cpu-utilization` */
  readonly name?: string;
  /** What users feel, for the person on call: `requests are slow or fail`. */
  readonly impact: string;
  /** Where to look and what to do: `compare with the last release, then raise max`. */
  readonly action: string;
};

/** Limits of some metrics of a thing. A metric may have several, e.g. a warning and a critical one; they need names then. */
export type Limits<M extends string> = { readonly [K in M]?: Limit | readonly Limit[] };

/** What of a limit to change. `value` is its number, whichever side it is on. */
export type LimitChange = Partial<Omit<Limit, "above" | "below">> & { readonly value?: number };

/**
 * A recommended limit, changed in part: `changeLimit(api.recommended.cpuUtilization, { value: 90 })`. Of several, all
 * change; none stays none.
 */
export function changeLimit(
  limits: Limit | readonly Limit[] | undefined,
  { value, ...change }: LimitChange,
): readonly Limit[] {
  const one = (limit: Limit): Limit =>
    "above" in limit
      ? { ...limit, ...change, above: value ?? limit.above }
      : { ...limit, ...change, below: value ?? limit.below };
  return [limits ?? []].flat().map(one);
}

/** What can be watched. */
export interface IMonitored<M extends string = string> {
  /** What dashboards and alarms call it, e.g. `api`. */
  readonly label: string;
  readonly metrics: Readonly<Record<M, Metric>>;
  /** Limits that fit most platforms, from how the thing is configured; to be taken as they are, or spread and changed. */
  readonly recommended: Limits<M>;
}

/** Makes metrics of one thing: a namespace and a set of dimensions, in the region of the construct. */
export function metricsOf(
  construct: IConstruct,
  namespace: string,
  dimensions: Readonly<Record<string, string>>,
) {
  const { region } = placeOf(construct);
  const series = (name: string, statistic: Statistic): Series => ({ namespace, name, dimensions, statistic });
  return {
    /** A series as it is. */
    metric: (name: string, statistic: Statistic, unit: Unit): Metric => ({
      ...series(name, statistic),
      unit,
      region,
    }),
    /** One series in per cent of another; 0 without any. */
    share: (part: string, whole: string, statistic: Statistic = "Sum"): Metric => ({
      expression: "IF(whole > 0, 100 * part / whole, 0)",
      label: `${part} in % of ${whole}`,
      of: { part: series(part, statistic), whole: series(whole, statistic) },
      unit: "Percent",
      region,
    }),
  };
}

/** True for a formula over several series. */
export function isMath(metric: Series | MathMetric): metric is MathMetric {
  return "expression" in metric;
}
