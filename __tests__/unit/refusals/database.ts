import { Postgres, type PostgresProps } from "../../../modules/database";
import { EncryptionKey } from "../../../modules/security";
import { parts } from "../../support/parts";
import { platform, production, staging } from "../../support/synth";
import { type Refusal, refusal } from "./refusal";

const props = {
  version: "16",
  instanceClass: "db.t4g.medium",
  storage: { initial: "50 GiB", max: "200 GiB" },
  databaseName: "shop",
  masterUsername: "shop_admin",
} as const satisfies Partial<PostgresProps>;

const postgres = (
  what: string,
  change: Partial<PostgresProps>,
  prop: string,
  allowed: string,
  fix: string,
  environment?: Refusal["environment"],
): Refusal =>
  refusal(
    what,
    (stack) => void new Postgres<string>(stack, "database", { ...parts(stack), ...props, ...change }),
    "database",
    prop,
    allowed,
    fix,
    environment,
  );

const version = (given: string) =>
  postgres(
    `version ${given}`,
    { version: given },
    "version",
    "a major version of PostgreSQL",
    'write for example "17": RDS keeps the minor version current',
  );
const instanceClass = (given: string) =>
  postgres(
    `instance class ${given}`,
    { instanceClass: given },
    "instanceClass",
    "an instance class: db.<family>.<size>",
    'write for example "db.t4g.medium"',
  );
const databaseName = (what: string, given: string) =>
  postgres(
    `a database name ${what}`,
    { databaseName: given },
    "databaseName",
    "up to 63 letters, digits and underscores that begin with a letter and are no reserved word",
    'name it after what it holds, e.g. "orders"',
  );
const masterUsername = (what: string, given: string) =>
  postgres(
    `a master user ${what}`,
    { masterUsername: given },
    "masterUsername",
    "up to 63 letters, digits and underscores that begin with a letter, not with pg_, and are no reserved word",
    'write for example "orders_admin"',
  );
const initial = (given: PostgresProps["storage"]["initial"], max: PostgresProps["storage"]["max"]) =>
  postgres(
    `initial storage of ${given}`,
    { storage: { initial: given, max } },
    "storage.initial",
    '"20 GiB" to "58 TiB"',
    `write a whole number and its unit, e.g. "${given === "60 TiB" ? "58 TiB" : "20 GiB"}"`,
  );
const max = (given: PostgresProps["storage"]["max"]) =>
  postgres(
    `storage from 50 GiB to ${given}`,
    { storage: { initial: "50 GiB", max: given } },
    "storage.max",
    '"55 GiB" to "64 TiB"',
    "write at least a tenth more than storage.initial: RDS refuses less",
  );
const retention = (given: NonNullable<PostgresProps["backupRetention"]>) =>
  postgres(
    `backups kept for ${given}`,
    { backupRetention: given },
    "backupRetention",
    '"1 day" to "35 days"',
    "copy snapshots to keep them longer; without any backup there is no restore and no replica",
  );
const rotation = (given: NonNullable<PostgresProps["passwordRotation"]>) =>
  postgres(
    `a password for ${given}`,
    { passwordRotation: given },
    "passwordRotation",
    '"1 day" to "1000 days"',
    `write a whole number and its unit, e.g. "${given === "1001 days" ? "1000 days" : "1 day"}"`,
  );
const backupWindow = (given: string) =>
  postgres(
    `the backup window ${given}`,
    { backupWindow: given },
    "backupWindow",
    "HH:MM-HH:MM (UTC), at least 30 minutes",
    'write for example "03:00-04:00"',
  );
const maintenanceWindow = (given: string) =>
  postgres(
    `the maintenance window ${given}`,
    { maintenanceWindow: given },
    "maintenanceWindow",
    "ddd:HH:MM-ddd:HH:MM (UTC), at least 30 minutes",
    'write for example "sun:04:00-sun:05:00"',
  );
const overlap = (what: string, change: Partial<PostgresProps>, daily: string) =>
  postgres(
    `maintenance during the backup, ${what}`,
    change,
    "maintenanceWindow",
    `a window that does not overlap backupWindow (${daily}, every day)`,
    "move one of the two",
  );
const parameter = (given: string) =>
  postgres(
    `a parameter called ${given}`,
    { parameters: { [given]: "1" } },
    "parameters",
    "the name of a PostgreSQL parameter, in lower case",
    'write it as PostgreSQL does, e.g. "log_statement" or "rds.logical_replication"',
  );
const connections = (given: string) =>
  postgres(
    `max_connections ${given}`,
    { parameters: { max_connections: given } },
    "parameters.max_connections",
    'a number from "6" to "262143", or a formula of RDS',
    "leave it out: RDS computes it from the memory of the class",
  );
const replicaId = (what: string, given: string) =>
  postgres(
    `a replica's id ${what}`,
    { replicas: { [given]: {} } },
    "replicas",
    "ids of lower case letters, digits, hyphens and underscores",
    'name it after who reads from it, e.g. "reports"',
  );

