import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import type { Construct } from "constructs";
import { checkFormat, nameFor, type PhysicalName, partOf, placeOf, thingOf } from "../../src/core";
import type { Dependable } from "../../src/engine";
import { SecurityGroup } from "./security-group";

/** AWS services a network can reach through endpoints of its own; any other AWS name passes too. */
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
  | "sts"
  | (string & {});

interface EndpointProps {
  readonly vpcId: string;
  readonly cidr: string;
  readonly routeTableIds: readonly string[];
  readonly subnetIds: readonly string[];
  readonly services: readonly InterfaceService[];
  readonly name: PhysicalName | undefined;
}

const SERVICE = {
  pattern: /^(?!s3$|dynamodb$)[a-z0-9-]+(?:\.[a-z0-9-]+)*$/,
  allowed: "the name of an AWS service with interface endpoints, as in com.amazonaws.<region>.<name>",
  fix: "write for example secretsmanager; S3 has its gateway already, and DynamoDB is reached through NAT",
};

/** The S3 gateway, which costs nothing and keeps S3 traffic off NAT, and the interface endpoints asked for. */
export function addEndpoints(
  scope: Construct,
  props: EndpointProps,
): { readonly s3: VpcEndpoint; readonly all: readonly Dependable[] } {
  const { region } = placeOf(scope);
  const named = (part: string) => ({ Name: nameFor(scope, "tag", props.name, part) });
  const s3 = new VpcEndpoint(scope, "s3", {
    vpcId: props.vpcId,
    serviceName: `com.amazonaws.${region}.s3`,
    vpcEndpointType: "Gateway",
    routeTableIds: [...props.routeTableIds],
    tags: named("s3-endpoint"),
  });
  if (props.services.length === 0) return { s3, all: [s3] };

  const group = new SecurityGroup(scope, "endpoints", {
    network: props,
    name: partOf(props.name ?? thingOf(scope), "endpoints"),
    description: "Interface endpoints of AWS services",
  });
  group.allowFromRange(props.cidr, 443, "HTTPS from the network");
  const endpoints = [...new Set(props.services)].map((service) => {
    checkFormat(scope, "interfaceEndpoints", service, SERVICE);
    return new VpcEndpoint(scope, `endpoint_${service}`, {
      vpcId: props.vpcId,
      serviceName: `com.amazonaws.${region}.${service}`,
      vpcEndpointType: "Interface",
      privateDnsEnabled: true,
      subnetIds: [...props.subnetIds],
      securityGroupIds: [group.id],
      tags: named(`${service.replace(".", "-")}-endpoint`),
      // Whoever waits for the endpoint can use it.
      dependsOn: [...group.dependables],
    });
  });
  return { s3, all: [s3, ...endpoints] };
}
