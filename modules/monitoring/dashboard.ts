import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Construct } from "constructs";
import {
  isMath,
  type Limit,
  type Metric,
  nameFor,
  type PhysicalName,
  placeOf,
  type Series,
} from "../../src/core";
import { lazyJson } from "../../src/engine";
import { renamed } from "./formula";
import { wordsOf } from "./words";

/** What is drawn in one rectangle. */
export interface Graph {
  readonly title: string;
  readonly metrics: readonly Metric[];
  /** Drawn as lines. */
  readonly limits: readonly Limit[];
}

/** A heading and the graphs below it. */
interface Section {
  readonly heading?: string;
  readonly graphs: readonly Graph[];
  /** How many graphs stand side by side. */
  readonly columns: number;
}

/** CloudWatch divides a dashboard into 24 columns. */
const WIDTH = 24;
const HEIGHT = 6;
const COLORS = { critical: "#d62728", warning: "#ff7f0e" } as const;

/**
 * One page: graphs that were asked for, two side by side, then a row of graphs for each thing.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export class Dashboard extends Construct {
  readonly resource: CloudwatchDashboard;
  private readonly graphs: Graph[] = [];
  private readonly rows: Section[] = [];

  constructor(scope: Construct, id: string, name?: PhysicalName) {
    super(scope, id);
    this.resource = new CloudwatchDashboard(this, "@dashboard", {
      dashboardName: nameFor(this, "dashboard", name),
      dashboardBody: lazyJson(() => ({
        widgets: layOut([{ graphs: this.graphs, columns: 2 }, ...this.rows], placeOf(this).region),
      })),
    });
  }

  addGraph(graph: Graph): void {
    this.graphs.push(graph);
  }

  addRow(heading: string, graphs: readonly Graph[]): void {
    this.rows.push({ heading, graphs, columns: 3 });
  }
}

function layOut(sections: readonly Section[], region: string): object[] {
  let y = 0;
  return sections.flatMap(({ heading, graphs, columns }) => {
    const text = heading === undefined ? [] : [headingAt(y, heading)];
    const top = y + text.length;
    y = top + Math.ceil(graphs.length / columns) * HEIGHT;
    const width = WIDTH / columns;
    const widgets = graphs.map((graph, index) => ({
      height: HEIGHT,
      properties: draw(graph, region),
      type: "metric",
      width,
      x: (index % columns) * width,
      y: top + Math.floor(index / columns) * HEIGHT,
    }));
    return [...text, ...widgets];
  });
}

function headingAt(y: number, heading: string): object {
  return { height: 1, properties: { markdown: `## ${heading}` }, type: "text", width: WIDTH, x: 0, y };
}

function draw({ title, metrics, limits }: Graph, region: string): object {
  const horizontal = limits.map((limit) => ({
    color: COLORS[limit.severity],
    label: limit.severity,
    value: "above" in limit ? limit.above : limit.below,
  }));
  return {
    ...(horizontal.length > 0 ? { annotations: { horizontal } } : {}),
    metrics: metrics.flatMap((metric, index) => lines(metric, index, region)),
    period: 300,
    region,
    title,
    view: "timeSeries",
    yAxis: { left: { min: 0 } },
  };
}

/** A series is a line; of a formula only the result is drawn. */
function lines(metric: Metric, index: number, home: string): unknown[] {
  const region = metric.region === home ? {} : { region: metric.region };
  if (!isMath(metric)) return [line(metric, { ...region })];
  const rename = (id: string) => (index === 0 ? id : `${id}_${index + 1}`);
  const { expression, label, of } = metric;
  return [
    [{ expression: renamed(expression, rename), label, ...region }],
    ...Object.entries(of).map(([id, series]) => line(series, { id: rename(id), visible: false, ...region })),
  ];
}

function line({ namespace, name, dimensions, statistic }: Series, options: object): unknown[] {
  return [namespace, name, ...Object.entries(dimensions).flat(), { stat: statistic, ...options }];
}

/** The one graph of a metric. */
export function graphOf(metric: Metric, limits: readonly Limit[]): Graph {
  return { title: wordsOf(metric), metrics: [metric], limits };
}
