import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { isMath, type Limit, type Metric, nameFor, placeOf, type Series } from "../../src/core";
import { report } from "../../src/engine";
import { RESULT } from "./formula";
import { descriptionOf, thresholdOf, timingOf } from "./limit";

/** An alarm, for what reacts to it: a deployment that rolls back, a composite alarm. */
export interface IAlarm {
  readonly arn: string;
  /** Its physical name; no reference, so that what it watches can name it. */
  readonly name: string;
}

export interface AlarmProps {
  /** What is watched, e.g. `api`: prefix of the alarm's name. */
  readonly label: string;
  /** Suffix of the alarm's name, e.g. `cpu-utilization`. */
  readonly suffix: string;
  readonly metric: Metric;
  readonly limit: Limit;
  /** ARN of the topic that is told when the alarm starts and when it ends. */
  readonly topicArn: string;
}

/**
 * Tells a topic when a metric is beyond its limit, and when it is back.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export class Alarm extends Construct implements IAlarm {
  readonly resource: CloudwatchMetricAlarm;
  readonly name: string;

  constructor(scope: Construct, id: string, { label, suffix, metric, limit, topicArn }: AlarmProps) {
    super(scope, id);
    this.checkRegion(metric);
    this.name = nameFor(this, "alarm", label, suffix);
    const { period, evaluationPeriods } = timingOf(this, metric, limit);
    this.resource = new CloudwatchMetricAlarm(this, "@alarm", {
      alarmName: this.name,
      alarmDescription: descriptionOf(this, label, metric, limit),
      comparisonOperator: "above" in limit ? "GreaterThanThreshold" : "LessThanThreshold",
      threshold: thresholdOf(this, metric, limit),
      evaluationPeriods,
      treatMissingData: limit.missing ?? "notBreaching",
      alarmActions: [topicArn],
      okActions: [topicArn],
      ...measurement(metric, period),
    });
  }

  get arn(): string {
    return this.resource.arn;
  }

  private checkRegion(metric: Metric): void {
    const { region } = placeOf(this);
    if (metric.region === region) return;
    report(this, {
      prop: "metric.region",
      value: metric.region,
      allowed: `${region}, where the alarm is: CloudWatch watches metrics of its own region only`,
      fix: `watch it with a Monitoring in inRegion("${metric.region}")`,
    });
  }
}

/** What is measured. The unit is not given: an alarm whose unit is not that of the data never has any. */
function measurement(metric: Metric, period: number): Partial<CloudwatchMetricAlarmConfig> {
  if (!isMath(metric)) {
    const { statistic } = metric;
    return {
      ...located(metric),
      period,
      ...(statistic.startsWith("p") ? { extendedStatistic: statistic } : { statistic }),
    };
  }
  const { expression, label, of } = metric;
  return {
    metricQuery: [
      { id: RESULT, expression, label, returnData: true },
      ...Object.entries(of).map(([id, series]) => ({
        id,
        metric: { ...located(series), period, stat: series.statistic },
      })),
    ],
  };
}

function located({ namespace, name, dimensions }: Series) {
  return {
    namespace,
    metricName: name,
    ...(Object.keys(dimensions).length > 0 ? { dimensions: { ...dimensions } } : {}),
  };
}
