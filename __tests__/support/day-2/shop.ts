import { Cluster, Service, type ServiceProps } from "../../../modules/compute";
import { AliasRecord, Certificate, rateLimit, WebAcl } from "../../../modules/edge";
import { LoadBalancer, type TargetGroupProps, type When } from "../../../modules/load-balancing";
import { AlertTopic, Monitoring } from "../../../modules/monitoring";
import { Network, type NetworkProps, SecurityGroup } from "../../../modules/networking";
import { EncryptionKey, Secret } from "../../../modules/security";
import { LogBucket } from "../../../modules/storage";
import { changeLimit, type Environment, type Platform, PlatformStack } from "../../../src/core";
import type { Landform } from "../../../src/engine";

export const shop: Platform = {
  name: "shop",
  terraformVersion: ">= 1.11.0",
  state: {
    bucket: "shop-state",
    table: "shop-locks",
    region: "us-east-1",
    encryptionKey: "alias/shop-state",
  },
};

/** Home of its state, for the emulator. */
export const SHOP_STATE = { buckets: [shop.state.bucket], tables: [shop.state.table] };

const HOSTED_ZONE = "Z0123456789ABCDEFGHIJ";

/** What is changed of a service. */
export interface ServiceChoices extends Partial<ServiceProps> {
  readonly scale?: { readonly min: number; readonly max: number };
  /** What asks for it. */
  readonly route?: When & TargetGroupProps;
  /** Further rules, by id. */
  readonly also?: Readonly<Record<string, When>>;
}

/** What is changed of an environment: everything that somebody changes on an ordinary day. */
export interface ShopChoices {
  readonly environment?: Partial<Environment>;
  readonly network: Pick<NetworkProps, "zones" | "nat" | "flowLogRetention">;
  readonly hosts: readonly string[];
  readonly release: string;
  readonly services: Readonly<Record<string, ServiceChoices>>;
  /** Descriptions by id. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly requestsFromOneAddress: number;
  readonly cpuLimit: number;
  /** Description of the group that tasks are in. */
  readonly tasks: string;
}

/** What runs behind a load balancer, and beside it. */
export class Shop extends PlatformStack {
  constructor(app: Landform, choices: ShopChoices) {
    super(app, {
      platform: shop,
      name: "live",
      tier: "staging",
      region: "us-east-1",
      ...choices.environment,
    });
    const key = new EncryptionKey(this, "key");
    const network = new Network(this, "network", { cidr: "10.0.0.0/16", key, ...choices.network });
    const certificate = new Certificate(this, "certificate", {
      hostedZoneId: HOSTED_ZONE,
      hosts: choices.hosts,
    });
    const webAcl = new WebAcl(this, "waf", { key, rules: [rateLimit(choices.requestsFromOneAddress)] });
    const edge = new LoadBalancer(this, "edge", {
      network,
      certificates: [certificate],
      webAcl,
      accessLogs: new LogBucket(this, "logs"),
    });
    for (const host of choices.hosts)
      new AliasRecord(this, host.split(".")[0] ?? host, { hostedZoneId: HOSTED_ZONE, host, target: edge });
    const secrets = Object.entries(choices.secrets).map(([id, description]) => [
      id.toUpperCase(),
      new Secret(this, id, { key, description, generate: 64 }).whole,
    ]);

    const cluster = new Cluster(this, "cluster", { network, key });
    const securityGroup = new SecurityGroup(this, "tasks", {
      network,
      description: choices.tasks,
      egress: "anywhere",
    });
    const common = (id: string) => ({
      cluster,
      securityGroup,
      image: `123456789012.dkr.ecr.us-east-1.amazonaws.com/${id}:${choices.release}`,
      size: { cpu: 256, memory: "512 MiB" } as const,
      secrets: Object.fromEntries(secrets),
    });
    const alerts = new AlertTopic(this, "alerts", { key });
    const monitoring = new Monitoring(this, "monitoring", { alerts });
    for (const [id, { scale, route, also = {}, ...own }] of Object.entries(choices.services)) {
      const service = new Service(this, id, { ...common(id), ...own });
      if (scale) service.autoScale(scale).onCpu(60);
      const group = route && edge.route(service, route);
      if (group) for (const [rule, when] of Object.entries(also)) edge.route(group, { id: rule, ...when });
      const { cpuUtilization, ...others } = service.recommended;
      monitoring.watch(service, {
        ...others,
        cpuUtilization: changeLimit(cpuUtilization, { value: choices.cpuLimit }),
      });
    }
  }
}
