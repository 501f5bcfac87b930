import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  blockOf,
  Network,
  type NetworkProps,
  overlap,
  SecurityGroup,
  SUBNET_TIERS,
  subnetRange,
  ZONE_LETTERS,
  type ZoneLetter,
} from "../../../modules/networking";
import { EncryptionKey } from "../../../modules/security";
import { PlatformStack } from "../../../src/core";
import { app, parsed, platform, staging, statements, synthesize } from "../../support/synth";

const scene =
  (change: Partial<NetworkProps> = {}) =>
  (stack: PlatformStack): void => {
    const key = new EncryptionKey(stack, "key");
    new Network(stack, "network", {
      cidr: "10.0.0.0/16",
      zones: ["a", "b"],
      nat: "per-zone",
      key,
      ...change,
    });
  };
const build = (change?: Partial<NetworkProps>) => synthesize(scene(change));

describe("defaults", () => {
  const { resource, resources, addresses } = build();

  test("a VPC with names", () => {
    expect(resource("aws_vpc")).toEqual({
      cidr_block: "10.0.0.0/16",
      enable_dns_hostnames: true,
      enable_dns_support: true,
      tags: { Name: "shop-test-network-vpc" },
    });
    expect(resource("aws_internet_gateway")).toEqual({
      vpc_id: "${aws_vpc.network.id}",
      tags: { Name: "shop-test-network-igw" },
    });
  });

  test("three tiers in two zones", () => {
    expect(resource("aws_subnet", "network_public_a")).toEqual({
      vpc_id: "${aws_vpc.network.id}",
      cidr_block: "10.0.0.0/20",
      availability_zone: "eu-west-1a",
      map_public_ip_on_launch: true,
      tags: { Name: "shop-test-network-public-1", Type: "public" },
    });
    expect(resource("aws_subnet", "network_private_b")).toEqual({
      vpc_id: "${aws_vpc.network.id}",
      cidr_block: "10.0.64.0/20",
      availability_zone: "eu-west-1b",
      tags: { Name: "shop-test-network-private-2", Type: "private" },
    });
    expect(resource("aws_subnet", "network_database_a")).toMatchObject({ cidr_block: "10.0.96.0/20" });
    expect(Object.keys(resources("aws_subnet"))).toHaveLength(6);
  });

  test("a NAT gateway per zone that waits for the internet gateway", () => {
    expect(resource("aws_nat_gateway", "network_nat_b")).toEqual({
      allocation_id: "${aws_eip.network_nat_address_b.id}",
      subnet_id: "${aws_subnet.network_public_b.id}",
      depends_on: ["aws_internet_gateway.network"],
      tags: { Name: "shop-test-network-nat-2" },
    });
    expect(resource("aws_eip", "network_nat_address_a")).toMatchObject({
      domain: "vpc",
      depends_on: ["aws_internet_gateway.network"],
    });
    expect(resource("aws_route", "network_private_nat_b")).toMatchObject({
      nat_gateway_id: "${aws_nat_gateway.network_nat_b.id}",
      destination_cidr_block: "0.0.0.0/0",
    });
  });

  test("no way out of the database tier", () => {
    const routes = Object.values(resources("aws_route")).map((route) => route.route_table_id);
    expect(routes).not.toContain("${aws_route_table.network_database.id}");
    expect(resource("aws_route_table_association", "network_database_association_a")).toMatchObject({
      route_table_id: "${aws_route_table.network_database.id}",
    });
  });

  test("a closed default security group", () => {
    expect(resource("aws_default_security_group")).toEqual({
      vpc_id: "${aws_vpc.network.id}",
      tags: { Name: "shop-test-network-default" },
    });
  });

  test("S3 without NAT, and no endpoint that costs", () => {
    expect(resource("aws_vpc_endpoint")).toMatchObject({
      service_name: "com.amazonaws.eu-west-1.s3",
      vpc_endpoint_type: "Gateway",
      route_table_ids: [
        "${aws_route_table.network_private_routes_a.id}",
        "${aws_route_table.network_private_routes_b.id}",
        "${aws_route_table.network_database.id}",
      ],
    });
  });

  test("flow logs that may write to their own group only", () => {
    expect(resource("aws_flow_log")).toMatchObject({
      traffic_type: "ALL",
      max_aggregation_interval: 60,
      log_destination: "${aws_cloudwatch_log_group.network_flow_logs.arn}",
    });
    expect(resource("aws_cloudwatch_log_group")).toEqual({
      name: "/vpc/shop-test-network/flow-logs",
      retention_in_days: 30,
      kms_key_id: "${aws_kms_key.key.arn}",
    });
    expect(resource("aws_iam_role").name).toBe("shop-test-network-flow-logs");
    // Streams of the group: its ARN alone would match none.
    expect(statements(resource("aws_iam_role_policy").policy).WriteLogs?.Resource).toBe(
      "${aws_cloudwatch_log_group.network_flow_logs.arn}:*",
    );
  });

  test("no inline routes or rules", () => {
    for (const type of ["aws_route_table", "aws_security_group", "aws_default_security_group"]) {
      for (const one of Object.values(resources(type)))
        expect(Object.keys(one)).not.toEqual(expect.arrayContaining(["route"]));
    }
    expect(addresses).toContain("aws_route.network_public_internet");
  });
});

