import type { IConstruct } from "constructs";
import { isMath, type MathMetric, type Metric, type Series } from "../../src/core";
import { report } from "../../src/engine";

/** Id of the entry whose value is tracked. */
const RESULT = "result";
/** AWS takes ten entries, the formula among them. */
const MOST_SERIES = 9;

/** A metric as target tracking wants it: a series, or a formula with the series it is made of. */
export function specificationOf(construct: IConstruct, metric: Metric) {
  if (isMath(metric)) {
    checkIds(construct, Object.keys(metric.of));
    return { customizedMetricSpecification: { metrics: formula(metric) } };
  }
  const { namespace, name, statistic } = metric;
  return {
    customizedMetricSpecification: {
      namespace,
      metricName: name,
      statistic,
      dimensions: dimensionsOf(metric),
    },
  };
}

/** One entry returns the value that is tracked; the others feed it. */
function formula({ expression, label, of }: MathMetric) {
  return [
    ...Object.entries(of).map(([id, series]) => ({
      id,
      metricStat: {
        metric: {
          namespace: series.namespace,
          metricName: series.name,
          dimensions: dimensionsOf(series),
        },
        stat: series.statistic,
      },
      returnData: false,
    })),
    { id: RESULT, expression, label, returnData: true },
  ];
}

function dimensionsOf({ dimensions }: Series) {
  return Object.entries(dimensions).map(([name, value]) => ({ name, value }));
}

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TargetTrackingMetricDataQuery.html */
function checkIds(construct: IConstruct, ids: readonly string[]): void {
  const fine = ids.every((id) => /^[a-z]\w*$/.test(id) && id !== RESULT);
  if (fine && ids.length > 0 && ids.length <= MOST_SERIES) return;
  report(construct, {
    prop: "onMetric.metric.of",
    value: ids,
    allowed: `1 to ${MOST_SERIES} series by ids that begin with a lower case letter, other than ${RESULT}`,
    fix: "rename or remove series",
  });
}
