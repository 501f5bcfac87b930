import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { nameFor, seconds } from "../../src/core";
import { report } from "../../src/engine";
import type { IAlertTopic } from "./alert-topic";
import type { Metric, Threshold } from "./metric";

export interface AlarmProps {
  readonly metric: Metric;
  readonly threshold: Threshold;
  /** What is watched, e.g. `api`: begins the alarm's name. */
  readonly label: string;
  readonly alertsTo: IAlertTopic;
}

/** Five minutes smooth over what heals itself. */
const USUAL_PERIOD = 300;

/** An alarm that says when a metric goes wrong, and when it is well again. */
export class Alarm extends Construct {
  readonly resource: CloudwatchMetricAlarm;

  constructor(scope: Construct, id: string, { metric, threshold, label, alertsTo }: AlarmProps) {
    super(scope, id);
    const lasting = seconds(threshold.for);
    const period = threshold.period ? seconds(threshold.period) : Math.min(USUAL_PERIOD, lasting);
    if (lasting % period !== 0 || (period % 60 !== 0 && ![10, 30].includes(period))) {
      report(this, {
        prop: "threshold.period",
        value: threshold.period ?? `${period} seconds`,
        allowed: `10 or 30 seconds, or whole minutes, that divide threshold.for (${threshold.for})`,
        fix: "change one of the two",
      });
    }
    const above = "above" in threshold;
    this.resource = new CloudwatchMetricAlarm(this, "@alarm", {
      alarmName: nameFor(this, "alarm", `${label}-${metric.id}`),
      alarmDescription: `${metric.name} of ${label}. Threshold: ${threshold.source}`,
      comparisonOperator: above ? "GreaterThanThreshold" : "LessThanThreshold",
      threshold: above ? threshold.above : threshold.below,
      evaluationPeriods: Math.ceil(lasting / period),
      treatMissingData: threshold.missing ?? "notBreaching",
      alarmActions: [alertsTo.arn],
      okActions: [alertsTo.arn],
      ...measurement(metric, period),
    });
  }
}

type Measurement = Partial<CloudwatchMetricAlarmConfig>;

function measurement(metric: Metric, period: number): Measurement {
  if (metric.shareOf) return share(metric, metric.shareOf, period);
  const { namespace, name, dimensions, statistic } = metric;
  const how: Measurement = statistic.startsWith("p") ? { extendedStatistic: statistic } : { statistic };
  return { namespace, metricName: name, dimensions: { ...dimensions }, period, ...how };
}

/** The share in per cent; no requests at all are no errors. */
function share(
  { namespace, name, dimensions, statistic }: Metric,
  whole: string,
  period: number,
): Measurement {
  const query = (id: string, metricName: string) => ({
    id,
    metric: { namespace, metricName, dimensions: { ...dimensions }, period, stat: statistic },
  });
  return {
    metricQuery: [
      {
        id: "share",
        expression: "IF(whole > 0, 100 * part / whole, 0)",
        label: `${name} in % of ${whole}`,
        returnData: true,
      },
      query("part", name),
      query("whole", whole),
    ],
  };
}
