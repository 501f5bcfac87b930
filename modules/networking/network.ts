import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";
import {
  checkCidr,
  checkUnique,
  type LogRetention,
  nameFor,
  type PhysicalName,
  placeOf,
  thingOf,
} from "../../src/core";
import { report } from "../../src/engine";
import type { IEncryptionKey } from "../security";
import { addEndpoints, type InterfaceService } from "./endpoints";
import { FlowLogs } from "./flow-logs";
import {
  claimRange,
  inside,
  overlap,
  rangeProblem,
  SUBNET_TIERS,
  type SubnetTier,
  subnetRange,
  ZONE_LETTERS,
  type ZoneLetter,
} from "./ranges";

/** A network that other modules put things into. */
export interface INetwork {
  readonly vpcId: string;
  /** Range of the whole network. */
  readonly cidr: string;
  readonly publicSubnetIds: readonly string[];
  readonly privateSubnetIds: readonly string[];
  readonly databaseSubnetIds: readonly string[];
}

export interface NetworkProps {
  /**
   * Range of the network: private (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16), /16 to /24. Subnets are sixteenths of it.
   * Networks of one platform must not overlap, since sooner or later one VPN or peering reaches them all; networks of
   * different platforms may. Another one replaces the network.
   */
  readonly cidr: string;
  /** Zones to spread over, two to five: load balancers and databases need two. */
  readonly zones: readonly ZoneLetter[];
  /** NAT gateways for the private subnets: one per zone survives a zone's failure, a single one costs a third. */
  readonly nat: "per-zone" | "single";
  /** Ranges of the subnets, in the order of `zones`. @default - fixed sixteenths of `cidr`, see `subnetRange` */
  readonly ranges?: Readonly<Record<SubnetTier, readonly string[]>>;
  /** Encrypts the flow logs. */
  readonly key: IEncryptionKey;
  /** How long flow logs are kept. @default - as LogGroup */
  readonly flowLogRetention?: LogRetention;
  /**
   * AWS services to reach without NAT, besides S3, which always has its free gateway.
   * @default - none: each costs per zone and hour, and NAT reaches the service too
   */
  readonly interfaceEndpoints?: readonly InterfaceService[];
  /** @default - the construct's id */
  readonly name?: PhysicalName;
}

/** A VPC with three tiers of subnets: public, private with a way out through NAT, database without any. */
export class Network extends Construct implements INetwork {
  readonly resource: Vpc;
  readonly vpcId: string;
  readonly publicSubnetIds: readonly string[];
  readonly privateSubnetIds: readonly string[];
  readonly databaseSubnetIds: readonly string[];
  readonly cidr: string;
  readonly subnets: Readonly<Record<SubnetTier, readonly Subnet[]>>;
  private readonly zones: readonly ZoneLetter[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: NetworkProps,
  ) {
    super(scope, id);
    this.cidr = props.cidr;
    this.zones = [...new Set(props.zones)];
    this.check();

    this.resource = new Vpc(this, "@vpc", {
      cidrBlock: props.cidr,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: this.named("vpc"),
    });
    this.vpcId = this.resource.id;
    new DefaultSecurityGroup(this, "default", { vpcId: this.vpcId, tags: this.named("default") });
    this.subnets = {
      public: this.addSubnets("public"),
      private: this.addSubnets("private"),
      database: this.addSubnets("database"),
    };
    this.publicSubnetIds = this.subnets.public.map(({ id }) => id);
    this.privateSubnetIds = this.subnets.private.map(({ id }) => id);
    this.databaseSubnetIds = this.subnets.database.map(({ id }) => id);
    const internet = new InternetGateway(this, "@internet_gateway", {
      vpcId: this.vpcId,
      tags: this.named("igw"),
    });
    const routeTables = [this.routePublic(internet), ...this.routePrivate(internet), ...this.routeDatabase()];
    addEndpoints(this, {
      vpcId: this.vpcId,
      cidr: props.cidr,
      routeTableIds: routeTables.slice(1).map((table) => table.id),
      subnetIds: this.privateSubnetIds,
      services: props.interfaceEndpoints ?? [],
      name: props.name,
    });
    new FlowLogs(this, "flow_logs", {
      vpcId: this.vpcId,
      key: props.key,
      retention: props.flowLogRetention,
      name: props.name ?? thingOf(this),
    });
  }

  /** A network that exists already: what is put into it refers to these ids. */
  static existing(network: INetwork): INetwork {
    return network;
  }

  private addSubnets(tier: SubnetTier): Subnet[] {
    return this.zones.map(
      (zone, index) =>
        new Subnet(this, `${tier}_${zone}`, {
          vpcId: this.vpcId,
          cidrBlock: this.rangeOf(tier, zone, index),
          availabilityZone: `${placeOf(this).region}${zone}`,
          ...(tier === "public" ? { mapPublicIpOnLaunch: true } : {}),
          tags: { ...this.named(`${tier}-${numberOf(zone)}`), Type: tier },
          lifecycle: LAST,
        }),
    );
  }

  private rangeOf(tier: SubnetTier, zone: ZoneLetter, index: number): string {
    if (this.props.ranges) return this.props.ranges[tier][index] ?? "";
    return rangeProblem(this.props.cidr) ? this.props.cidr : subnetRange(this.props.cidr, tier, zone);
  }