describe("everything on", () => {
  test("a single NAT gateway still leaves a table per zone", () => {
    const { resources } = build({ nat: "single", zones: ["a", "b", "c"] });
    expect(Object.keys(resources("aws_nat_gateway"))).toEqual(["network_nat_a"]);
    expect(Object.keys(resources("aws_route_table"))).toHaveLength(5);
    expect(resources("aws_route").network_private_nat_c?.nat_gateway_id).toBe(
      "${aws_nat_gateway.network_nat_a.id}",
    );
  });

  test("interface endpoints with a group of their own", () => {
    const { resource } = build({ interfaceEndpoints: ["ecr.api", "logs"] });
    expect(resource("aws_vpc_endpoint", "network_endpoint_ecr_api")).toMatchObject({
      service_name: "com.amazonaws.eu-west-1.ecr.api",
      private_dns_enabled: true,
      security_group_ids: ["${aws_security_group.network_endpoints.id}"],
      subnet_ids: ["${aws_subnet.network_private_a.id}", "${aws_subnet.network_private_b.id}"],
    });
    expect(resource("aws_vpc_security_group_ingress_rule")).toMatchObject({
      from_port: 443,
      cidr_ipv4: "10.0.0.0/16",
    });
  });

  test("ranges of one's own", () => {
    const ranges = {
      public: ["10.0.0.0/24", "10.0.1.0/24"],
      private: ["10.0.8.0/22", "10.0.12.0/22"],
      database: ["10.0.2.0/24", "10.0.3.0/24"],
    };
    expect(build({ ranges }).resource("aws_subnet", "network_private_b").cidr_block).toBe("10.0.12.0/22");
  });

  test("logs kept longer", () => {
    expect(
      build({ flowLogRetention: "365 days" }).resource("aws_cloudwatch_log_group").retention_in_days,
    ).toBe(365);
  });

  test("an existing network", () => {
    const network = Network.existing({
      vpcId: "vpc-1",
      cidr: "10.9.0.0/16",
      publicSubnetIds: ["subnet-1"],
      privateSubnetIds: ["subnet-2"],
      databaseSubnetIds: ["subnet-3"],
    });
    const { resource } = synthesize((stack) => {
      new SecurityGroup(stack, "db", { network, description: "Database" });
    });
    expect(resource("aws_security_group")).toMatchObject({ vpc_id: "vpc-1" });
  });
});

