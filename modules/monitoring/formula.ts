import type { IConstruct } from "constructs";
import { isMath, type MathMetric, type Metric } from "../../src/core";
import { report } from "../../src/engine";

/** Id of the formula's result among those of its series. */
export const RESULT = "result";

/** At most ten queries an alarm, the formula included. */
const MOST_SERIES = 9;
const LONGEST_EXPRESSION = 2048;
const ID = /^[a-z]\w*$/;
/** Texts in quotes, and ids: functions and operators of metric math are written in capitals. */
const IDS = /'[^']*'|"[^"]*"|\b[a-z]\w*/g;
const STATISTIC = /^(?:Average|Sum|Minimum|Maximum|SampleCount|p(?:\d{1,2}(?:\.\d{1,10})?|100))$/;

/** A formula whose ids are others: those of two formulas must differ where both are drawn in one graph. */
export function renamed(expression: string, rename: (id: string) => string): string {
  return expression.replace(IDS, (word) => (ID.test(word) ? rename(word) : word));
}

/**
 * Reports what CloudWatch refuses in a metric.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html
 */
export function checkMetric(construct: IConstruct, prop: string, metric: Metric): void {
  for (const { statistic } of isMath(metric) ? Object.values(metric.of) : [metric]) {
    if (STATISTIC.test(statistic)) continue;
    report(construct, {
      prop: `${prop}.statistic`,
      value: statistic,
      allowed: "Average, Sum, Minimum, Maximum, SampleCount, or p0 to p100",
      fix: "write for example p95",
    });
  }
  if (isMath(metric)) checkFormula(construct, prop, metric);
}

function checkFormula(construct: IConstruct, prop: string, { expression, of }: MathMetric): void {
  const ids = Object.keys(of);
  const wrong = ids.filter((id) => !ID.test(id) || id === RESULT);
  if (wrong.length > 0 || ids.length === 0 || ids.length > MOST_SERIES) {
    report(construct, {
      prop: `${prop}.of`,
      value: wrong.length > 0 ? wrong : `${ids.length} series`,
      allowed: `1 to ${MOST_SERIES} series; ids of letters, digits and underscores that begin with a lower case letter, other than "${RESULT}"`,
      fix: "rename the ids, or split the formula",
    });
  }
  const unknown = [...expression.matchAll(IDS)]
    .map(([id]) => id)
    .filter((id) => ID.test(id) && !ids.includes(id));
  if (
    expression === "" ||
    expression.length > LONGEST_EXPRESSION ||
    unknown.length > 0 ||
    /\bSEARCH\(/.test(expression)
  ) {
    report(construct, {
      prop: `${prop}.expression`,
      value: expression,
      allowed: `up to ${LONGEST_EXPRESSION} characters over ${ids.join(", ") || "the ids of its series"}, without SEARCH`,
      fix:
        unknown.length > 0
          ? `add ${unknown.join(", ")} to the series, or correct the formula`
          : "correct the formula",
    });
  }
}
