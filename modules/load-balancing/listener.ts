import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbListenerCertificate } from "@cdktf/provider-aws/lib/lb-listener-certificate";
import { Construct } from "constructs";
import { checkFormat, checkPort } from "../../src/core";
import { report } from "../../src/engine";
import type { ICertificate } from "../edge";
import type { IConnectable, ISecurityGroup } from "../networking";
import { forward, type Refusal, Rules, refuse, type When } from "./rules";
import type { ITarget } from "./target";
import { TargetGroup, type TargetGroupProps } from "./target-group";
import type { TargetGroups } from "./target-groups";
import { TLS_POLICIES, type TlsVersion } from "./tls";

/** What another listener of a load balancer is. */
export interface ListenerProps {
  /** TCP port, 1 to 65535, that no other listener of the load balancer has. */
  readonly port: number;
  /** The first is for clients that name no host. @default - those of the load balancer */
  readonly certificates?: readonly ICertificate[];
  /** @default - that of the load balancer */
  readonly tls?: TlsVersion;
  /**
   * Why this listener of an internal load balancer takes requests unencrypted, as a sentence that an audit reads.
   * @default - it does as the load balancer does, and with `certificates` it does not
   */
  readonly plainHttp?: string;
}

/** What a listener needs of its load balancer. */
interface Setting {
  readonly balancerArn: string;
  readonly securityGroup: ISecurityGroup;
  readonly targetGroups: TargetGroups;
  readonly port: number;
  /** None for plain HTTP. */
  readonly tls?: { readonly version: TlsVersion; readonly certificates: readonly ICertificate[] };
}

const RULE_ID = {
  pattern: /^[A-Za-z][\w-]*$/,
  allowed: "letters, digits, hyphens and underscores, a letter first",
  fix: 'write for example "metrics"',
};

/** What belongs to a target group, and not to a rule. */
const GROUP_PROPS = ["drain", "health", "name", "port", "slowStart", "stickiness"];

/** One port of a load balancer, made by it, and its rules. Requests that no rule matches are refused with 404, until `routeRest`. */
export class Listener extends Construct implements IConnectable {
  readonly resource: LbListener;
  readonly port: number;
  /** That of the load balancer. */
  readonly securityGroup: ISecurityGroup;
  private readonly rules: Rules;
  private readonly targetGroups: TargetGroups;
  /** Where requests go that no rule matches. */
  private rest: TargetGroup | undefined;

  constructor(
    scope: Construct,
    id: string,
    { balancerArn, securityGroup, targetGroups, port, tls }: Setting,
  ) {
    super(scope, id);
    this.port = checkPort(this, "port", port);
    this.securityGroup = securityGroup;
    this.targetGroups = targetGroups;
    const [first, ...others] = tls?.certificates ?? [];
    this.resource = new LbListener(this, "@listener", {
      loadBalancerArn: balancerArn,
      port,
      protocol: tls ? "HTTPS" : "HTTP",
      ...(tls ? { sslPolicy: TLS_POLICIES[tls.version] } : {}),
      ...(first ? { certificateArn: first.arn } : {}),
      defaultAction: [refuse(404)],
    });
    const further = new Construct(this, "@certificates");
    for (const [index, { arn, label }] of others.entries())
      new LbListenerCertificate(further, label ?? String(index + 2), {
        listenerArn: this.resource.arn,
        certificateArn: arn,
      });
    this.rules = new Rules(this, this.resource);
  }

  /**
   * Sends requests that meet conditions to a target. Rules are tried in the order in which they are added; give one that
   * comes in between later a `priority` in between, so that the others keep theirs.
   */
  route(target: ITarget, props: When & TargetGroupProps): TargetGroup;
  /** One more rule for a group that there is. @param props.id tells it from the others. @default - the target's label */
  route(group: TargetGroup, props: When & { readonly id?: string }): TargetGroup;
  route(to: ITarget | TargetGroup, props: When & (TargetGroupProps | { readonly id?: string })): TargetGroup {
    const twice = this.twice("route", to);
    if (twice) return twice;
    const id = "id" in props ? props.id : undefined;
    const group = this.groupOf("route", to, props);
    this.checkSaidOnce(to, props);
    const word = id === undefined ? group.target.label : `${group.target.label}_${id}`;
    if (id !== undefined) checkFormat(this, `route(${word}).id`, id, RULE_ID);
    group.forwardedBy(this.rules.add(`route(${word})`, word, props, forward(group.arn)));
    return group;
  }

  /** Sends requests that no rule matches to a target. */
  routeRest(target: ITarget, props: TargetGroupProps): TargetGroup;
  /** Sends requests that no rule matches to a group that there is. */
  routeRest(group: TargetGroup): TargetGroup;
  routeRest(to: ITarget | TargetGroup, props: TargetGroupProps | object = {}): TargetGroup {
    const twice = this.twice("routeRest", to);
    if (twice) return twice;
    const group = this.groupOf("routeRest", to, props);
    if (this.rest) {
      report(this, {
        prop: `routeRest(${group.target.label})`,
        value: group.target.label,
        allowed: `one target for what no rule matches; ${this.rest.target.label} has it`,
        fix: "give one of the two a host or a path, with route",
      });
      return group;
    }
    this.rest = group;
    this.resource.putDefaultAction([forward(group.arn)]);
    group.forwardedBy(this.resource);
    return group;
  }

  /** Answers requests that meet conditions without a target, whoever sends them: for internal paths. */
  refuse(id: string, when: When, status: Refusal = 404): void {
    const call = `refuse(${id})`;
    checkFormat(this, `${call}.id`, id, RULE_ID);
    // A service may have the same id.
    this.rules.add(call, `refuse_${id}`, when, refuse(status));
  }

  /** A group's health check is said where the group is made: said again, it would be dropped. */
  private checkSaidOnce(to: ITarget | TargetGroup, props: object): void {
    const again = Object.keys(props).filter((key) => GROUP_PROPS.includes(key));
    if (!(to instanceof TargetGroup) || again.length === 0) return;
    report(this, {
      prop: `route(${to.target.label})`,
      value: again,
      allowed: "conditions, priority and id only, for a group that there is",
      fix: "say it in the first route, which makes the group",
    });
  }

  private twice(method: string, to: ITarget | TargetGroup): TargetGroup | undefined {
    return to instanceof TargetGroup ? undefined : this.targetGroups.twice(this, method, to);
  }

  private groupOf(method: string, to: ITarget | TargetGroup, props: object): TargetGroup {
    if (to instanceof TargetGroup) return this.targetGroups.checkOwn(this, method, to);
    return this.targetGroups.add(to, props as TargetGroupProps);
  }
}
