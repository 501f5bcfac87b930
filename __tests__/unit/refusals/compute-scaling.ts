import type { TaskScaling } from "../../../modules/compute";
import type { Metric } from "../../../src/core";
import { service } from "./compute-services";
import type { Refusal } from "./refusal";

/** A service that scales wrongly. */
const scaling = (
  what: string,
  limits: { readonly min: number; readonly max: number },
  more: (scaling: TaskScaling) => void,
  prop: string,
  allowed: string,
  fix: string,
): Refusal => service(what, { count: "scaled" }, prop, allowed, fix, (made) => more(made.autoScale(limits)));

const LIMITS = { min: 1, max: 3 };

const SERIES = {
  namespace: "shop",
  name: "Depth",
  dimensions: {},
  statistic: "Average",
  unit: "Count",
  region: "eu-west-1",
} as const satisfies Metric;

export const ONE_QUESTION_MARK = [
  "a question mark as day of month or as day of week, and not as both",
  'write for example "cron(0 3 * * ? *)"',
] as const;

export const scalings: readonly Refusal[] = [
  scaling(
    "limits that cross",
    { min: 3, max: 2 },
    (to) => to.onCpu(70),
    "autoScale",
    "min up to max",
    "lower min or raise max",
  ),
  scaling(
    "limits and nothing that moves it",
    LIMITS,
    () => undefined,
    "autoScale",
    "limits with something that moves the service between them",
    "call onCpu, onMemory, onRequests, onMetric or onSchedule, or write count",
  ),
  scaling(
    "idle tasks for a target",
    LIMITS,
    (to) => to.onCpu(5),
    "onCpu",
    "10 to 95 per cent",
    "write for example 70",
  ),
  scaling(
    "full tasks for a target",
    LIMITS,
    (to) => to.onMemory(99),
    "onMemory",
    "10 to 95 per cent",
    "write for example 70",
  ),
  scaling(
    "the same measure twice",
    LIMITS,
    (to) => to.onCpu(70).onCpu(80),
    "autoScale",
    "each measure once",
    "remove one of the two, or give the metrics names",
  ),
  scaling(
    "a percentile",
    LIMITS,
    (to) => to.onMetric({ ...SERIES, statistic: "p95" }, 5),
    "onMetric.metric.statistic",
    "Average, Sum, Minimum, Maximum or SampleCount",
    "take another statistic: target tracking has no percentiles",
  ),
  scaling(
    "a metric of elsewhere",
    LIMITS,
    (to) => to.onMetric({ ...SERIES, region: "us-east-1" }, 5),
    "onMetric.metric",
    "a metric of the service's region, eu-west-1",
    "scale on a metric of the same region",
  ),
  scaling(
    "a target below 0",
    LIMITS,
    (to) => to.onMetric(SERIES, -5),
    "onMetric",
    "a number above 0",
    "write for example 100",
  ),
  scaling(
    "an id in a formula that AWS does not take",
    LIMITS,
    (to) => {
      const { unit, region, ...series } = SERIES;
      to.onMetric({ expression: "Up", label: "up", of: { Up: series }, unit, region }, 5);
    },
    "onMetric.metric.of",
    "1 to 9 series by ids that begin with a lower case letter, other than result",
    "rename or remove series",
  ),
  scaling(
    "no task at most",
    { min: 0, max: 0 },
    (to) => to.onCpu(70),
    "autoScale.max",
    "a whole number from 1 to 5000 tasks",
    "write for example 1",
  ),
  scaling(
    "requests of another's target group",
    LIMITS,
    (to) => to.onRequests(10, { arn: "arn:other", resourceLabel: "app/a/1", dependables: [] }),
    "onRequests.group",
    "a target group of the service",
    "take what route or routeRest of this service returns",
  ),
  scaling(
    "a clock that is none",
    LIMITS,
    (to) => to.onSchedule("night", { at: "cron(0 20 * * * *)", min: 1, max: 1 }),
    "onSchedule(night).at",
    ...ONE_QUESTION_MARK,
  ),
  scaling(
    "crossed limits at night",
    LIMITS,
    (to) => to.onSchedule("night", { at: "rate(1 day)", min: 2, max: 1 }),
    "onSchedule(night)",
    "min up to max",
    "lower min or raise max",
  ),
  scaling(
    "two actions at a time",
    LIMITS,
    (to) =>
      to
        .onSchedule("a", { at: "rate(1 day)", min: 1, max: 1 })
        .onSchedule("b", { at: "rate(1 day)", min: 2, max: 2 }),
    "onSchedule(b).at",
    "a time that no other action has; a has it",
    "remove one of the two: AWS does not say which of them wins",
  ),
];
