import type { Construct } from "constructs";
import { checkFormat, checkNumber, checkWindows, type Format, PlatformStack } from "../../src/core";
import { isToken, report } from "../../src/engine";
import type { RedisProps } from "./redis-props";

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html */
const NODES = { known: true, min: 1, max: 6, fix: "write 2 for a primary and a replica" };

const NODE_TYPE: Format = {
  // The first generation knows neither encryption nor Redis 7.
  pattern: /^cache\.(?!(?:t1|m1|m2|c1)\.)[a-z]\w*\.\w+$/,
  allowed: "a node type of a current generation: cache.<family>.<size>",
  fix: 'write for example "cache.t4g.small"',
};

const PARAMETER: Format = {
  pattern: /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/,
  allowed: "the name of a Redis parameter, in lower case",
  fix: 'write it as Redis does, e.g. "notify-keyspace-events"',
};

/** Parameters that the module sets itself, or that it is not made for. */
const OWN: Readonly<Record<string, string>> = {
  "cluster-enabled": "leave it out: the module makes one shard",
  "maxmemory-policy": "set evictionPolicy instead",
};

/** Reports what ElastiCache would refuse, and what tier production must not have. */
export function checkRedis(
  construct: Construct,
  props: Pick<RedisProps, "nodeType" | "nodes" | "parameters" | "network"> & {
    readonly snapshotWindow: string;
    readonly maintenanceWindow: string;
  },
): void {
  const { nodes, snapshotWindow, maintenanceWindow } = props;
  checkFormat(construct, "nodeType", props.nodeType, NODE_TYPE);
  checkNumber(construct, "nodes", nodes, NODES);
  if (PlatformStack.of(construct).isProduction && nodes === 1) {
    report(construct, {
      prop: "nodes",
      value: nodes,
      allowed: "at least 2 for tier production",
      fix: "add a replica: without one the cache is gone with its zone",
    });
  }
  const { databaseSubnetIds } = props.network;
  if (!isToken(databaseSubnetIds) && databaseSubnetIds.length < (nodes > 1 ? 2 : 1)) {
    report(construct, {
      prop: "network.databaseSubnetIds",
      value: databaseSubnetIds,
      allowed: nodes > 1 ? "subnets in at least two zones" : "at least one subnet",
      fix: "add a subnet to the network",
    });
  }
  checkWindows(
    construct,
    { prop: "snapshotWindow", value: snapshotWindow, minMinutes: 60 },
    { prop: "maintenanceWindow", value: maintenanceWindow, minMinutes: 60 },
  );
  for (const name of Object.keys(props.parameters ?? {})) {
    checkFormat(construct, "parameters", name, PARAMETER);
    const fix = OWN[name];
    if (fix === undefined) continue;
    report(construct, {
      prop: "parameters",
      value: name,
      allowed: "parameters that the module does not set",
      fix,
    });
  }
}
