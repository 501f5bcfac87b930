import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { Construct } from "constructs";
import { type Duration, nameFor, seconds } from "../../src/core";
import { literal } from "../../src/engine";
import type { ICache } from "../cache";
import { type IMonitored, type Metric, metric } from "../monitoring/metric";
import type { SecurityGroup } from "../networking";
import type { ICluster } from "./cluster";
import { Service } from "./service";

export interface QueueDepthProps {
  readonly cluster: ICluster;
  readonly securityGroup: SecurityGroup;
  readonly cache: ICache;
  /** An image with Python and its Redis client: the workers' own. */
  readonly image: string;
  /** Redis list to measure; Celery's default queue is `celery`. */
  readonly queue: string;
  /** How often. @default "60 seconds" - target tracking reads a value a minute */
  readonly every?: Duration;
}

/** Lengths above these mean that workers do not keep up, or are gone. */
const PROACTIVE = { above: 500, for: "10 minutes", source: "001-150: workers do not keep up" } as const;

/**
 * Publishes how many tasks wait in a Redis list, as a metric that workers scale on. Redis reports no such metric, so
 * one small task asks for it and logs the answer; a metric filter turns the log into the metric. No function to
 * package, no right to write metrics, and what was measured can be read in the log.
 */
export class QueueDepth extends Construct implements IMonitored {
  private readonly namespace: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: QueueDepthProps,
  ) {
    super(scope, id);
    this.namespace = nameFor(this, "security-group");
    const service = new Service(this, "@service", {
      cluster: props.cluster,
      securityGroup: props.securityGroup,
      name: "queue-depth",
      image: props.image,
      size: { cpu: 256, memory: "512 MiB" },
      count: 1,
      singleton: true,
      exec: false,
      command: ["python", "-u", "-c", literal(program(props.queue, seconds(props.every ?? "60 seconds")))],
      secrets: { REDIS_URL: props.cache.url },
    });
    service.connectTo(props.cache);
    new CloudwatchLogMetricFilter(this, "@filter", {
      name: nameFor(this, "metric-filter", "queue-depth"),
      logGroupName: service.task.logs.name,
      pattern: `{ $.queue = "${props.queue}" }`,
      metricTransformation: {
        namespace: this.namespace,
        name: "QueueDepth",
        value: "$.depth",
        dimensions: { Queue: "$.queue" },
      },
    });
  }

  /** Tasks that wait. */
  get depth(): Metric {
    return metric(this.namespace, { Queue: this.props.queue })(
      "depth",
      "QueueDepth",
      "Average",
      "Count",
      PROACTIVE,
    );
  }

  metrics(): Metric[] {
    return [
      this.depth,
      {
        ...this.depth,
        id: "backlog",
        threshold: {
          above: 1000,
          for: "10 minutes",
          missing: "breaching",
          source: "001-103; silence means that nobody measures",
        },
      },
    ];
  }
}

function program(queue: string, interval: number): string {
  return [
    "import json, os, time, redis",
    'client = redis.Redis.from_url(os.environ["REDIS_URL"])',
    "while True:",
    `    print(json.dumps({"queue": "${queue}", "depth": client.llen("${queue}")}))`,
    `    time.sleep(${interval})`,
  ].join("\n");
}
