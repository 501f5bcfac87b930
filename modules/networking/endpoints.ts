import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import type { Construct } from "constructs";
import { nameFor, PlatformStack } from "../../src/core";
import { SecurityGroup } from "./security-group";

/** AWS services a network can reach through endpoints of its own. */
export type InterfaceService =
  | "ecr.api"
  | "ecr.dkr"
  | "kms"
  | "logs"
  | "monitoring"
  | "secretsmanager"
  | "sns"
  | "sqs"
  | "ssm"
  | "ssmmessages"
  | "sts";

interface EndpointProps {
  readonly vpcId: string;
  readonly cidr: string;
  readonly routeTableIds: readonly string[];
  readonly subnetIds: readonly string[];
  readonly services: readonly InterfaceService[];
}

/** The S3 gateway, which costs nothing and keeps S3 traffic off NAT, and the interface endpoints asked for. */
export function addEndpoints(scope: Construct, props: EndpointProps): void {
  const { region } = PlatformStack.of(scope);
  const named = (thing: string) => ({ Name: nameFor(scope, "security-group", thing) });
  new VpcEndpoint(scope, "s3", {
    vpcId: props.vpcId,
    serviceName: `com.amazonaws.${region}.s3`,
    vpcEndpointType: "Gateway",
    routeTableIds: [...props.routeTableIds],
    tags: named("s3-endpoint"),
  });
  if (props.services.length === 0) return;

  const group = new SecurityGroup(scope, "endpoints", {
    network: props,
    name: "endpoints-sg",
    description: "Interface endpoints of AWS services",
  });
  group.allowFromRange(props.cidr, 443, "HTTPS from the network");
  for (const service of props.services) {
    new VpcEndpoint(scope, `endpoint_${service}`, {
      vpcId: props.vpcId,
      serviceName: `com.amazonaws.${region}.${service}`,
      vpcEndpointType: "Interface",
      privateDnsEnabled: true,
      subnetIds: [...props.subnetIds],
      securityGroupIds: [group.id],
      tags: named(`${service.replace(".", "-")}-endpoint`),
    });
  }
}
