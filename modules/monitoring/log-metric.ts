import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { Construct } from "constructs";
import {
  checkFormat,
  type IMonitored,
  type Limits,
  type Metric,
  metricsOf,
  nameFor,
  type PhysicalName,
  type Statistic,
  thingOf,
  type Unit,
} from "../../src/core";
import { isToken, report } from "../../src/engine";

export interface LogMetricProps {
  /** Log group to read, e.g. a `LogGroup`, or `{ name }` of one that exists already. */
  readonly logs: { readonly name: string };
  /**
   * Which lines are measured, up to 1024 characters: a word, `"two words"`, `{ $.level = "ERROR" }` for JSON or
   * `[ip, user, …]` for columns. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
   */
  readonly pattern: string;
  /** What a line adds: a number, or a field such as `$.depth` of JSON or `$size` of columns. @default "1" - lines are counted */
  readonly value?: string;
  /** @default "Count" */
  readonly unit?: Exclude<Unit, "Days">;
  /** How the values of one period become one. @default "Sum" - of lines that are counted */
  readonly statistic?: Statistic;
  /** Namespace of the metric in CloudWatch. @default - `<project>-<environment>/<name>` */
  readonly namespace?: PhysicalName;
  /** Name of the metric in CloudWatch. @default - the construct's ids: `error-count` makes `ErrorCount` */
  readonly metricName?: string;
  /** Name of the filter. @default - the construct's ids */
  readonly name?: PhysicalName;
}

const LOG_GROUP = {
  pattern: /^[\w./#-]{1,512}$/,
  allowed: "the name of a log group",
  fix: "write for example /aws/rds/instance/orders/postgresql",
};
const PATTERN = {
  pattern: /^(?!.{1025})(?:\{.*\}|\[.*\]|[^{[].*)?$/s,
  allowed: "up to 1024 characters: words, { … } for JSON, or [ … ] for columns",
  fix: "close the bracket, or shorten the pattern",
};
const VALUE = {
  pattern: /^(?!.{101})(?:-?\d+(?:\.\d+)?|\$\.?[A-Za-z_][\w.[\]-]*)$/,
  allowed: "a number, or a field, of at most 100 characters",
  fix: 'write for example "1" or "$.duration"',
};
const METRIC_NAME = {
  pattern: /^[^:*$\p{Cc}]{1,255}$/u,
  allowed: "1 to 255 characters without colon, asterisk and dollar",
  fix: "write for example ErrorCount",
};

/** A metric from lines of a log: how many match a pattern, or what they say. It measures what comes from now on. */
export class LogMetric extends Construct implements IMonitored<"count"> {
  readonly resource: CloudwatchLogMetricFilter;
  readonly label: string;
  private readonly metric: Metric;

  constructor(scope: Construct, id: string, props: LogMetricProps) {
    super(scope, id);
    const { logs, pattern, value = "1", unit = "Count", statistic = "Sum" } = props;
    this.label = thingOf(this);
    const { metricName = pascal(this.label) } = props;
    checkFormat(this, "logs.name", logs.name, LOG_GROUP);
    checkFormat(this, "pattern", pattern, PATTERN);
    checkFormat(this, "value", value, VALUE);
    checkFormat(this, "metricName", metricName, METRIC_NAME);
    this.checkField(pattern, value);
    const namespace = nameFor(this, "metric-namespace", props.namespace ?? textOf(props.name));
    this.resource = new CloudwatchLogMetricFilter(this, "@filter", {
      name: nameFor(this, "metric-filter", props.name),
      logGroupName: logs.name,
      pattern,
      metricTransformation: { namespace, name: metricName, value, unit },
    });
    this.metric = metricsOf(this, namespace, {}).metric(metricName, statistic, unit);
  }

  get metrics(): Readonly<Record<"count", Metric>> {
    return { count: this.metric };
  }

  /** None: how many lines are too many is the platform's to say. */
  get recommended(): Limits<"count"> {
    return {};
  }

  private checkField(pattern: string, value: string): void {
    if (isToken(pattern) || !value.startsWith("$")) return;
    const [opening, what] = value.startsWith("$.") ? ["{", "{ … }"] : ["[", "[ … ]"];
    if (pattern.startsWith(opening)) return;
    report(this, {
      prop: "value",
      value,
      allowed: `a field of the pattern: ${value} wants ${what}`,
      fix: 'change the pattern, or count lines with "1"',
    });
  }
}

function pascal(label: string): string {
  return label.replace(/(?:^|[-_])(\w)/g, (_, first: string) => first.toUpperCase());
}

/** The filter's name may be exact; its namespace still says whose metric it is. */
function textOf(name: PhysicalName | undefined): string | undefined {
  return typeof name === "object" ? name.exact : name;
}
