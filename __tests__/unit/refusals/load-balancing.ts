import { LoadBalancer, type LoadBalancerProps } from "../../../modules/load-balancing";
import { LogBucket } from "../../../modules/storage";
import type { PlatformStack } from "../../../src/core";
import { balancerParts, certificate } from "../../support/balancer";
import { production } from "../../support/synth";
import { ofRules } from "./load-balancing-rules";
import { ofTargets } from "./load-balancing-targets";
import { type Refusal, refusal } from "./refusal";

const internal = { exposure: "internal", certificates: [] } as const;
const reason = "Only the jobs of this network call it";

/** A load balancer with other props. */
const props = (change: Partial<LoadBalancerProps>) => (stack: PlatformStack) =>
  void balancerParts(stack, change);
/** One more listener. */
const listener = (id: string, given: Parameters<LoadBalancer["listener"]>[1]) => (stack: PlatformStack) =>
  void balancerParts(stack).edge.listener(id, given);

const ofBalancer: readonly Refusal[] = [
  refusal(
    "no certificate",
    props({ certificates: [] }),
    "edge",
    "certificates",
    "at least one",
    "make a Certificate, or pass { arn } of one; inside a network plainHttp can do without",
  ),
  refusal(
    "a certificate twice",
    props({ certificates: [certificate, certificate] }),
    "edge",
    "certificates",
    "each once",
    "remove the duplicates",
  ),
  refusal(
    "a certificate of another region",
    props({ certificates: [{ arn: "arn:aws:acm:us-east-1:123456789012:certificate/one" }] }),
    "edge",
    "certificates",
    "one in eu-west-1, where the load balancer is",
    "make one in eu-west-1",
  ),
  refusal(
    "a certificate that is no ARN",
    props({ certificates: [{ arn: "api.example.com" }] }),
    "edge",
    "certificates",
    "an ARN",
    "copy it from the AWS console: arn:aws:<service>:<region>:<account>:<resource>",
  ),
  refusal(
    "certificates and plain HTTP",
    props({ exposure: "internal", plainHttp: reason }),
    "edge",
    "plainHttp",
    "either certificates or plainHttp",
    "remove plainHttp",
  ),
  refusal(
    "plain HTTP in public",
    props({ certificates: [], plainHttp: reason, exposure: "public" }),
    "edge",
    "plainHttp",
    "encrypted connections only, where it is public",
    "add certificates instead",
  ),
  refusal(
    "plain HTTP for a word",
    props({ ...internal, plainHttp: "legacy" }),
    "edge",
    "plainHttp",
    "a reason of at least five words",
    'write for example "only the batch jobs of this network call it"',
  ),
  refusal(
    "an idle time longer than AWS has",
    props({ idleTimeout: "2 hours" }),
    "edge",
    "idleTimeout",
    '"1 second" to "4000 seconds"',
    "let clients send pings instead",
  ),
  refusal(
    "clients that are no range",
    props({ clients: ["10.0.0.1/8"] }),
    "edge",
    "clients",
    "an IPv4 range such as 10.0.0.0/16",
    "write 10.0.0.0/8",
  ),
  refusal(
    "a client twice",
    props({ clients: ["10.0.0.0/8", "10.0.0.0/8"] }),
    "edge",
    "clients",
    "each once",
    "remove the duplicates",
  ),
  refusal(
    "a network with one subnet",
    (stack) => {
      const network = {
        ...{ vpcId: "vpc-1", cidr: "10.0.0.0/16", privateSubnetIds: [], databaseSubnetIds: [] },
        publicSubnetIds: ["subnet-1"],
      };
      new LoadBalancer(stack, "edge", { network, certificates: [certificate] });
    },
    "edge",
    "network.publicSubnetIds",
    "at least two subnets, each in another zone",
    "add a subnet in another zone",
  ),
  refusal(
    "a web ACL for CloudFront",
    props({ webAcl: { arn: "arn:aws:wafv2:eu-west-1:123456789012:global/webacl/x/1", scope: "cloudfront" } }),
    "edge",
    "webAcl",
    'a web ACL of scope "regional"',
    "make a second web ACL with scope regional",
  ),
  refusal(
    "a web ACL of another region",
    props({ webAcl: { arn: "arn:aws:wafv2:eu-west-3:123456789012:regional/webacl/x/1", scope: "regional" } }),
    "edge",
    "webAcl",
    "one in eu-west-1, where the load balancer is",
    "make one in eu-west-1",
  ),
  refusal(
    "a log bucket of another region",
    (stack) => void balancerParts(stack, { accessLogs: new LogBucket(stack.inRegion("eu-west-3"), "logs") }),
    "edge",
    "accessLogs",
    "one in eu-west-1, where the load balancer is",
    "make one in eu-west-1",
  ),
  {
    what: "a public load balancer of production without web ACL and logs",
    build: props({}),
    environment: production,
    problems: [
      {
        path: "edge",
        prop: "webAcl",
        allowed: "one, where a load balancer of tier production is public",
        fix: 'make a WebAcl, or set exposure to "internal"',
      },
      {
        path: "edge",
        prop: "accessLogs",
        allowed: "one, where a load balancer of tier production is public",
        fix: 'make a LogBucket, or set exposure to "internal"',
      },
    ],
  },
];

const ofListeners: readonly Refusal[] = [
  refusal(
    "a port twice",
    listener("admin", { port: 80 }),
    "edge",
    "listener(admin).port",
    "a port that no other listener of the load balancer has; redirect has it",
    "choose another port, or add the rules to the other listener",
  ),
  refusal(
    "no port",
    listener("admin", { port: 0 }),
    "edge/admin",
    "port",
    "a whole number from 1 to 65535",
    "write the port, e.g. 8080",
  ),
  refusal(
    "an id that is taken",
    listener("https", { port: 8443 }),
    "edge/https",
    "id",
    "an id that nothing else in shop-test/edge has",
    "give one of the two another id",
  ),
  refusal(
    "an id that does not show",
    listener("@admin", { port: 8443 }),
    "edge",
    "listener(@admin).id",
    "letters, digits, hyphens and underscores, a letter first",
    'write for example "admin"',
  ),
  refusal(
    "a listener without certificates",
    listener("admin", { port: 8443, certificates: [] }),
    "edge/admin",
    "certificates",
    "at least one",
    "make a Certificate, or pass { arn } of one; inside a network plainHttp can do without",
  ),
];

/** Wrong inputs of load balancers. */
export const loadBalancing: readonly Refusal[] = [...ofBalancer, ...ofListeners, ...ofRules, ...ofTargets];
