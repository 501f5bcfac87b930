import { Redis, type RedisProps } from "../../../modules/cache";
import { parts } from "../../support/parts";
import { production } from "../../support/synth";
import { type Refusal, refusal } from "./refusal";

const props = { nodeType: "cache.t4g.small", nodes: 2, evictionPolicy: "noeviction" } as const;

const redis = (
  what: string,
  change: Partial<RedisProps>,
  prop: string,
  allowed: string,
  fix: string,
  environment?: Refusal["environment"],
): Refusal =>
  refusal(
    what,
    (stack) => void new Redis(stack, "cache", { ...parts(stack), ...props, ...change }),
    "cache",
    prop,
    allowed,
    fix,
    environment,
  );

const nodes = (given: number) =>
  redis(
    `${given} nodes`,
    { nodes: given },
    "nodes",
    "a whole number from 1 to 6",
    "write 2 for a primary and a replica",
  );
const nodeType = (given: string) =>
  redis(
    `the node type ${given}`,
    { nodeType: given },
    "nodeType",
    "a node type of a current generation: cache.<family>.<size>",
    'write for example "cache.t4g.small"',
  );
const parameter = (given: string) =>
  redis(
    `a parameter called ${given}`,
    { parameters: { [given]: "1" } },
    "parameters",
    "the name of a Redis parameter, in lower case",
    'write it as Redis does, e.g. "notify-keyspace-events"',
  );
const own = (given: string, fix: string) =>
  redis(
    `the parameter ${given}`,
    { parameters: { [given]: "yes" } },
    "parameters",
    "parameters that the module does not set",
    fix,
  );
const retention = (given: NonNullable<RedisProps["snapshotRetention"]>) =>
  redis(
    `snapshots kept for ${given}`,
    { snapshotRetention: given },
    "snapshotRetention",
    '"0 days" to "35 days"',
    `write a whole number and its unit, e.g. "${given === "36 days" ? "35 days" : "0 days"}"`,
  );
const snapshotWindow = (given: string) =>
  redis(
    `the snapshot window ${given}`,
    { snapshotWindow: given },
    "snapshotWindow",
    "HH:MM-HH:MM (UTC), at least 60 minutes",
    'write for example "03:00-04:00"',
  );
const maintenanceWindow = (given: string) =>
  redis(
    `the maintenance window ${given}`,
    { maintenanceWindow: given },
    "maintenanceWindow",
    "ddd:HH:MM-ddd:HH:MM (UTC), at least 60 minutes",
    'write for example "sun:04:00-sun:05:00"',
  );
const overlap = (what: string, change: Partial<RedisProps>, daily: string) =>
  redis(
    `maintenance during the snapshot, ${what}`,
    change,
    "maintenanceWindow",
    `a window that does not overlap snapshotWindow (${daily}, every day)`,
    "move one of the two",
  );
const subnets = (what: string, count: number, given: readonly string[], allowed: string) =>
  refusal(
    what,
    (stack) => {
      const { key, network } = parts(stack);
      new Redis(stack, "cache", {
        ...props,
        nodes: count,
        key,
        network: { ...network, databaseSubnetIds: given },
      });
    },
    "cache",
    "network.databaseSubnetIds",
    allowed,
    "add a subnet to the network",
  );

export const cache: readonly Refusal[] = [
  ...[0, 7, 1.5, -1, Number.NaN].map(nodes),
  redis(
    "production without a replica",
    { nodes: 1 },
    "nodes",
    "at least 2 for tier production",
    "add a replica: without one the cache is gone with its zone",
    production,
  ),
  ...["cache.t1.micro", "cache.m1.small", "t4g.small", "cache.t4g", "db.t4g.small", "cache.T4g.small"].map(
    nodeType,
  ),
  ...["maxmemory_policy", "Timeout", "", "a b"].map(parameter),
  own("maxmemory-policy", "set evictionPolicy instead"),
  own("cluster-enabled", "leave it out: the module makes one shard"),
  ...(["36 days", "12 hours"] as const).map(retention),
  ...["03:00-03:59", "3:00-5:00", "sun:03:00-sun:05:00", "03:00"].map(snapshotWindow),
  ...["sun:05:00-sun:05:30", "05:00-06:00", "sunday:05:00-sunday:06:00"].map(maintenanceWindow),
  overlap("by default", { maintenanceWindow: "sun:04:00-sun:05:30" }, "03:00-05:00"),
  overlap(
    "over midnight",
    { snapshotWindow: "23:00-01:00", maintenanceWindow: "sun:00:00-sun:02:00" },
    "23:00-01:00",
  ),
  subnets("one subnet for two nodes", 2, ["subnet-0123456789abcdef0"], "subnets in at least two zones"),
  subnets("no subnet", 1, [], "at least one subnet"),
  refusal(
    "a URL with a nameless value",
    (stack) => void new Redis(stack, "cache", { ...parts(stack), ...props }).url({ "": "required" }),
    "cache/connection",
    "url.query",
    "names that are not empty",
    'write what the client\'s documentation calls it, e.g. { ssl_cert_reqs: "required" }',
  ),
  refusal(
    "a URL with a value that only Terraform knows",
    (stack) => {
      const cache = new Redis(stack, "cache", { ...parts(stack), ...props });
      cache.url({ client_name: stack.accountId });
    },
    "cache/connection",
    "url.query",
    "values that are known when the program runs",
    "give the client this value in a variable of its own",
  ),
];
