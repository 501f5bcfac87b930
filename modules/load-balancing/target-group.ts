import type { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbTargetGroup, type LbTargetGroupStickiness } from "@cdktf/provider-aws/lib/lb-target-group";
import { Construct } from "constructs";
import {
  checkFormat,
  checkNumber,
  checkPort,
  type Duration,
  FORMATS,
  type IMonitored,
  type Limits,
  type Metric,
  metricsOf,
  nameFor,
  type PhysicalName,
  seconds,
  thingOf,
} from "../../src/core";
import { type Dependable, isToken, problemsOf, report } from "../../src/engine";
import type { ITarget } from "./target";

/** How a load balancer finds out which targets work. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html */
export interface HealthCheck {
  /** Path it asks for, with its query if any; begins with `/`, up to 1024 characters. */
  readonly path: string;
  /** Statuses that mean healthy, 200 to 499: `"200"`, `"200,302"` or `"200-399"`. @default "200" - what an endpoint for health answers */
  readonly codes?: string;
  /** Port it asks, where health is not told on the port of the requests. @default - the target's port */
  readonly port?: number;
  /** Time between two checks of a target, 5 to 300 seconds. @default "30 seconds" - as AWS */
  readonly interval?: Duration;
  /** How long an answer may take, 2 to 120 seconds and less than `interval`. @default "5 seconds" - as AWS */
  readonly timeout?: Duration;
  /** Successes in a row until a target gets requests, 2 to 10. @default 2 - a new target serves after a minute */
  readonly healthy?: number;
  /** Failures in a row until it gets none, 2 to 10. @default 2 - as AWS */
  readonly unhealthy?: number;
}

/** Sends the requests of a client to the same target, by a cookie. */
export interface Stickiness {
  /** How long after the last request, 1 second to 7 days. */
  readonly duration: Duration;
  /** Cookie of the application that it follows. @default - the load balancer's own cookie */
  readonly cookie?: string;
}

/** What a group of targets is. */
export interface TargetGroupProps {
  readonly health: HealthCheck;
  /** How long a target that leaves may finish its requests, up to 1 hour. @default "5 minutes" - as AWS: longer than most uploads */
  readonly drain?: Duration;
  /** @default - none: any target answers any request */
  readonly stickiness?: Stickiness;
  /** Time in which a new target's share of the requests grows, 30 seconds to 15 minutes. @default - none: it gets its full share at once */
  readonly slowStart?: Duration;
  /**
   * Port of targets that are registered without one. ECS registers each task with the port of its container, so a change
   * of that does not touch the group. AWS fixes it when the group is made: another one takes another `name` as well, since
   * the new group is made while the old one is in use.
   * @default 80 - it has no effect on tasks
   * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
   */
  readonly port?: number;
  /** @default - the load balancer's name, and the target's label as suffix */
  readonly name?: PhysicalName;
}

/** What a group of targets measures. */
export type TargetMetric =
  | "requestCount"
  | "targetResponseTime"
  | "targetConnectionErrorRate"
  | "target5xxRate"
  | "target5xxCount"
  | "target4xxCount"
  | "target2xxCount"
  | "healthyHostCount"
  | "unHealthyHostCount";

interface GroupProps extends TargetGroupProps {
  readonly target: ITarget;
  readonly balancer: Lb;
  readonly balancerName: PhysicalName;
  readonly vpcId: string;
}

/** Statuses, and ranges of them, that AWS lets a health check of an application load balancer take for healthy. */
const CODES = {
  pattern: /^[2-4]\d\d(?:-[2-4]\d\d)?(?:,[2-4]\d\d(?:-[2-4]\d\d)?)*$/,
  allowed: "statuses from 200 to 499, joined by commas, or ranges of them",
  fix: 'write for example "200", "200,302" or "200-399"',
};

