import type { Lb } from "@cdktf/provider-aws/lib/lb";
import { Construct } from "constructs";
import type { PhysicalName } from "../../src/core";
import { report } from "../../src/engine";
import type { ISecurityGroup } from "../networking";
import { isPort } from "./checks";
import type { ITarget } from "./target";
import { TargetGroup, type TargetGroupProps } from "./target-group";

interface TargetGroupsProps {
  readonly balancer: Lb;
  readonly balancerName: PhysicalName;
  readonly securityGroup: ISecurityGroup;
  readonly vpcId: string;
}

/** The target groups of one load balancer, one for each target, whichever listeners forward to it. */
export class TargetGroups {
  private readonly groups: TargetGroup[] = [];
  private readonly scope: Construct;

  constructor(
    scope: Construct,
    private readonly props: TargetGroupsProps,
  ) {
    this.scope = new Construct(scope, "@targets");
  }

  /**
   * Reports a target that has its group already: the second one's health check would be dropped.
   * @returns that group
   */
  twice(listener: Construct, method: string, target: ITarget): TargetGroup | undefined {
    const known = this.groups.find((group) => isSame(group.target, target));
    if (!known) return undefined;
    report(listener, {
      prop: `${method}(${target.label})`,
      value: target.label,
      allowed: "targets that have no target group of this load balancer yet",
      fix: `pass the group that the first call returned: ${method}(group, …)`,
    });
    return known;
  }

  /** Makes the group of a target, and lets the load balancer reach it. */
  add(target: ITarget, props: TargetGroupProps): TargetGroup {
    const { balancer, balancerName, securityGroup, vpcId } = this.props;
    const { health, drain, stickiness, slowStart, port, name } = props;
    const group = new TargetGroup(this.scope, target.label, {
      ...{ balancer, balancerName, vpcId, target, health },
      ...(drain ? { drain } : {}),
      ...(stickiness ? { stickiness } : {}),
      ...(slowStart ? { slowStart } : {}),
      ...(port === undefined ? {} : { port }),
      ...(name ? { name } : {}),
    });
    for (const port of new Set([target.port, health.port ?? target.port]))
      if (isPort(port)) target.securityGroup.allowFrom(securityGroup, port);
    this.groups.push(group);
    return group;
  }

  /** Reports a group of another load balancer: AWS keeps each to one. */
  checkOwn(listener: Construct, method: string, group: TargetGroup): TargetGroup {
    if (this.groups.includes(group)) return group;
    report(listener, {
      prop: `${method}(${group.target.label})`,
      value: group.node.path,
      allowed: "a target group of this load balancer",
      fix: "pass the target itself, with its health check",
    });
    return group;
  }
}

/** Each call of a service's `target(port)` may return another object for the same thing. */
function isSame(one: ITarget, other: ITarget): boolean {
  return (
    one === other ||
    (one.securityGroup === other.securityGroup &&
      one.label === other.label &&
      one.container === other.container &&
      one.port === other.port)
  );
}
