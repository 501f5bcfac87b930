import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { Construct } from "constructs";
import { type Duration, nameFor, PlatformStack, seconds } from "../../src/core";
import { report } from "../../src/engine";
import { type IMonitored, type Metric, metric } from "../monitoring/metric";
import { type INetwork, SecurityGroup } from "../networking";
import type { WebAcl } from "../security";
import type { LogBucket } from "../storage";
import { forward, type RouteProps, RouteTable, refuse } from "./routes";
import type { Service } from "./service";
import { type HealthCheck, TargetGroup } from "./target-group";

/** Which TLS versions clients may use. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html */
const TLS_POLICIES = {
  "1.2": "ELBSecurityPolicy-TLS13-1-2-2021-06",
  "1.3": "ELBSecurityPolicy-TLS13-1-3-2021-06",
} as const;

export interface LoadBalancerProps {
  readonly network: INetwork;
  /** ARN of the certificate for all its hosts. */
  readonly certificateArn: string;
  /** Receives a line per request. */
  readonly accessLogs: LogBucket;
  readonly webAcl: WebAcl;
  /** Lowest TLS version. @default "1.2" - 1.3 alone shuts out clients older than 2020 */
  readonly tls?: keyof typeof TLS_POLICIES;
  /** How long a connection may be silent: uploads and web sockets need longer than AWS's minute. @default "60 seconds" */
  readonly idleTimeout?: Duration;
  /** The thing in its name. @default - none: <project>-<environment> (001-068) */
  readonly name?: string;
}

/** Where requests that no rule matches go. */
export interface DefaultRoute {
  readonly health: HealthCheck;
}

/** A rule that sends requests to a service. */
export interface ServiceRouteProps extends RouteProps {
  /** Names the rule, where a service has several. @default - the service's id */
  readonly name?: string;
  /** Needed with the first rule of a service. @default - that of the service's first rule */
  readonly health?: HealthCheck;
}

/** A public load balancer: plain HTTP is sent to HTTPS, a web ACL looks at everything, rules decide by host and path. */
export class LoadBalancer extends Construct implements IMonitored {
  readonly resource: Lb;
  readonly https: LbListener;
  readonly securityGroup: SecurityGroup;
  private readonly targets: TargetGroup[] = [];
  private readonly routes: RouteTable;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: LoadBalancerProps,
  ) {
    super(scope, id);
    const { network, webAcl, accessLogs } = props;
    const idle = seconds(props.idleTimeout ?? "60 seconds");
    if (idle > 4000)
      report(this, {
        prop: "idleTimeout",
        value: props.idleTimeout,
        allowed: 'at most "4000 seconds"',
        fix: "let clients send pings instead",
      });

    this.securityGroup = new SecurityGroup(this, "@security_group", {
      network,
      name: "alb-sg",
      description: "Public load balancer",
    });
    this.securityGroup.allowFromRange("0.0.0.0/0", 80, "HTTP, redirected to HTTPS");
    this.securityGroup.allowFromRange("0.0.0.0/0", 443, "HTTPS");
    const protect = PlatformStack.of(this).isProtected;
    this.resource = new Lb(this, "@load_balancer", {
      name: nameFor(this, "load-balancer", props.name),
      internal: false,
      loadBalancerType: "application",
      securityGroups: [this.securityGroup.id],
      subnets: [...network.publicSubnetIds],
      enableDeletionProtection: protect,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: "defensive",
      idleTimeout: idle,
      accessLogs: { enabled: true, bucket: accessLogs.name, prefix: "alb" },
      // AWS tests at once whether it may write there.
      dependsOn: [accessLogs.bucket.policy],
    });
    this.https = this.addListeners();
    this.routes = new RouteTable(this, this.https);
    webAcl.protect(this.resource.arn);
  }

  /**
   * Sends requests for a host or path to a service. Rules are tried in the order in which they are added; give a rule
   * that comes in between later a `priority` in between, so that the others keep theirs.
   */
  route(service: Service, props: ServiceRouteProps): void {
    const target = this.target(service, props.health);
    const rule = this.routes.add(props.name ?? service.node.id, props, forward(target.arn));
    service.attach(target.arn, [rule]);
  }

  /** Sends requests that no rule matches to a service. */
  routeRest(service: Service, { health }: DefaultRoute): void {
    const target = this.target(service, health);
    this.https.putDefaultAction([forward(target.arn)]);
    service.attach(target.arn, [this.https]);
  }

  /** Answers requests with 404, whoever sends them: for paths that are only meant for the inside. */
  refuse(id: string, props: RouteProps): void {
    this.routes.add(id, props, refuse());
  }

  /** Name that AWS gave it; hosts are aliases of it. */
  get dnsName(): string {
    return this.resource.dnsName;
  }

  /** Hosted zone of that name. */
  get zoneId(): string {
    return this.resource.zoneId;
  }

  metrics(): Metric[] {
    const dimensions = { LoadBalancer: this.resource.arnSuffix };
    const of = metric("AWS/ApplicationELB", dimensions);
    return [
      {
        ...of("error-rate", "HTTPCode_Target_5XX_Count", "Sum", "Percent", {
          above: 5,
          for: "5 minutes",
          source: "001-098",
        }),
        shareOf: "RequestCount",
      },
      of("latency", "TargetResponseTime", "p95", "Seconds", {
        above: 2,
        for: "5 minutes",
        source: "001-099",
      }),
      of("requests", "RequestCount", "Sum", "Count"),
      ...this.targets.map((target) =>
        metric("AWS/ApplicationELB", { ...dimensions, TargetGroup: target.resource.arnSuffix })(
          `${target.node.id}-healthy-hosts`,
          "HealthyHostCount",
          "Minimum",
          "Count",
          {
            below: 1,
            for: "1 minute",
            period: "1 minute",
            missing: "breaching",
            source: "001-100",
          },
        ),
      ),
    ];
  }

  private addListeners(): LbListener {
    new LbListener(this, "http", {
      loadBalancerArn: this.resource.arn,
      port: 80,
      protocol: "HTTP",
      defaultAction: [
        { type: "redirect", redirect: { port: "443", protocol: "HTTPS", statusCode: "HTTP_301" } },
      ],
    });
    return new LbListener(this, "https", {
      loadBalancerArn: this.resource.arn,
      port: 443,
      protocol: "HTTPS",
      sslPolicy: TLS_POLICIES[this.props.tls ?? "1.2"],
      certificateArn: this.props.certificateArn,
      defaultAction: [refuse()],
    });
  }

  /** The group of a service, made when its first route is added. */
  private target(service: Service, health?: HealthCheck): TargetGroup {
    const existing = this.targets.find((target) => target.service === service);
    if (existing) return existing;
    if (!health)
      report(this, {
        prop: `route(${service.node.id}).health`,
        value: undefined,
        allowed: "a health check with the first route of a service",
        fix: 'add health: { path: "/health" }',
      });
    const target = new TargetGroup(this, service.node.id, {
      service,
      vpcId: this.props.network.vpcId,
      health: health ?? { path: "/" },
    });
    service.securityGroup.allowFrom(this.securityGroup, service.port);
    this.targets.push(target);
    return target;
  }
}
