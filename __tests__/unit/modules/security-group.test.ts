import { describe, expect, test } from "vitest";
import { SecurityGroup } from "../../../modules/networking";
import { synthesize } from "../../support/synth";

describe("security groups", () => {
  test("connect both ends, each rule a resource of its own", () => {
    const { resource } = synthesize((stack) => {
      const network = { vpcId: "vpc-1" };
      const client = new SecurityGroup(stack, "client", {
        network,
        name: "client-sg",
        description: "Clients",
      });
      const server = new SecurityGroup(stack, "server", {
        network,
        name: "server-sg",
        description: "Servers",
      });
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
      name: "shop-test-client-sg",
      description: "Clients",
      vpc_id: "vpc-1",
      tags: { Name: "shop-test-client-sg" },
    });
  });

  test("that may open anything need no rule towards a peer", () => {
    const { addresses } = synthesize((stack) => {
      const network = { vpcId: "vpc-1" };
      const client = new SecurityGroup(stack, "client", {
        network,
        name: "client-sg",
        description: "Clients",
        egress: true,
      });
      new SecurityGroup(stack, "server", { network, name: "server-sg", description: "Servers" }).allowFrom(
        client,
        80,
      );
    });
    expect(addresses.filter((address) => address.includes("_rule."))).toEqual([
      "aws_vpc_security_group_egress_rule.client_to_anywhere",
      "aws_vpc_security_group_ingress_rule.server_from_client_80",
    ]);
  });
});
