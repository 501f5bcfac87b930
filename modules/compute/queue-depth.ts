import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { Construct } from "constructs";
import {
  checkUnique,
  type Duration,
  type IMonitored,
  type Limits,
  type Metric,
  metricsOf,
  nameFor,
  type PhysicalName,
  seconds,
  thingOf,
} from "../../src/core";
import { json, literal, report } from "../../src/engine";
import type { ICache } from "../cache";
import type { ISecurityGroup } from "../networking";
import type { ICluster } from "./cluster";
import { QUEUE_DEPTH_PROGRAM } from "./queue-depth-program";
import { Service } from "./service";

/** Python and nothing else, from Amazon's copy of the official images, which needs no account. */
const IMAGE = "public.ecr.aws/docker/library/python:3.13.5-slim-bookworm";
/** Name of the metric in the module's own namespace. */
const METRIC = "Depth";

export interface QueueDepthProps {
  readonly cluster: ICluster;
  /** Redis that holds the lists, with TLS and a token. */
  readonly cache: Pick<ICache, "host" | "port" | "securityGroup" | "token">;
  /** Redis lists whose lengths are added up. */
  readonly queues: readonly string[];
  /** How often, 1 to 60 seconds. @default "60 seconds" - target tracking reads a value a minute */
  readonly every?: Duration;
  /** An image with Python 3.8 or later, where the default cannot be fetched. @default - a public image of Python */
  readonly image?: string;
  /** @default - as Service */
  readonly securityGroup?: ISecurityGroup;
  /** @default - the construct's ids */
  readonly name?: PhysicalName;
}

/**
 * Publishes how much work waits in Redis lists, as a metric that workers scale on. Redis has no such metric, so one
 * small task asks for it and logs the answer; a metric filter turns the log into the metric. No function to package, no
 * right to write metrics, and what was measured can be read in the log.
 */
export class QueueDepth extends Construct implements IMonitored<"depth"> {
  readonly resource: CloudwatchLogMetricFilter;
  readonly service: Service;
  readonly label: string;
  private readonly namespace: string;

  constructor(scope: Construct, id: string, props: QueueDepthProps) {
    super(scope, id);
    const { cluster, cache, queues, image = IMAGE, name, securityGroup } = props;
    this.label = thingOf(this);
    this.check(queues);
    const every = seconds(this, "every", props.every ?? "60 seconds", { min: "1 second", max: "60 seconds" });
    this.service = new Service(this, "@service", {
      cluster,
      image,
      size: { cpu: 256, memory: "512 MiB" },
      count: 1,
      // Nobody gains from two that measure.
      deployment: { kind: "stop-first" },
      entryPoint: ["python", "-c"],
      command: [literal(QUEUE_DEPTH_PROGRAM)],
      user: "nobody",
      environment: {
        CACHE_HOST: cache.host,
        CACHE_PORT: String(cache.port),
        QUEUES: json(queues),
        INTERVAL: String(every),
      },
      secrets: { CACHE_TOKEN: cache.token },
      ...(name ? { name } : {}),
      ...(securityGroup ? { securityGroup } : {}),
    }).connectTo(cache);
    this.namespace = nameFor(this, "metric-namespace", name);
    this.resource = new CloudwatchLogMetricFilter(this, "@filter", {
      name: nameFor(this, "metric-filter", name),
      logGroupName: this.service.logs.name,
      pattern: "{ $.total >= 0 }",
      metricTransformation: { namespace: this.namespace, name: METRIC, value: "$.total", unit: "Count" },
    });
  }

  /** What waits in all lists together. */
  get metrics(): Readonly<Record<"depth", Metric>> {
    return { depth: metricsOf(this, this.namespace, {}).metric(METRIC, "Average", "Count") };
  }

  get recommended(): Limits<"depth"> {
    const waits = { for: "10 minutes", missing: "breaching" } as const;
    return {
      depth: [
        {
          ...waits,
          above: 500,
          severity: "warning",
          name: "depth",
          impact: "work is done late",
          action: "see whether workers run, and whether they are at the limit of their scaling",
        },
        {
          ...waits,
          above: 1000,
          severity: "critical",
          name: "depth-critical",
          impact: "work is not done for long, or nobody measures any more",
          action: "see whether workers and the measuring task run, then raise the workers' limit",
        },
      ],
    };
  }

  private check(queues: readonly string[]): void {
    checkUnique(this, "queues", queues);
    if (queues.length > 0 && queues.every(Boolean)) return;
    report(this, {
      prop: "queues",
      value: queues,
      allowed: "names of Redis lists, at least one",
      fix: 'write for example ["default"]',
    });
  }
}
