import { isMath, type Limit, type Metric, type Unit } from "../../src/core";

/** A metric in words, the same in alarms and on dashboards: `CPUUtilization`, `p95 of TargetResponseTime`. */
export function wordsOf(metric: Metric): string {
  if (isMath(metric)) return metric.label;
  return metric.statistic.startsWith("p") ? `${metric.statistic} of ${metric.name}` : metric.name;
}

/** An amount as one says it: `85 %`, `1.5 GiB`. */
function amountOf(value: number, unit: Unit): string {
  switch (unit) {
    case "Percent":
      return `${value} %`;
    case "Seconds":
      return `${value} s`;
    case "Days":
      return `${value} days`;
    case "Bytes":
      return bytes(value);
    case "Count":
      return String(value);
  }
}

function bytes(value: number): string {
  const rounded = (size: number) => Number((value / size).toFixed(1));
  if (value >= 2 ** 30) return `${rounded(2 ** 30)} GiB`;
  return value >= 2 ** 20 ? `${rounded(2 ** 20)} MiB` : `${value} bytes`;
}

/** An alarm's text: what is wrong, what users feel, where to look; a line each. */
export function textOf(label: string, metric: Metric, limit: Limit): string {
  const [beyond, value] = "above" in limit ? ["above", limit.above] : ["below", limit.below];
  const wrong = `${wordsOf(metric)} ${beyond} ${amountOf(value, metric.unit)} for ${limit.for}`;
  return `${label}: ${wrong}\nImpact: ${limit.impact}\nAction: ${limit.action}`;
}
