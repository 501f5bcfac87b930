import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Construct } from "constructs";
import { nameFor, PlatformStack } from "../../src/core";
import { lazyJson } from "../../src/engine";
import type { IMonitored, Metric } from "./metric";

/** CloudWatch divides a dashboard into 24 columns: three graphs a row. */
const WIDTH = 8;
const HEIGHT = 6;
const PER_ROW = 24 / WIDTH;

/** One page with every metric of what is watched, a heading for each, thresholds drawn in. */
export class Dashboard extends Construct {
  readonly resource: CloudwatchDashboard;

  constructor(scope: Construct, id: string, { watch }: { readonly watch: readonly IMonitored[] }) {
    super(scope, id);
    const { region } = PlatformStack.of(this);
    this.resource = new CloudwatchDashboard(this, "@dashboard", {
      dashboardName: nameFor(this, "dashboard"),
      dashboardBody: lazyJson(() => ({ widgets: layOut(watch, region) })),
    });
  }
}

function layOut(watch: readonly IMonitored[], region: string): object[] {
  let y = 0;
  return watch.flatMap((thing) => {
    const metrics = distinct(thing.metrics());
    const heading = {
      type: "text",
      x: 0,
      y,
      width: 24,
      height: 1,
      properties: { markdown: `## ${thing.node.id}` },
    };
    const top = y + 1;
    y = top + Math.ceil(metrics.length / PER_ROW) * HEIGHT;
    return [heading, ...metrics.map((metric, index) => graph(metric, index, top, region))];
  });
}

/** Two alarms may watch one metric at different thresholds; one graph shows it. */
function distinct(metrics: readonly Metric[]): Metric[] {
  const keyOf = ({ namespace, name, dimensions }: Metric) => JSON.stringify([namespace, name, dimensions]);
  return metrics.filter(
    (metric, index) => metrics.findIndex((other) => keyOf(other) === keyOf(metric)) === index,
  );
}

function graph(metric: Metric, index: number, top: number, region: string): object {
  const { threshold } = metric;
  return {
    type: "metric",
    x: (index % PER_ROW) * WIDTH,
    y: top + Math.floor(index / PER_ROW) * HEIGHT,
    width: WIDTH,
    height: HEIGHT,
    properties: {
      title: metric.id,
      region,
      view: "timeSeries",
      period: 300,
      metrics: lines(metric),
      ...(metric.unit === "Percent" ? { yAxis: { left: { min: 0, max: 100 } } } : {}),
      ...(threshold
        ? {
            annotations: {
              horizontal: [
                { label: "alarm", value: "above" in threshold ? threshold.above : threshold.below },
              ],
            },
          }
        : {}),
    },
  };
}

function lines({ namespace, name, dimensions, statistic, shareOf }: Metric): unknown[] {
  const where = Object.entries(dimensions).flat();
  if (!shareOf) return [[namespace, name, ...where, { stat: statistic }]];
  return [
    [{ expression: "IF(whole > 0, 100 * part / whole, 0)", label: `${name} in % of ${shareOf}` }],
    [namespace, name, ...where, { stat: statistic, id: "part", visible: false }],
    [namespace, shareOf, ...where, { stat: statistic, id: "whole", visible: false }],
  ];
}
