import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { type ITarget, LoadBalancer, type LoadBalancerProps } from "../../modules/load-balancing";
import { SecurityGroup } from "../../modules/networking";
import type { PlatformStack } from "../../src/core";
import { type Dependable, waitFor } from "../../src/engine";
import { parts } from "./parts";

/** A certificate that exists already, of the region of `staging`. */
export const certificate = { arn: "arn:aws:acm:eu-west-1:123456789012:certificate/one" };

/** A target: a parameter stands for the service, lists the groups it is in, and waits for what they wait for. */
export function fakeTarget(
  stack: PlatformStack,
  label: string,
  { port = 8000, group = label } = {},
): ITarget {
  const found = stack.node.tryFindChild(group) as SecurityGroup | undefined;
  const securityGroup =
    found ?? new SecurityGroup(stack, group, { network: { vpcId: "vpc-1" }, description: "Tasks" });
  const service = new SsmParameter(stack, `service-of-${label}`, { name: label, type: "StringList" });
  const groups: string[] = [];
  return {
    label,
    container: label,
    port,
    securityGroup,
    attach(arn: string, after: readonly Dependable[]) {
      groups.push(arn);
      service.value = groups.join(",");
      waitFor(service, after);
    },
  };
}

/** A load balancer in a network, and what makes targets for it. */
export function balancerParts(stack: PlatformStack, change: Partial<LoadBalancerProps> = {}) {
  const { key, network } = parts(stack);
  const edge = new LoadBalancer(stack, "edge", { network, certificates: [certificate], ...change });
  const target = (label: string, port?: number) => fakeTarget(stack, label, port ? { port } : {});
  return { key, network, edge, target };
}
