import { Construct } from "constructs";
import { checkCidr, checkFormat, checkUnique, FORMATS, PlatformStack, placeOf } from "../../src/core";
import { isToken, report } from "../../src/engine";
import type { ICertificate } from "../edge";
import type { ISecurityGroup } from "../networking";
import type { LoadBalancerProps } from "./load-balancer-props";

/** A sentence, and not a word such as "legacy". */
const REASON = {
  pattern: /^\S+(?:\s+\S+){4,}$/,
  allowed: "a reason of at least five words",
  fix: 'write for example "only the batch jobs of this network call it"',
};

const LISTENER_ID = {
  pattern: /^[A-Za-z][\w-]*$/,
  allowed: "letters, digits, hyphens and underscores, a letter first",
  fix: 'write for example "admin"',
};

/** Reports props of a load balancer that do not go together. */
export function checkProps(balancer: Construct, props: LoadBalancerProps): void {
  const { exposure = "public", network, webAcl, accessLogs } = props;
  const stack = PlatformStack.of(balancer);
  const add = (prop: string, value: unknown, allowed: string, fix: string) =>
    report(balancer, { prop, value, allowed, fix });
  const subnets = exposure === "public" ? network.publicSubnetIds : network.privateSubnetIds;
  if (!isToken(subnets) && new Set(subnets).size < 2) {
    const which = exposure === "public" ? "publicSubnetIds" : "privateSubnetIds";
    add(
      `network.${which}`,
      subnets,
      "at least two subnets, each in another zone",
      "add a subnet in another zone",
    );
  }
  if (exposure === "public" && stack.isProduction) {
    const allowed = "one, where a load balancer of tier production is public";
    if (!webAcl) add("webAcl", webAcl, allowed, 'make a WebAcl, or set exposure to "internal"');
    if (!accessLogs) add("accessLogs", "nothing", allowed, 'make a LogBucket, or set exposure to "internal"');
  }
  if (webAcl && webAcl.scope !== "regional")
    add("webAcl", webAcl.scope, 'a web ACL of scope "regional"', "make a second web ACL with scope regional");
  if (webAcl) checkRegion(balancer, "webAcl", regionOf(webAcl));
  if (accessLogs) checkRegion(balancer, "accessLogs", accessLogs.region);
  checkPlain(balancer, props, exposure);
}

/** Reports plain HTTP where it cannot be, or beside what only encryption has. */
export function checkPlain(
  construct: Construct,
  { plainHttp, tls }: Pick<LoadBalancerProps, "plainHttp" | "tls">,
  exposure: "public" | "internal",
): void {
  if (plainHttp === undefined) return;
  const add = (prop: string, value: unknown, allowed: string, fix: string) =>
    report(construct, { prop, value, allowed, fix });
  checkFormat(construct, "plainHttp", plainHttp, REASON);
  // Listed in reports of what a stack relaxes.
  construct.node.addMetadata("landform/relaxation", { prop: "plainHttp", reason: plainHttp });
  if (exposure === "public")
    add("plainHttp", plainHttp, "encrypted connections only, where it is public", "add certificates instead");
  if (tls) add("tls", tls, "nothing, where connections are not encrypted", "remove tls, or plainHttp");
}

/** Reports missing certificates, and those that do not fit. @param plainHttp reason for having none */
export function checkCertificates(
  construct: Construct,
  certificates: readonly ICertificate[],
  plainHttp: string | undefined,
): void {
  if (certificates.length === 0 && plainHttp === undefined) {
    report(construct, {
      prop: "certificates",
      value: certificates,
      allowed: "at least one",
      fix: "make a Certificate, or pass { arn } of one; inside a network plainHttp can do without",
    });
  }
  if (certificates.length > 0 && plainHttp !== undefined) {
    report(construct, {
      prop: "plainHttp",
      value: plainHttp,
      allowed: "either certificates or plainHttp",
      fix: "remove plainHttp",
    });
  }
  checkUnique(
    construct,
    "certificates",
    certificates.map(({ arn }) => arn),
  );
  for (const certificate of certificates) {
    checkFormat(construct, "certificates", certificate.arn, FORMATS.arn);
    checkRegion(construct, "certificates", regionOf(certificate));
  }
}

/** Clients that are well-formed; the others are reported. */
export function usableClients(
  balancer: Construct,
  clients: readonly (string | ISecurityGroup)[],
): readonly (string | ISecurityGroup)[] {
  checkUnique(
    balancer,
    "clients",
    clients.map((client) => (typeof client === "string" ? client : client.label)),
  );
  return [...new Set(clients)].filter(
    (client) => typeof client !== "string" || checkCidr(balancer, "clients", client),
  );
}

/** Reports a listener whose id or port cannot be. @param owner listener that has the port */
export function checkListener(
  balancer: Construct,
  id: string,
  port: number,
  owner: string | undefined,
): void {
  checkFormat(balancer, `listener(${id}).id`, id, LISTENER_ID);
  if (owner === undefined) return;
  report(balancer, {
    prop: `listener(${id}).port`,
    value: port,
    allowed: `a port that no other listener of the load balancer has; ${owner} has it`,
    fix: "choose another port, or add the rules to the other listener",
  });
}

/** Whether a port can be opened; one that cannot is reported by whoever was given it. */
export function isPort(port: number): boolean {
  return isToken(port) || (Number.isInteger(port) && port >= 1 && port <= 65_535);
}

/** Reports what is in another region. @param other undefined when only Terraform knows it */
function checkRegion(balancer: Construct, prop: string, other: string | undefined): void {
  const { region } = placeOf(balancer);
  if (other === undefined || other === region) return;
  report(balancer, {
    prop,
    value: `one in ${other}`,
    allowed: `one in ${region}, where the load balancer is`,
    fix: `make one in ${region}`,
  });
}

/** Region of a module, or of what exists already. */
function regionOf(thing: { readonly arn: string }): string | undefined {
  if (Construct.isConstruct(thing)) return placeOf(thing).region;
  return FORMATS.arn.pattern.test(thing.arn) ? thing.arn.split(":")[3] : undefined;
}
