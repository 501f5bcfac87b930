import type { Duration } from "../../src/core";

/** When a metric is wrong for long enough that somebody should know. */
export type Threshold = ({ readonly above: number } | { readonly below: number }) & {
  /** How long it has to be wrong. */
  readonly for: Duration;
  /** Length of one measurement. @default "5 minutes", or `for` when that is shorter */
  readonly period?: Duration;
  /** What silence means: a worker that reports nothing is down, a load balancer without requests is fine. @default "notBreaching" */
  readonly missing?: "breaching" | "notBreaching";
  /** Where the number comes from: an inventory id, or a reason. Ends up in the alarm's description. */
  readonly source: string;
};

/** How measurements of one period become one number. */
export type Statistic = "Average" | "Sum" | "Minimum" | "Maximum" | "p95";

/** One measurement of one thing, from which alarms, dashboards and scaling are derived. */
export interface Metric {
  /** Ends names and addresses, e.g. `cpu`. */
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: Statistic;
  readonly unit: "Percent" | "Count" | "Seconds" | "Bytes";
  /** Shown as a share of this metric, in per cent. @default - shown as it is */
  readonly shareOf?: string;
  /** @default - no alarm */
  readonly threshold?: Threshold;
}

/** What can be watched. */
export interface IMonitored {
  readonly node: { readonly id: string };
  metrics(): readonly Metric[];
}

/** Makes metrics of one namespace and one set of dimensions. */
export function metric(namespace: string, dimensions: Readonly<Record<string, string>>) {
  return (
    id: string,
    name: string,
    statistic: Statistic,
    unit: Metric["unit"],
    threshold?: Threshold,
  ): Metric => ({
    id,
    namespace,
    name,
    dimensions,
    statistic,
    unit,
    ...(threshold ? { threshold } : {}),
  });
}
