import type { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Construct } from "constructs";
import type { IMonitored, Limit, Limits, Metric, PhysicalName, Severity } from "../../src/core";
import { report, whenComplete } from "../../src/engine";
import { Alarm } from "./alarm";
import { checkTopicRegion, type IAlertTopic } from "./alert-topic";
import { Dashboard, graphOf } from "./dashboard";
import { checkMetric } from "./formula";

export interface MonitoringProps {
  /** Where alarms are sent: all to one topic, or each severity to its own. */
  readonly alerts: IAlertTopic | Readonly<Record<Severity, IAlertTopic>>;
  /** Name of the dashboard; alarms are named after what they watch. @default - the construct's ids */
  readonly name?: PhysicalName;
}

/** Labels and names of limits become parts of addresses and of names. */
const WORD = /^[A-Za-z0-9](?:[\w-]*[A-Za-z0-9])?$/;

/** What is watched: its name, and what it measures. Every module that is `IMonitored` is one. */
export type Watched<M extends string = string> = Pick<IMonitored<M>, "label" | "metrics">;

/**
 * Alarms for what a platform wants to know, and one dashboard. What is watched says what it measures; limits, severities
 * and texts are the platform's.
 */
export class Monitoring extends Construct {
  /** The dashboard. */
  readonly resource: CloudwatchDashboard;
  private readonly dashboard: Dashboard;
  private readonly labels = new Set<string>();
  private readonly titles = new Set<string>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: MonitoringProps,
  ) {
    super(scope, id);
    this.dashboard = new Dashboard(this, "@dashboard", props.name);
    this.resource = this.dashboard.resource;
    const { alerts } = props;
    for (const topic of "arn" in alerts ? [alerts] : Object.values(alerts)) {
      checkTopicRegion(this, "alerts", topic);
      topic.allowService?.("cloudwatch-alarms");
    }
    whenComplete(this, () => {
      if (this.labels.size + this.titles.size > 0) return;
      report(this, {
        prop: "watch",
        value: undefined,
        allowed: "at least one thing to watch or to show",
        fix: "call watch(…), show(…) or graph(…), or remove the monitoring",
      });
    });
  }

  /**
   * Makes an alarm for every limit, and shows all metrics of the thing on the dashboard with the limits drawn in.
   * @param thing watched once, with all its limits
   * @param limits of its metrics, e.g. `thing.recommended` as they are, or spread and changed
   * @returns the alarms, in the order of the limits
   */
  watch<M extends string>(thing: Watched<M>, limits: Limits<NoInfer<M>>): readonly Alarm[] {
    const place = `watch(${thing.label})`;
    if (!this.isNew(place, thing)) return [];
    const metrics: Readonly<Record<string, Metric>> = thing.metrics;
    const wanted = listed(limits);
    this.addRow(place, thing, wanted);
    if (wanted.length === 0) {
      report(this, {
        prop: place,
        value: limits,
        allowed: "at least one limit",
        fix: `write limits, or call show(${thing.label}) for the dashboard alone`,
      });
    }
    const suffixes = new Set<string>();
    return wanted.flatMap(({ name, limit }) => {
      const metric = metrics[name];
      if (!metric) {
        this.reportUnknown(`${place}.${name}`, name, Object.keys(metrics));
        return [];
      }
      const suffix = limit.name ?? hyphenated(name);
      if (!this.isNewSuffix(`${place}.${name}`, suffix, suffixes)) return [];
      const topicArn = this.topicArn(`${place}.${name}`, limit.severity);
      const { label } = thing;
      return [new Alarm(this, `${label}-${suffix}`, { label, suffix, metric, limit, topicArn })];
    });
  }

  /** Shows all metrics of things on the dashboard, without alarms. */
  show(...things: readonly Watched[]): this {
    for (const thing of things) {
      const place = `show(${thing.label})`;
      if (this.isNew(place, thing)) this.addRow(place, thing, []);
    }
    return this;
  }

  /** Shows metrics, of one thing or several, in a graph of its own at the top of the dashboard. */
  graph(title: string, metrics: readonly Metric[]): this {
    const place = `graph(${title})`;
    if (title.trim() === "" || this.titles.has(title) || metrics.length === 0) {
      report(this, {
        prop: place,
        value: metrics.length === 0 ? metrics : title,
        allowed: "a title that no other graph has, and at least one metric",
        fix: "change the title, or add a metric",
      });
    }
    this.titles.add(title);
    for (const metric of metrics) checkMetric(this, place, metric);
    this.dashboard.addGraph({ title, metrics, limits: [] });
    return this;
  }

  private addRow(place: string, { label, metrics }: Watched, limits: readonly NamedLimit[]): void {
    const graphs = Object.entries(metrics).map(([name, metric]) => {
      checkMetric(this, `${place}.${name}`, metric);
      return graphOf(
        metric,
        limits.filter((one) => one.name === name).map(({ limit }) => limit),
      );
    });
    this.dashboard.addRow(label, graphs);
  }

  private isNew(place: string, { label }: Watched): boolean {
    const isWord = WORD.test(label);
    if (!isWord) {
      report(this, {
        prop: `${place}.label`,
        value: label,
        allowed: "letters, digits, hyphens and underscores",
        fix: "write for example orders-api",
      });
    } else if (this.labels.has(label)) {
      report(this, {
        prop: place,
        value: label,
        allowed: "each thing once, and each label",
        fix: "watch it once, with all its limits, or give one of two things another label",
      });
    }
    const isNew = isWord && !this.labels.has(label);
    this.labels.add(label);
    return isNew;
  }

  private isNewSuffix(prop: string, suffix: string, known: Set<string>): boolean {
    const isWord = WORD.test(suffix);
    if (!isWord || known.has(suffix)) {
      report(this, {
        prop: `${prop}.name`,
        value: suffix,
        allowed: isWord
          ? "a name that no other limit of the thing has"
          : "letters, digits, hyphens and underscores",
        fix: 'write for example name: "cpu-critical"',
      });
    }
    const isNew = isWord && !known.has(suffix);
    known.add(suffix);
    return isNew;
  }

  private reportUnknown(prop: string, name: string, known: readonly string[]): void {
    report(this, {
      prop,
      value: name,
      allowed: known.join(", ") || "nothing: it has no metrics",
      fix: "write the name of one of its metrics, or remove the limit",
    });
  }

  private topicArn(prop: string, severity: Severity): string {
    const { alerts } = this.props;
    if ("arn" in alerts) return alerts.arn;
    const topic: IAlertTopic | undefined = alerts[severity];
    if (topic) return topic.arn;
    report(this, {
      prop: `${prop}.severity`,
      value: severity,
      allowed: Object.keys(alerts).join(", "),
      fix: "write one of them, or give the severity a topic",
    });
    return "";
  }
}

interface NamedLimit {
  /** The metric's. */
  readonly name: string;
  readonly limit: Limit;
}

/** All limits in one list. */
function listed(limits: Limits<string>): NamedLimit[] {
  return Object.entries(limits).flatMap(([name, given = []]) =>
    [given].flat().map((limit: Limit) => ({ name, limit })),
  );
}

/** CloudWatch's names as suffixes of others: `cpuUtilization` is `cpu-utilization`, `target5xxRate` is `target-5xx-rate`. */
function hyphenated(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[a-z])(?=\d)/g, "-").toLowerCase();
}
