import { Construct } from "constructs";
import { describe, expect, test } from "vitest";
import { SecurityGroup } from "../../../modules/networking";
import { synthesize } from "../../support/synth";

const network = { vpcId: "vpc-1" };

describe("security groups", () => {
  test("connect both ends, each rule a resource of its own, once", () => {
    const { resource } = synthesize((stack) => {
      const client = new SecurityGroup(stack, "client", { network, description: "Clients" });
      const server = new SecurityGroup(stack, "server", { network, description: "Servers" });
      server.allowFrom(client, 5432);
      server.allowFrom(client, 5432);
    });
    expect(resource("aws_vpc_security_group_ingress_rule", "server_from_client_5432")).toEqual({
      security_group_id: "${aws_security_group.server.id}",
      referenced_security_group_id: "${aws_security_group.client.id}",
      description: "Port 5432 from client",
      ip_protocol: "tcp",
      from_port: 5432,
      to_port: 5432,
    });
    expect(resource("aws_vpc_security_group_egress_rule", "client_to_server_5432")).toMatchObject({
      referenced_security_group_id: "${aws_security_group.server.id}",
    });
    expect(resource("aws_security_group", "client")).toEqual({
      name: "shop-test-client",
      // What somebody may change is a tag: AWS replaces the group for another description.
      description: "shop-test-client",
      vpc_id: "vpc-1",
      tags: { Name: "shop-test-client", Description: "Clients" },
    });
  });

  test("know each other by their path: two of one id are two", () => {
    const { resources } = synthesize((stack) => {
      const server = new SecurityGroup(stack, "server", { network, description: "Servers" });
      for (const id of ["one", "two"]) {
        const tasks = new SecurityGroup(new Construct(stack, id), "tasks", { network, description: "Tasks" });
        server.allowFrom(tasks, 5432);
      }
    });
    expect(Object.keys(resources("aws_vpc_security_group_ingress_rule"))).toEqual([
      "server_from_one_tasks_5432",
      "server_from_two_tasks_5432",
    ]);
    expect(Object.values(resources("aws_security_group")).map(({ name }) => name)).toEqual([
      "shop-test-server",
      "shop-test-one-tasks",
      "shop-test-two-tasks",
    ]);
  });

  test("admit several ranges on one port", () => {
    const { resources } = synthesize((stack) => {
      const server = new SecurityGroup(stack, "server", { network, description: "Servers" });
      server.allowFromRange("10.0.0.0/8", 443, "Office");
      server.allowFromRange("192.168.0.0/16", 443, "VPN");
      server.allowFromRange("0.0.0.0/0", 80, "Everybody");
    });
    expect(
      Object.entries(resources("aws_vpc_security_group_ingress_rule")).map(([name, rule]) => [
        name,
        rule.cidr_ipv4,
      ]),
    ).toEqual([
      ["server_from_10_0_0_0_8_443", "10.0.0.0/8"],
      ["server_from_192_168_0_0_16_443", "192.168.0.0/16"],
      ["server_from_anywhere_80", "0.0.0.0/0"],
    ]);
  });

  test("that may open anything need no rule towards a peer", () => {
    const { addresses } = synthesize((stack) => {
      const client = new SecurityGroup(stack, "client", {
        network,
        description: "Clients",
        egress: "anywhere",
      });
      new SecurityGroup(stack, "server", { network, description: "Servers" }).allowFrom(client, 80);
    });
    expect(addresses.filter((address) => address.includes("_rule."))).toEqual([
      "aws_vpc_security_group_egress_rule.client_to_anywhere",
      "aws_vpc_security_group_ingress_rule.server_from_client_80",
    ]);
  });

  test("that may open HTTPS need a rule for other ports only", () => {
    const { resource, resources } = synthesize((stack) => {
      const tasks = new SecurityGroup(stack, "tasks", { network, description: "Tasks", egress: "https" });
      const server = new SecurityGroup(stack, "server", { network, description: "Servers" });
      for (const port of [443, 5432]) server.allowFrom(tasks, port);
    });
    expect(Object.keys(resources("aws_vpc_security_group_egress_rule"))).toEqual([
      "tasks_to_anywhere_443",
      "tasks_to_server_5432",
    ]);
    expect(resource("aws_vpc_security_group_egress_rule", "tasks_to_anywhere_443")).toEqual({
      security_group_id: "${aws_security_group.tasks.id}",
      description: "HTTPS, through NAT where the subnet is private",
      ip_protocol: "tcp",
      from_port: 443,
      to_port: 443,
      cidr_ipv4: "0.0.0.0/0",
    });
  });

  test("know all rules that name them, for those that have to wait", () => {
    const counts: number[] = [];
    synthesize((stack) => {
      const client = new SecurityGroup(stack, "client", { network, description: "Clients" });
      const server = new SecurityGroup(stack, "server", { network, description: "Servers" });
      server.allowFromRange("10.0.0.0/8", 443, "Office");
      server.allowFrom(client, 5432);
      counts.push(client.dependables.length, server.dependables.length);
    });
    expect(counts).toEqual([2, 3]);
  });

  test("that exist already take rules beside those they have", () => {
    const { resource, resources } = synthesize((stack) => {
      const bastion = SecurityGroup.existing(stack, "bastion", { securityGroupId: "sg-0123456789abcdef0" });
      new SecurityGroup(stack, "server", { network, description: "Servers" }).allowFrom(bastion, 22);
      bastion.allowFrom(bastion, 22);
    });
    expect(resource("aws_vpc_security_group_ingress_rule", "server_from_bastion_22")).toMatchObject({
      referenced_security_group_id: "sg-0123456789abcdef0",
    });
    expect(resource("aws_vpc_security_group_egress_rule", "bastion_to_server_22")).toMatchObject({
      security_group_id: "sg-0123456789abcdef0",
    });
    expect(Object.keys(resources("aws_security_group"))).toEqual(["server"]);
  });
});