export const database: readonly Refusal[] = [
  refusal(
    "copies of backups in the same region",
    (stack) => {
      const { key, network } = parts(stack);
      new Postgres<string>(stack, "database", { ...props, key, network, backupCopies: { key } });
    },
    "database",
    "backupCopies.key",
    "a key of a known region other than eu-west-1",
    'make one in stack.inRegion("…")',
  ),
  refusal(
    "copies of backups for forty days",
    (stack) => {
      const there = new EncryptionKey(stack.inRegion("eu-central-1"), "key");
      const backupCopies = { key: there, retention: "40 days" } as const;
      new Postgres<string>(stack, "database", { ...parts(stack), ...props, backupCopies });
    },
    "database",
    "backupCopies.retention",
    '"1 day" to "35 days"',
    'write a whole number and its unit, e.g. "35 days"',
  ),
  ...["16.4", "9", "sixteen"].map(version),
  ...["t4g.medium", "db.t4g", "cache.t4g.medium", "db.T4g.medium"].map(instanceClass),
  databaseName("with a hyphen", "the-shop"),
  databaseName("that begins with a digit", "1shop"),
  databaseName("of 64 letters", "a".repeat(64)),
  databaseName("that RDS reserves", "db"),
  databaseName("that SQL reserves", "Order"),
  masterUsername("that RDS reserves", "admin"),
  masterUsername("of RDS itself", "rdsadmin"),
  masterUsername("that SQL reserves", "user"),
  masterUsername("of PostgreSQL itself", "pg_owner"),
  masterUsername("with a dot", "shop.admin"),
  masterUsername("of 64 letters", "a".repeat(64)),
  initial("10 GiB", "30 GiB"),
  initial("60 TiB", "64 TiB"),
  initial("20.5 GiB", "30 GiB"),
  ...(["54 GiB", "65 TiB", "20 GiB"] as const).map(max),
  ...(["0 days", "36 days", "12 hours"] as const).map(retention),
  ...(["1001 days", "0 days"] as const).map(rotation),
  ...["03:00-03:29", "3:00-4:00", "mon:03:00-mon:04:00", "24:00-25:00"].map(backupWindow),
  ...["mon:04:00-mon:04:20", "04:00-05:00", "mo:04:00-mo:05:00"].map(maintenanceWindow),
  overlap("by default", { maintenanceWindow: "wed:03:30-wed:04:30" }, "03:00-04:00"),
  overlap(
    "over midnight",
    { backupWindow: "23:30-00:30", maintenanceWindow: "tue:00:00-tue:01:00" },
    "23:30-00:30",
  ),
  ...["Log_Statement", "log statement", "", "rds.force-ssl"].map(parameter),
  ...["5", "262144", "many"].map(connections),
  postgres(
    "TLS that is neither on nor off",
    { parameters: { "rds.force_ssl": "on" } },
    "parameters.rds.force_ssl",
    '"0" or "1"',
    "leave it out: clients without TLS are refused then",
  ),
  postgres(
    "production in one zone",
    { multiAz: false },
    "multiAz",
    "true for tier production",
    "leave it out, or give the environment another tier",
    production,
  ),
  postgres(
    "16 replicas",
    { replicas: Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`r${index}`, {}])) },
    "replicas",
    "up to 15 replicas",
    "remove some: RDS makes no more of one instance",
  ),
  postgres(
    "a platform that admits a Terraform without write-only arguments",
    {},
    "environment.platform.terraformVersion",
    "1.11.0 or later, of Terraform or OpenTofu: older ones write the password of a database into the state",
    'write ">= 1.11.0"',
    { ...staging, platform: { ...platform, terraformVersion: ">= 1.5.0" } },
  ),
  replicaId("in upper case", "Reports"),
  replicaId("with a slash", "a/b"),
  replicaId("that does not show in addresses", "@instance"),
  replicaId("that is empty", ""),
  postgres(
    "a replica of no class",
    { replicas: { reports: { instanceClass: "large" } } },
    "replicas.reports.instanceClass",
    "an instance class: db.<family>.<size>",
    'write for example "db.t4g.medium"',
  ),
  postgres(
    "a replica that accepts fewer connections than the writer",
    { replicas: { reports: { instanceClass: "db.t4g.small" } } },
    "replicas.reports.instanceClass",
    "a class that accepts at least the 450 connections of the writer (db.t4g.medium); this one accepts 225",
    "choose a class with as much memory as the writer's, or set parameters.max_connections for both",
  ),
  refusal(
    "a network with one database subnet",
    (stack) => {
      const { key, network } = parts(stack);
      const databaseSubnetIds = ["subnet-0123456789abcdef0"];
      new Postgres(stack, "database", { ...props, key, network: { ...network, databaseSubnetIds } });
    },
    "database",
    "network.databaseSubnetIds",
    "subnets in at least two zones",
    "add a subnet in another zone to the network",
  ),
];