describe("ranges", () => {
  const zones = fc.constantFrom<ZoneLetter>(...ZONE_LETTERS);
  const tiers = fc.constantFrom(...SUBNET_TIERS);
  const networks = fc
    .tuple(fc.integer({ min: 16, max: 24 }), fc.integer({ min: 0, max: 255 }))
    .map(([bits, n]) => {
      const address = ((10 << 24) + (n << (32 - bits))) >>> 0;
      return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}/${bits}`;
    });

  test("never overlap, in any network, tier or zone", () => {
    fc.assert(
      fc.property(networks, tiers, zones, tiers, zones, (cidr, tier, zone, otherTier, otherZone) => {
        fc.pre(tier !== otherTier || zone !== otherZone);
        expect(overlap(subnetRange(cidr, tier, zone), subnetRange(cidr, otherTier, otherZone))).toBe(false);
        expect(overlap(cidr, subnetRange(cidr, tier, zone))).toBe(true);
        expect(blockOf(tier, zone)).toBeLessThan(16);
      }),
    );
  });

  test("stay where they are when zones come or go", () => {
    fc.assert(
      fc.property(fc.uniqueArray(zones, { minLength: 2, maxLength: 4 }), zones, (given, added) => {
        fc.pre(!given.includes(added));
        const before = build({ zones: given }).resources("aws_subnet");
        const after = build({ zones: [added, ...given] }).resources("aws_subnet");
        for (const [name, subnet] of Object.entries(before)) expect(after[name]).toEqual(subnet);
      }),
      { numRuns: 10 },
    );
  });

  test("are fixed for three zones", () => {
    const all = SUBNET_TIERS.map((tier) =>
      (["a", "b", "c"] as const).map((zone) => subnetRange("10.0.0.0/16", tier, zone)),
    );
    expect(all).toEqual([
      ["10.0.0.0/20", "10.0.16.0/20", "10.0.32.0/20"],
      ["10.0.48.0/20", "10.0.64.0/20", "10.0.80.0/20"],
      ["10.0.96.0/20", "10.0.112.0/20", "10.0.128.0/20"],
    ]);
  });
});

test("two networks of two platforms may have one range", () => {
  const landform = app();
  for (const name of ["shop", "bank"]) {
    const state = { ...platform.state, bucket: `${name}-state` };
    const stack = new PlatformStack(landform, { ...staging, platform: { ...platform, name, state } });
    scene()(stack);
  }
  expect(landform.resolveStacks()).toHaveLength(2);
});

test("two networks of a stack have nothing in common but the stack", () => {
  const { addresses, resources } = synthesize((stack) => {
    scene()(stack);
    new Network(stack, "second", {
      cidr: "10.1.0.0/16",
      zones: ["a", "b"],
      nat: "single",
      key: new EncryptionKey(stack, "second-key"),
      interfaceEndpoints: ["logs"],
    });
  });
  expect(addresses).toEqual(expect.arrayContaining(["aws_vpc.network", "aws_vpc.second"]));
  const names = Object.values(resources("aws_iam_role")).map(({ name }) => name);
  expect(names).toEqual(["shop-test-network-flow-logs", "shop-test-second-flow-logs"]);
  expect(resources("aws_security_group").second_endpoints?.name).toBe("shop-test-second-endpoints");
});

const ACCOUNT = "${data.aws_caller_identity.current.account_id}";

test("whoever waits for the paths of a network finds them working", () => {
  const { resource, resources } = build({ interfaceEndpoints: ["logs"] });
  expect(resource("aws_route_table_association", "network_public_association_a").depends_on).toEqual([
    "aws_route.network_public_internet",
  ]);
  for (const association of Object.values(resources("aws_route_table_association")).filter(({ depends_on }) =>
    String(depends_on).includes("nat"),
  ))
    expect(association.depends_on).toContain("aws_route_table_association.network_public_association_a");
  expect(resource("aws_vpc_endpoint", "network_endpoint_logs").depends_on).toEqual([
    "aws_vpc_security_group_ingress_rule.network_endpoints_from_10_0_0_0_16_443",
  ]);
});

test("the flow log role is assumed for flow logs of this account", () => {
  expect(parsed(build().resource("aws_iam_role").assume_role_policy).Statement).toEqual([
    {
      Sid: "Assume",
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Principal: { Service: "vpc-flow-logs.amazonaws.com" },
      Condition: {
        StringEquals: { "aws:SourceAccount": ACCOUNT },
        ArnLike: { "aws:SourceArn": `arn:aws:ec2:eu-west-1:${ACCOUNT}:vpc-flow-log/*` },
      },
    },
  ]);
});
