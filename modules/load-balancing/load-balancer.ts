import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Construct } from "constructs";
import {
  type IMonitored,
  type Limits,
  type Metric,
  metricsOf,
  nameFor,
  PlatformStack,
  seconds,
  thingOf,
} from "../../src/core";
import type { IAliasTarget } from "../edge";
import { type IConnectable, type ISecurityGroup, SecurityGroup } from "../networking";
import { checkCertificates, checkListener, checkPlain, checkProps, isPort, usableClients } from "./checks";
import { Listener, type ListenerProps } from "./listener";
import type { LoadBalancerProps } from "./load-balancer-props";
import type { Refusal, When } from "./rules";
import type { ITarget } from "./target";
import type { TargetGroup, TargetGroupProps } from "./target-group";
import { TargetGroups } from "./target-groups";

/** What a load balancer measures over all its targets. */
export type LoadBalancerMetric =
  | "requestCount"
  | "targetResponseTime"
  | "target5xxRate"
  | "elb5xxCount"
  | "activeConnectionCount"
  | "rejectedConnectionCount";

/**
 * An application load balancer. It listens on 443, and sends what asks a public one on port 80 there; rules decide by
 * host, path, method, header and source which target answers.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/introduction.html
 */
export class LoadBalancer
  extends Construct
  implements IConnectable, IAliasTarget, IMonitored<LoadBalancerMetric>
{
  readonly resource: Lb;
  readonly arn: string;
  readonly securityGroup: SecurityGroup;
  /** The listener of `route`, `routeRest` and `refuse`: on 443, or on 80 with `plainHttp`. */
  readonly main: Listener;
  private readonly targetGroups: TargetGroups;
  private readonly clients: readonly (string | ISecurityGroup)[];
  /** Calls that made a listener, by port. */
  private readonly ports = new Map<number, string>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: LoadBalancerProps,
  ) {
    super(scope, id);
    const { network, webAcl, certificates = [], plainHttp, exposure = "public" } = props;
    checkProps(this, props);
    checkCertificates(this, certificates, plainHttp);
    this.clients = usableClients(this, props.clients ?? (exposure === "public" ? ["0.0.0.0/0"] : []));

    this.securityGroup = new SecurityGroup(this, "@security_group", {
      network,
      description: `Load balancer ${thingOf(this)}`,
      ...(props.name ? { name: props.name } : {}),
    });
    this.resource = this.addLoadBalancer(exposure === "internal");
    this.arn = this.resource.arn;
    if (webAcl)
      new Wafv2WebAclAssociation(this, "@association", { resourceArn: this.arn, webAclArn: webAcl.arn });
    this.targetGroups = new TargetGroups(this, {
      balancer: this.resource,
      balancerName: props.name ?? thingOf(this),
      securityGroup: this.securityGroup,
      vpcId: network.vpcId,
    });
    if (exposure === "public") this.addRedirect();
    const isPlain = certificates.length === 0 && plainHttp !== undefined;
    this.main = isPlain ? this.addListener("http", { port: 80 }) : this.addListener("https", { port: 443 });
  }

  /** One more listener, e.g. for an administration port, with rules of its own. */
  listener(id: string, props: ListenerProps): Listener {
    const { certificates, port, plainHttp } = props;
    checkListener(this, id, port, this.ports.get(port));
    const listener = this.addListener(id, props);
    checkPlain(listener, props, this.props.exposure ?? "public");
    if (certificates) checkCertificates(listener, certificates, plainHttp);
    return listener;
  }

  /** Sends requests that meet conditions to a target, as `Listener.route` of `main` does. */
  route(target: ITarget, props: When & TargetGroupProps): TargetGroup;
  /** One more rule for a group that there is. @param props.id tells it from the others. @default - the target's label */
  route(group: TargetGroup, props: When & { readonly id?: string }): TargetGroup;
  route(to: ITarget & TargetGroup, props: When & TargetGroupProps): TargetGroup {
    return this.main.route(to, props);
  }

  /** Sends requests that no rule matches to a target. */
  routeRest(target: ITarget, props: TargetGroupProps): TargetGroup;
  /** Sends requests that no rule matches to a group that there is. */
  routeRest(group: TargetGroup): TargetGroup;
  routeRest(to: ITarget & TargetGroup, props?: TargetGroupProps): TargetGroup {
    return props ? this.main.routeRest(to, props) : this.main.routeRest(to);
  }

  /** Answers requests that meet conditions without a target, whoever sends them: for internal paths. */
  refuse(id: string, when: When, status?: Refusal): void {
    this.main.refuse(id, when, status);
  }

  /** Port of the main listener. */
  get port(): number {
    return this.main.port;
  }

  /** Name that AWS gave it; hosts are aliases of it. */
  get dnsName(): string {
    return this.resource.dnsName;
  }

  /** Hosted zone of that name. */
  get zoneId(): string {
    return this.resource.zoneId;
  }

  get label(): string {
    return thingOf(this);
  }

  get metrics(): Record<LoadBalancerMetric, Metric> {
    const { metric, share } = metricsOf(this, "AWS/ApplicationELB", {
      LoadBalancer: this.resource.arnSuffix,
    });
    return {
      requestCount: metric("RequestCount", "Sum", "Count"),
      targetResponseTime: metric("TargetResponseTime", "p95", "Seconds"),
      target5xxRate: share("HTTPCode_Target_5XX_Count", "RequestCount"),
      elb5xxCount: metric("HTTPCode_ELB_5XX_Count", "Sum", "Count"),
      activeConnectionCount: metric("ActiveConnectionCount", "Sum", "Count"),
      rejectedConnectionCount: metric("RejectedConnectionCount", "Sum", "Count"),
    };
  }

  /** What its target groups cannot tell: they recommend limits of their own. */
  get recommended(): Limits<LoadBalancerMetric> {
    return {
      elb5xxCount: {
        above: 10,
        for: "5 minutes",
        severity: "warning",
        impact: `clients of ${this.label} get 502, 503 or 504`,
        action: "look at which target group has no healthy target, or answers too late",
      },
      rejectedConnectionCount: {
        above: 0,
        for: "5 minutes",
        severity: "critical",
        impact: `${this.label} turns clients away: it has as many connections as it can keep`,
        action: "look for a flood from few addresses in the access logs; otherwise ask AWS for capacity",
      },
    };
  }

  private addLoadBalancer(internal: boolean): Lb {
    const { network, accessLogs } = this.props;
    const { isProtected } = PlatformStack.of(this);
    const logs = accessLogs?.admitLoadBalancer();
    const after = [...(logs?.dependables ?? []), ...(internal ? [] : (network.paths?.public ?? []))];
    return new Lb(this, "@load_balancer", {
      name: nameFor(this, "load-balancer", this.props.name),
      internal,
      loadBalancerType: "application",
      securityGroups: [this.securityGroup.id],
      subnets: [...(internal ? network.privateSubnetIds : network.publicSubnetIds)],
      enableDeletionProtection: isProtected,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: "defensive",
      idleTimeout: seconds(this, "idleTimeout", this.props.idleTimeout ?? "60 seconds", {
        max: "4000 seconds",
        fix: "let clients send pings instead",
      }),
      ...(logs
        ? {
            accessLogs: { enabled: true, bucket: logs.bucket, prefix: logs.prefix },
          }
        : {}),
      // AWS refuses a bucket that does not let it in yet, and a public balancer in a network without internet.
      ...(after.length > 0 ? { dependsOn: after } : {}),
      lifecycle: { preventDestroy: isProtected },
    });
  }

  private addRedirect(): void {
    this.admitClients("redirect", 80);
    new LbListener(this, "redirect", {
      loadBalancerArn: this.arn,
      port: 80,
      protocol: "HTTP",
      defaultAction: [
        { type: "redirect", redirect: { port: "443", protocol: "HTTPS", statusCode: "HTTP_301" } },
      ],
    });
  }

  private addListener(
    id: string,
    { port, tls, plainHttp, certificates = this.props.certificates ?? [] }: ListenerProps,
  ): Listener {
    this.admitClients(id, port);
    const version = tls ?? this.props.tls ?? "1.2";
    const isPlain =
      plainHttp !== undefined || (certificates.length === 0 && this.props.plainHttp !== undefined);
    return new Listener(this, id, {
      balancerArn: this.arn,
      securityGroup: this.securityGroup,
      targetGroups: this.targetGroups,
      port,
      ...(isPlain ? {} : { tls: { version, certificates } }),
    });
  }

  private admitClients(listener: string, port: number): void {
    if (!this.ports.has(port)) this.ports.set(port, listener);
    if (!isPort(port)) return;
    for (const client of this.clients) {
      if (typeof client === "string")
        this.securityGroup.allowFromRange(client, port, `Clients of ${listener}`);
      else this.securityGroup.allowFrom(client, port);
    }
  }
}