  private routePublic(internet: InternetGateway): RouteTable {
    const table = new RouteTable(this, "public", { vpcId: this.vpcId, tags: this.named("public-rt") });
    new Route(this, "public_internet", {
      routeTableId: table.id,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: internet.id,
    });
    this.associate("public", () => table);
    return table;
  }

  /** One table per zone even with a single NAT gateway: going to one per zone later then changes routes, not tables. */
  private routePrivate(internet: InternetGateway): RouteTable[] {
    const natZones = this.props.nat === "single" ? this.zones.slice(0, 1) : this.zones;
    const gateways = natZones.map((zone, index) => this.addNat(zone, index, internet));
    const tables = this.zones.map((zone, index) => {
      const table = new RouteTable(this, `private_routes_${zone}`, {
        vpcId: this.vpcId,
        tags: this.named(`private-rt-${numberOf(zone)}`),
      });
      const gateway = gateways[index] ?? gateways[0];
      if (gateway)
        new Route(this, `private_nat_${zone}`, {
          routeTableId: table.id,
          destinationCidrBlock: "0.0.0.0/0",
          natGatewayId: gateway.id,
        });
      return table;
    });
    this.associate("private", (index) => tables[index]);
    return tables;
  }

  private addNat(zone: ZoneLetter, index: number, internet: InternetGateway): NatGateway {
    const dependsOn = [internet];
    const address = new Eip(this, `nat_address_${zone}`, {
      domain: "vpc",
      dependsOn,
      tags: this.named(`nat-eip-${numberOf(zone)}`),
    });
    return new NatGateway(this, `nat_${zone}`, {
      allocationId: address.id,
      subnetId: this.subnets.public[index]?.id ?? "",
      dependsOn,
      tags: this.named(`nat-${numberOf(zone)}`),
      lifecycle: LAST,
    });
  }

  private routeDatabase(): RouteTable[] {
    const table = new RouteTable(this, "database", { vpcId: this.vpcId, tags: this.named("database-rt") });
    this.associate("database", () => table);
    return [table];
  }

  private associate(tier: SubnetTier, tableOf: (index: number) => RouteTable | undefined): void {
    this.subnets[tier].forEach((subnet, index) => {
      const zone = this.zones[index];
      const table = tableOf(index);
      if (table)
        new RouteTableAssociation(this, `${tier}_association_${zone}`, {
          subnetId: subnet.id,
          routeTableId: table.id,
        });
    });
  }

  private named(part: string): { Name: string } {
    return { Name: nameFor(this, "tag", this.props.name, part) };
  }

  private check(): void {
    const { cidr, zones, ranges, interfaceEndpoints = [] } = this.props;
    const problem = rangeProblem(cidr);
    if (problem)
      report(this, {
        prop: "cidr",
        value: cidr,
        allowed: "a private IPv4 range from /16 to /24",
        fix: `${cidr} ${problem}: write for example 10.0.0.0/16`,
      });
    else claimRange(this, cidr);
    const isOdd = zones.some((zone) => !ZONE_LETTERS.includes(zone)) || new Set(zones).size !== zones.length;
    if (zones.length < 2 || isOdd) {
      report(this, {
        prop: "zones",
        value: zones,
        allowed: `two to five different letters of ${ZONE_LETTERS.join(", ")}`,
        fix: "name at least two zones, each once",
      });
    }
    checkUnique(this, "interfaceEndpoints", interfaceEndpoints);
    if (ranges && !problem) this.checkRanges(ranges);
  }

  private checkRanges(ranges: Readonly<Record<SubnetTier, readonly string[]>>): void {
    const { cidr, zones } = this.props;
    for (const tier of SUBNET_TIERS) {
      if (ranges[tier].length === zones.length) continue;
      report(this, {
        prop: `ranges.${tier}`,
        value: ranges[tier],
        allowed: `${zones.length} ranges, one per zone`,
        fix: "add or remove ranges",
      });
    }
    const seen: string[] = [];
    for (const tier of SUBNET_TIERS) {
      for (const range of ranges[tier]) {
        if (!checkCidr(this, `ranges.${tier}`, range)) continue;
        const add = (allowed: string, fix: string) =>
          report(this, { prop: `ranges.${tier}`, value: range, allowed, fix });
        if (!inside(range, cidr)) add(`ranges inside ${cidr}`, "move the range");
        if (Number(range.split("/")[1]) > 28) add("ranges of /28 or larger", "AWS has no smaller subnets");
        const other = seen.find((earlier) => overlap(earlier, range));
        if (other) add("ranges that do not overlap", `move it away from ${other}`);
        seen.push(range);
      }
    }
  }
}

/**
 * What goes last: when load balancers and tasks have left a subnet, which AWS deletes no sooner, and when routes lead to
 * another gateway. Terraform deletes first otherwise.
 */
const LAST = { createBeforeDestroy: true };

/** Number that names carry: a is 1. It follows the letter, so it stays when other zones come or go. */
function numberOf(zone: ZoneLetter): number {
  return ZONE_LETTERS.indexOf(zone) + 1;
}
