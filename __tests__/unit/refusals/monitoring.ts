import { Monitoring } from "../../../modules/monitoring";
import { calls, elsewhere, formulas, limit, limits, thing, topic } from "./monitoring-limits";
import { logMetrics, notifiers, topics } from "./monitoring-topics";
import { type Refusal, refusal } from "./refusal";

const watching: readonly Refusal[] = [
  calls(
    "a monitoring of nothing",
    () => undefined,
    "watch",
    "at least one thing to watch or to show",
    "call watch(…), show(…) or graph(…), or remove the monitoring",
  ),
  calls(
    "a thing that is watched and shown",
    (monitoring, stack) => {
      monitoring.watch(thing(stack), { cpu: limit });
      monitoring.show(thing(stack));
    },
    "show(api)",
    "each thing once, and each label",
    "watch it once, with all its limits, or give one of two things another label",
  ),
  calls(
    "a label that is no word",
    (monitoring, stack) => monitoring.show(thing(stack, "the api")),
    "show(the api).label",
    "letters, digits, hyphens and underscores",
    "write for example orders-api",
  ),
  calls(
    "no limits",
    (monitoring, stack) => monitoring.watch(thing(stack), { cpu: [] }),
    "watch(api)",
    "at least one limit",
    "write limits, or call show(api) for the dashboard alone",
  ),
  calls(
    "a limit of a metric that is none of the thing's",
    // @ts-expect-error it has no such metric
    (monitoring, stack) => monitoring.watch(thing(stack), { cpu: limit, latency: limit }),
    "watch(api).latency",
    "cpu, tasks",
    "write the name of one of its metrics, or remove the limit",
  ),
  calls(
    "two limits of a metric without names",
    (monitoring, stack) => monitoring.watch(thing(stack), { cpu: [limit, { ...limit, above: 95 }] }),
    "watch(api).cpu.name",
    "a name that no other limit of the thing has",
    'write for example name: "cpu-critical"',
  ),
  calls(
    "a limit's name that is no word",
    (monitoring, stack) => monitoring.watch(thing(stack), { cpu: { ...limit, name: "too high" } }),
    "watch(api).cpu.name",
    "letters, digits, hyphens and underscores",
    'write for example name: "cpu-critical"',
  ),
  refusal(
    "one alarm in two monitorings",
    (stack) => {
      for (const id of ["monitoring", "other"])
        new Monitoring(stack, id, { alerts: topic }).watch(thing(stack), { cpu: limit });
    },
    "other/api-cpu",
    "name",
    "a name that no other alarm has; shop-test/monitoring/api-cpu has it already",
    "give one of the two another name; where the platform's naming drops a part, use it there",
  ),
  refusal(
    "a severity without a topic",
    (stack) => {
      const alerts = { critical: topic } as unknown as Record<"critical" | "warning", typeof topic>;
      new Monitoring(stack, "monitoring", { alerts }).watch(thing(stack), { cpu: limit });
    },
    "monitoring",
    "watch(api).cpu.severity",
    "critical",
    "write one of them, or give the severity a topic",
  ),
  refusal(
    "alarms in another region than their topic",
    (stack) => new Monitoring(stack, "monitoring", { alerts: elsewhere }).show(thing(stack)),
    "monitoring",
    "alerts",
    "a topic in eu-west-1, where the construct is",
    'make a topic in inRegion("eu-west-1")',
  ),
  calls(
    "an alarm on a metric of another region",
    (monitoring, stack) => monitoring.watch(thing(stack.inRegion("us-east-1")), { cpu: limit }),
    "metric.region",
    "eu-west-1, where the alarm is: CloudWatch watches metrics of its own region only",
    'watch it with a Monitoring in inRegion("us-east-1")',
    "monitoring/api-cpu",
  ),
  calls(
    "two graphs of one title",
    (monitoring, stack) => {
      const { cpu: metric } = thing(stack).metrics;
      monitoring.graph("Load", [metric]).graph("Load", [metric]);
    },
    "graph(Load)",
    "a title that no other graph has, and at least one metric",
    "change the title, or add a metric",
  ),
  calls(
    "a graph of nothing",
    (monitoring) => monitoring.graph("Load", []),
    "graph(Load)",
    "a title that no other graph has, and at least one metric",
    "change the title, or add a metric",
  ),
];

/** Wrong inputs of monitoring. */
export const monitoring: readonly Refusal[] = [
  ...watching,
  ...limits,
  ...formulas,
  ...topics,
  ...notifiers,
  ...logMetrics,
];
