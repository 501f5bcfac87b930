import { Cluster } from "../../modules/compute";
import { Network, SecurityGroup } from "../../modules/networking";
import { EncryptionKey } from "../../modules/security";
import type { PlatformStack } from "../../src/core";

/** What most modules want to be given. */
export function parts(stack: PlatformStack, cidr = "10.0.0.0/16") {
  const key = new EncryptionKey(stack, "key");
  const network = new Network(stack, "network", {
    cidr,
    zones: ["a", "b"],
    nat: "single",
    key,
  });
  return { key, network };
}

/** What services want besides. */
export function clusterParts(stack: PlatformStack) {
  const { key, network } = parts(stack);
  const cluster = new Cluster(stack, "cluster", { network, key });
  const securityGroup = new SecurityGroup(stack, "tasks", { network, description: "Tasks" });
  return { key, network, cluster, securityGroup };
}
