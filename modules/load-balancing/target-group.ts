import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { Construct } from "constructs";
import { type Duration, nameFor, seconds } from "../../src/core";
import { report } from "../../src/engine";
import type { Service } from "./service";

/** How a load balancer finds out which tasks work. */
export interface HealthCheck {
  readonly path: string;
  /** @default "30 seconds" - 001-069 */
  readonly interval?: Duration;
  /** @default "5 seconds" - 001-070 */
  readonly timeout?: Duration;
  /** Successes until a task gets requests. @default 2 - 001-070 */
  readonly healthy?: number;
  /** Failures until it gets none. @default 2 - 001-070 */
  readonly unhealthy?: number;
}

interface TargetGroupProps {
  readonly service: Service;
  readonly vpcId: string;
  readonly health: HealthCheck;
}

/** The tasks of one service, as a load balancer sees them. */
export class TargetGroup extends Construct {
  readonly resource: LbTargetGroup;
  readonly service: Service;

  constructor(scope: Construct, id: string, { service, vpcId, health }: TargetGroupProps) {
    super(scope, id);
    this.service = service;
    const { interval = "30 seconds", timeout = "5 seconds", healthy = 2, unhealthy = 2 } = health;
    if (seconds(timeout) >= seconds(interval)) {
      report(this, {
        prop: "health.timeout",
        value: timeout,
        allowed: `less than health.interval (${interval})`,
        fix: "lower the timeout or raise the interval",
      });
    }
    this.resource = new LbTargetGroup(this, "@target_group", {
      name: nameFor(this, "target-group", service.name),
      port: service.port,
      protocol: "HTTP",
      targetType: "ip",
      vpcId,
      healthCheck: {
        enabled: true,
        path: health.path,
        port: "traffic-port",
        protocol: "HTTP",
        matcher: "200",
        interval: seconds(interval),
        timeout: seconds(timeout),
        healthyThreshold: healthy,
        unhealthyThreshold: unhealthy,
      },
    });
  }

  get arn(): string {
    return this.resource.arn;
  }
}
