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
import { checkCidr, checkUnique, nameFor, placeOf, thingOf } from "../../src/core";
import { type Dependable, report } from "../../src/engine";
import { addEndpoints } from "./endpoints";
import { FlowLogs } from "./flow-logs";
import type { INetwork, NetworkPaths, NetworkProps } from "./network-props";
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

/** A VPC with three tiers of subnets: public, private with a way out through NAT, database without any. */
export class Network extends Construct implements INetwork {
  readonly resource: Vpc;
  readonly vpcId: string;
  readonly publicSubnetIds: readonly string[];
  readonly privateSubnetIds: readonly string[];
  readonly databaseSubnetIds: readonly string[];
  readonly cidr: string;
  readonly paths: NetworkPaths;
  /** Gateway by which its private and database subnets reach S3: what policies name as `aws:SourceVpce`. */
  readonly s3EndpointId: string;
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
    const outside = this.routePublic(internet);
    const inside = this.routePrivate(internet, outside);
    const tables = [...inside.tables, this.routeDatabase()];
    const endpoints = addEndpoints(this, {
      vpcId: this.vpcId,
      cidr: props.cidr,
      routeTableIds: tables.map((table) => table.id),
      subnetIds: this.privateSubnetIds,
      services: props.interfaceEndpoints ?? [],
      name: props.name,
    });
    this.s3EndpointId = endpoints.s3.id;
    this.paths = { public: outside, private: [...inside.associations, ...endpoints.all] };
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

  private routePublic(internet: InternetGateway): readonly RouteTableAssociation[] {
    const table = new RouteTable(this, "public", { vpcId: this.vpcId, tags: this.named("public-rt") });
    const route = new Route(this, "public_internet", {
      routeTableId: table.id,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: internet.id,
    });
    return this.associate("public", () => ({ table, after: [route] }));
  }

  /** One table per zone even with a single NAT gateway: going to one per zone later then changes routes, not tables. */
  private routePrivate(internet: InternetGateway, outside: readonly Dependable[]) {
    const natZones = this.props.nat === "single" ? this.zones.slice(0, 1) : this.zones;
    const gateways = natZones.map((zone, index) => this.addNat(zone, index, internet));
    const routed = this.zones.map((zone, index) => {
      const table = new RouteTable(this, `private_routes_${zone}`, {
        vpcId: this.vpcId,
        tags: this.named(`private-rt-${numberOf(zone)}`),
      });
      const gateway = gateways[index] ?? gateways[0];
      if (!gateway) return { table, after: [] };
      const route = new Route(this, `private_nat_${zone}`, {
        routeTableId: table.id,
        destinationCidrBlock: "0.0.0.0/0",
        natGatewayId: gateway.id,
      });
      // The gateway passes nothing on until its own subnet is routed.
      return { table, after: [route, ...outside] };
    });
    const associations = this.associate("private", (index) => routed[index]);
    return { tables: routed.map(({ table }) => table), associations };
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

  private routeDatabase(): RouteTable {
    const table = new RouteTable(this, "database", { vpcId: this.vpcId, tags: this.named("database-rt") });
    this.associate("database", () => ({ table, after: [] }));
    return table;
  }

  /** Gives subnets their tables, once these have their routes. */
  private associate(
    tier: SubnetTier,
    routed: (index: number) => Routed | undefined,
  ): RouteTableAssociation[] {
    return this.subnets[tier].flatMap((subnet, index) => {
      const { table, after = [] } = routed(index) ?? {};
      if (!table) return [];
      const waits = after.length > 0 ? { dependsOn: [...after] } : {};
      const ends = { subnetId: subnet.id, routeTableId: table.id };
      return [
        new RouteTableAssociation(this, `${tier}_association_${this.zones[index]}`, { ...ends, ...waits }),
      ];
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

interface Routed {
  readonly table: RouteTable;
  readonly after: readonly Dependable[];
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
