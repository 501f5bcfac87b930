import { Network, type NetworkProps, SecurityGroup, type ZoneLetter } from "../../../modules/networking";
import { EncryptionKey } from "../../../modules/security";
import { type Refusal, refusal } from "./refusal";

const network = (
  what: string,
  change: Partial<NetworkProps>,
  prop: string,
  allowed: string,
  fix: string,
): Refusal =>
  refusal(
    what,
    (stack) => {
      const key = new EncryptionKey(stack, "key");
      new Network(stack, "network", {
        cidr: "10.0.0.0/16",
        zones: ["a", "b"],
        nat: "single",
        key,
        ...change,
      });
    },
    "network",
    prop,
    allowed,
    fix,
  );
const range = (cidr: string, why: string) =>
  network(
    `the range ${cidr}`,
    { cidr },
    "cidr",
    "a private IPv4 range from /16 to /24",
    `${cidr} ${why}: write for example 10.0.0.0/16`,
  );
const zones = (given: readonly string[]) =>
  network(
    `zones ${given.join(", ")}`,
    { zones: given as ZoneLetter[] },
    "zones",
    "two to five different letters of a, b, c, d, e",
    "name at least two zones, each once",
  );
const ranges = {
  public: ["10.0.0.0/24", "10.0.1.0/24"],
  private: ["10.0.8.0/22", "10.0.12.0/22"],
  database: ["10.0.2.0/24", "10.0.3.0/24"],
};
const group = (
  what: string,
  use: (group: SecurityGroup) => void,
  prop: string,
  allowed: string,
  fix: string,
) =>
  refusal(
    what,
    (stack) => use(new SecurityGroup(stack, "group", { network: { vpcId: "vpc-1" }, description: "Group" })),
    "group",
    prop,
    allowed,
    fix,
  );
const DESCRIPTION = "up to 255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*";
const ASCII = "write it in plain ASCII, without quotes and apostrophes";

export const networking: readonly Refusal[] = [
  range("10.0.0.0", "has no prefix length"),
  range("10.0.1.0/16", "starts inside the range 10.0.0.0/16"),
  range("10.0.0.0/15", "is not between /16 and /24"),
  range("10.0.0.0/25", "is not between /16 and /24"),
  range("8.8.0.0/16", "is not private: its addresses belong to others"),
  range("172.32.0.0/16", "is not private: its addresses belong to others"),
  range("ten/16", "is no IPv4 range"),
  zones(["a"]),
  zones(["a", "a", "b"]),
  zones(["a", "b", "c", "d", "e", "f"]),
  network(
    "one range for two zones",
    { ranges: { ...ranges, private: ["10.0.8.0/22"] } },
    "ranges.private",
    "2 ranges, one per zone",
    "add or remove ranges",
  ),
  network(
    "a subnet outside the network",
    { ranges: { ...ranges, public: ["10.1.0.0/24", "10.0.1.0/24"] } },
    "ranges.public",
    "ranges inside 10.0.0.0/16",
    "move the range",
  ),
  network(
    "subnets that overlap",
    { ranges: { ...ranges, database: ["10.0.0.128/25", "10.0.3.0/24"] } },
    "ranges.database",
    "ranges that do not overlap",
    "move it away from 10.0.0.0/24",
  ),
  network(
    "a subnet that is too small",
    { ranges: { ...ranges, database: ["10.0.2.0/29", "10.0.3.0/24"] } },
    "ranges.database",
    "ranges of /28 or larger",
    "AWS has no smaller subnets",
  ),
  network(
    "a subnet that is no range",
    { ranges: { ...ranges, database: ["ten", "10.0.3.0/24"] } },
    "ranges.database",
    "an IPv4 range such as 10.0.0.0/16",
    "write address and prefix length, e.g. 203.0.113.7/32",
  ),
  network(
    "an endpoint twice",
    { interfaceEndpoints: ["logs", "logs"] },
    "interfaceEndpoints",
    "each once",
    "remove the duplicates",
  ),
  network(
    "an interface endpoint for S3",
    { interfaceEndpoints: ["s3"] },
    "interfaceEndpoints",
    "the name of an AWS service with interface endpoints, as in com.amazonaws.<region>.<name>",
    "write for example secretsmanager; S3 has its gateway already, and DynamoDB is reached through NAT",
  ),
  refusal(
    "two networks of a platform that overlap",
    (stack) => {
      const key = new EncryptionKey(stack, "key");
      new Network(stack, "one", { cidr: "10.0.0.0/16", zones: ["a", "b"], nat: "single", key });
      new Network(stack, "two", { cidr: "10.0.128.0/20", zones: ["a", "b"], nat: "single", key });
    },
    "two",
    "cidr",
    "a range that no other network of shop meets; shop-test/one has 10.0.0.0/16",
    "take another range: networks of one platform are connected sooner or later",
  ),
  group(
    "a rule for port 70000",
    (one) => one.allowFromRange("10.0.0.0/8", 70_000, "Office"),
    "allowFromRange.port",
    "a whole number from 1 to 65535",
    "write the port, e.g. 8080",
  ),
  group(
    "a rule for half a range",
    (one) => one.allowFromRange("10.0.0.1/8", 443, "Office"),
    "allowFromRange.cidr",
    "an IPv4 range such as 10.0.0.0/16",
    "write 10.0.0.0/8",
  ),
  group(
    "a rule whose description has quotes",
    (one) => one.allowFromRange("10.0.0.0/8", 443, 'The "office"'),
    "allowFromRange.description",
    DESCRIPTION,
    ASCII,
  ),
  group(
    "a connection to port 0",
    (one) => one.allowFrom(one, 0),
    "allowFrom.port",
    "a whole number from 1 to 65535",
    "write the port, e.g. 8080",
  ),
  refusal(
    "a group whose description has an apostrophe",
    (stack) =>
      void new SecurityGroup(stack, "group", { network: { vpcId: "vpc-1" }, description: "AWS's endpoints" }),
    "group",
    "description",
    DESCRIPTION,
    ASCII,
  ),
  refusal(
    "a group called sg-1",
    (stack) =>
      void new SecurityGroup(stack, "group", {
        network: { vpcId: "vpc-1" },
        description: "Group",
        name: { exact: "sg-1" },
      }),
    "group",
    "name",
    "a name for a security-group: /^(?!sg-)[\\w .:/()#,@[\\]+=&;{}!$*-]+$/",
    "change the name, or the platform's naming",
  ),
  refusal(
    "two groups of one name in a network",
    (stack) => {
      for (const id of ["one", "two"])
        new SecurityGroup(stack, id, { network: { vpcId: "vpc-1" }, description: "Group", name: "tasks" });
    },
    "two",
    "name",
    "a name that no other security-group has; shop-test/one has it already",
    "give one of the two another name; where the platform's naming drops a part, use it there",
  ),
  refusal(
    "an existing group that is none",
    (stack) => void SecurityGroup.existing(stack, "bastion", { securityGroupId: "bastion" }),
    "bastion",
    "securityGroupId",
    "the id of a security group",
    "copy it from the AWS console: sg-…",
  ),
];