const COOKIE = {
  pattern: /^(?!AWSALB)[\w!#$%&'*+.^`|~-]{1,512}$/,
  allowed: "a cookie of the application; those that begin with AWSALB are the load balancer's",
  fix: "write the name of the application's cookie, or leave it out",
};

/** The targets behind one load balancer, made by `route` and `routeRest`. */
export class TargetGroup extends Construct implements IMonitored<TargetMetric> {
  readonly resource: LbTargetGroup;
  readonly arn: string;
  /** What scaling on requests refers to: `app/<name>/<id>/targetgroup/<name>/<id>`. */
  readonly resourceLabel: string;
  readonly target: ITarget;
  /** Rules and listeners that forward to it; AWS takes the group for unused before. They may grow until synthesis. */
  readonly dependables: readonly Dependable[];
  private readonly forwarders: Dependable[] = [];
  private readonly balancer: Lb;
  private readonly healthPath: string;

  constructor(scope: Construct, id: string, props: GroupProps) {
    super(scope, id);
    const { target, balancer, health, vpcId } = props;
    this.target = target;
    this.dependables = this.forwarders;
    this.balancer = balancer;
    this.healthPath = health.path;
    this.resource = new LbTargetGroup(this, "@target_group", {
      name: props.name
        ? nameFor(this, "target-group", props.name)
        : nameFor(this, "target-group", props.balancerName, target.label),
      port: checkPort(this, "port", props.port ?? 80),
      protocol: "HTTP",
      targetType: "ip",
      vpcId,
      deregistrationDelay: String(
        seconds(this, "drain", props.drain ?? "5 minutes", { min: "0 seconds", max: "1 hour" }),
      ),
      ...(props.slowStart
        ? { slowStart: seconds(this, "slowStart", props.slowStart, { min: "30 seconds", max: "15 minutes" }) }
        : {}),
      ...(props.stickiness ? { stickiness: this.stickiness(props.stickiness) } : {}),
      healthCheck: this.healthCheck(health),
      // AWS deletes no group that a rule or listener forwards to.
      lifecycle: { createBeforeDestroy: true },
    });
    checkPort(this, "target.port", target.port);
    this.arn = this.resource.arn;
    this.resourceLabel = `${balancer.arnSuffix}/${this.resource.arnSuffix}`;
  }

  /** Makes the target wait for a rule or listener that forwards here; listeners call it. */
  forwardedBy(dependable: Dependable): void {
    this.forwarders.push(dependable);
    this.target.attach(this.arn, [dependable]);
  }

  get label(): string {
    return thingOf(this);
  }

  get metrics(): Record<TargetMetric, Metric> {
    const { metric, share } = metricsOf(this, "AWS/ApplicationELB", {
      LoadBalancer: this.balancer.arnSuffix,
      TargetGroup: this.resource.arnSuffix,
    });
    return {
      requestCount: metric("RequestCount", "Sum", "Count"),
      targetResponseTime: metric("TargetResponseTime", "p95", "Seconds"),
      targetConnectionErrorRate: share("TargetConnectionErrorCount", "RequestCount"),
      target5xxRate: share("HTTPCode_Target_5XX_Count", "RequestCount"),
      target5xxCount: metric("HTTPCode_Target_5XX_Count", "Sum", "Count"),
      target4xxCount: metric("HTTPCode_Target_4XX_Count", "Sum", "Count"),
      target2xxCount: metric("HTTPCode_Target_2XX_Count", "Sum", "Count"),
      healthyHostCount: metric("HealthyHostCount", "Minimum", "Count"),
      unHealthyHostCount: metric("UnHealthyHostCount", "Maximum", "Count"),
    };
  }

  get recommended(): Limits<TargetMetric> {
    const { label } = this.target;
    return {
      target5xxRate: {
        above: 5,
        for: "5 minutes",
        severity: "critical",
        impact: `one of twenty requests to ${label} fails`,
        action: `read the logs of ${label}; if it was just deployed, go back to the release before`,
      },
      targetResponseTime: {
        above: 2,
        for: "5 minutes",
        severity: "warning",
        impact: `one of twenty requests to ${label} takes longer than 2 seconds`,
        action: `look at the CPU of ${label} and at what it waits for, e.g. its database`,
      },
      healthyHostCount: {
        below: 1,
        for: "1 minute",
        period: "1 minute",
        severity: "critical",
        missing: "breaching",
        impact: `nothing answers requests to ${label}: clients get 502 or 503`,
        action: `look at why tasks of ${label} stopped, or why they do not answer ${this.healthPath}`,
      },
    };
  }

  private healthCheck(health: HealthCheck) {
    const {
      interval = "30 seconds",
      timeout = "5 seconds",
      healthy = 2,
      unhealthy = 2,
      codes = "200",
    } = health;
    checkFormat(this, "health.path", health.path, FORMATS.path);
    this.checkCodes(codes);
    const before = problemsOf(this).length;
    const between = seconds(this, "health.interval", interval, { min: "5 seconds", max: "300 seconds" });
    const within = seconds(this, "health.timeout", timeout, { min: "2 seconds", max: "120 seconds" });
    if (within >= between && problemsOf(this).length === before) {
      report(this, {
        prop: "health.timeout",
        value: timeout,
        allowed: `less than health.interval (${interval})`,
        fix: "lower the timeout or raise the interval",
      });
    }
    return {
      enabled: true,
      path: health.path,
      port: health.port === undefined ? "traffic-port" : String(checkPort(this, "health.port", health.port)),
      protocol: "HTTP",
      matcher: codes,
      interval: between,
      timeout: within,
      healthyThreshold: checkNumber(this, "health.healthy", healthy, { min: 2, max: 10 }),
      unhealthyThreshold: checkNumber(this, "health.unhealthy", unhealthy, { min: 2, max: 10 }),
    };
  }

  private checkCodes(codes: string): void {
    checkFormat(this, "health.codes", codes, CODES);
    if (isToken(codes)) return;
    const backwards = codes.split(",").filter((range) => {
      const [first, last] = range.split("-");
      return last !== undefined && Number(first) >= Number(last);
    });
    if (backwards.length === 0) return;
    report(this, {
      prop: "health.codes",
      value: backwards,
      allowed: "ranges that end above their start",
      fix: 'write for example "200-399"',
    });
  }

  private stickiness({ duration, cookie }: Stickiness): LbTargetGroupStickiness {
    if (cookie !== undefined) checkFormat(this, "stickiness.cookie", cookie, COOKIE);
    return {
      enabled: true,
      type: cookie === undefined ? "lb_cookie" : "app_cookie",
      cookieDuration: seconds(this, "stickiness.duration", duration, { max: "7 days" }),
      ...(cookie === undefined ? {} : { cookieName: cookie }),
    };
  }
}
