import { ServiceDiscoveryPrivateDnsNamespace } from "@cdktf/provider-aws/lib/service-discovery-private-dns-namespace";
import { ServiceDiscoveryService } from "@cdktf/provider-aws/lib/service-discovery-service";
import { Construct } from "constructs";
import { checkFormat, exactName, FORMATS, nameFor, type PhysicalName } from "../../src/core";

/** A private domain in which services find each other. */
export interface INamespace {
  /** Id of the Cloud Map namespace. */
  readonly id: string;
  /** Domain, e.g. `shop.internal`. */
  readonly domain: string;
}

export interface NamespaceProps {
  readonly network: { readonly vpcId: string };
  /**
   * Domain of the services, e.g. `shop.internal`; once per network. A domain that exists in public too cannot be
   * reached from the network any more.
   */
  readonly domain: string;
}

const DOMAIN = {
  ...FORMATS.host,
  pattern: new RegExp(`^(?!\\*)${FORMATS.host.pattern.source.slice(1)}`, "i"),
};

/** A Cloud Map namespace: a private hosted zone that ECS keeps up to date. */
export class Namespace extends Construct implements INamespace {
  readonly resource: ServiceDiscoveryPrivateDnsNamespace;
  readonly id: string;
  readonly domain: string;

  constructor(scope: Construct, id: string, { network, domain }: NamespaceProps) {
    super(scope, id);
    checkFormat(this, "domain", domain, DOMAIN);
    exactName(this, "dns-namespace", domain, network.vpcId);
    this.domain = domain;
    this.resource = new ServiceDiscoveryPrivateDnsNamespace(this, "@namespace", {
      name: domain,
      vpc: network.vpcId,
    });
    this.id = this.resource.id;
  }
}

/** Under which name a service is found. */
export interface Discovery {
  readonly namespace: INamespace;
  /** Label below the namespace's domain. @default - the service's */
  readonly name?: PhysicalName;
}

/** How long clients keep an answer: a task that is gone is asked for ten seconds more. */
const TTL = 10;

/** The addresses of a service's tasks. */
export class DiscoveryService extends Construct {
  readonly resource: ServiceDiscoveryService;
  /** Host name of the service. */
  readonly host: string;

  constructor(scope: Construct, id: string, { namespace, name }: Required<Discovery>) {
    super(scope, id);
    const label = nameFor(this, "discovery-service", name, "", namespace.id);
    this.host = `${label}.${namespace.domain}`;
    this.resource = new ServiceDiscoveryService(this, "@service", {
      name: label,
      dnsConfig: {
        namespaceId: namespace.id,
        routingPolicy: "MULTIVALUE",
        dnsRecords: [{ type: "A", ttl: TTL }],
      },
      // ECS reports the health of tasks. AWS takes no other threshold.
      healthCheckCustomConfig: { failureThreshold: 1 },
      // Entries are those of tasks: what is left of them must not keep the service.
      forceDestroy: true,
      // ECS takes no other registry for one that is gone already.
      lifecycle: { createBeforeDestroy: true },
    });
  }
}
