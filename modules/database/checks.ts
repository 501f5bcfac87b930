import type { Construct } from "constructs";
import { checkFormat, checkWindows, type Format, PlatformStack } from "../../src/core";
import { isToken, report } from "../../src/engine";
import { type InstanceClass, maxConnections } from "./instance-classes";

/** RDS takes 15 replicas of an instance. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.html */
const MOST_REPLICAS = 15;

/** Key words that PostgreSQL reserves. https://www.postgresql.org/docs/current/sql-keywords-appendix.html */
const KEY_WORDS =
  "all|analy[sz]e|and|any|array|asc?|asymmetric|both|case|cast|check|collate|column|constraint|create|current_\\w+|default|" +
  "deferrable|desc|distinct|do|else|end|except|false|fetch|for|foreign|from|grant|group|having|in|initially|intersect|into|" +
  "lateral|leading|limit|localtime|localtimestamp|not|null|offset|on|only|or|order|placing|primary|references|returning|" +
  "select|session_user|some|symmetric|system_user|table|then|to|trailing|true|union|unique|user|using|variadic|when|where|" +
  "window|with";

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html */
const FORMATS = {
  version: {
    pattern: /^\d{2}$/,
    allowed: "a major version of PostgreSQL",
    fix: 'write for example "17": RDS keeps the minor version current',
  },
  instanceClass: {
    pattern: /^db\.[a-z]\w*\.\w+$/,
    allowed: "an instance class: db.<family>.<size>",
    fix: 'write for example "db.t4g.medium"',
  },
  databaseName: {
    pattern: new RegExp(`^(?!(?:db|database|rdsadmin|template[01]|${KEY_WORDS})$)[a-z]\\w{0,62}$`, "i"),
    allowed: "up to 63 letters, digits and underscores that begin with a letter and are no reserved word",
    fix: 'name it after what it holds, e.g. "orders"',
  },
  masterUsername: {
    pattern: new RegExp(`^(?!pg_|(?:admin|none|public|rdsadmin|rds_\\w+|${KEY_WORDS})$)[a-z]\\w{0,62}$`, "i"),
    allowed:
      "up to 63 letters, digits and underscores that begin with a letter, not with pg_, and are no reserved word",
    fix: 'write for example "orders_admin"',
  },
  replica: {
    pattern: /^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$/,
    allowed: "ids of lower case letters, digits, hyphens and underscores",
    fix: 'name it after who reads from it, e.g. "reports"',
  },
} as const satisfies Record<string, Format>;

/** What is checked beside amounts and parameters. */
export interface Checked {
  readonly version: string;
  readonly instanceClass: InstanceClass;
  readonly databaseName: string;
  readonly masterUsername: string;
  readonly multiAz: boolean;
  readonly backupWindow: string;
  readonly maintenanceWindow: string;
  readonly subnetIds: readonly string[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly replicas: Readonly<Record<string, { readonly instanceClass?: InstanceClass }>>;
}

/** Reports what RDS would refuse, and what tier production must not have. */
export function checkPostgres(construct: Construct, props: Checked): void {
  for (const prop of ["version", "instanceClass", "databaseName", "masterUsername"] as const) {
    checkFormat(construct, prop, props[prop], FORMATS[prop]);
  }
  const { backupWindow, maintenanceWindow } = props;
  checkWindows(
    construct,
    { prop: "backupWindow", value: backupWindow, minMinutes: 30 },
    { prop: "maintenanceWindow", value: maintenanceWindow, minMinutes: 30 },
  );
  if (!isToken(props.subnetIds) && props.subnetIds.length < 2) {
    report(construct, {
      prop: "network.databaseSubnetIds",
      value: props.subnetIds,
      allowed: "subnets in at least two zones",
      fix: "add a subnet in another zone to the network",
    });
  }
  if (PlatformStack.of(construct).isProduction && !props.multiAz) {
    report(construct, {
      prop: "multiAz",
      value: false,
      allowed: "true for tier production",
      fix: "leave it out, or give the environment another tier",
    });
  }
  checkReplicas(construct, props);
}

function checkReplicas(construct: Construct, { replicas, instanceClass, parameters }: Checked): void {
  const ids = Object.keys(replicas);
  for (const id of ids) checkFormat(construct, "replicas", id, FORMATS.replica);
  if (ids.length > MOST_REPLICAS) {
    report(construct, {
      prop: "replicas",
      value: ids.length,
      allowed: `up to ${MOST_REPLICAS} replicas`,
      fix: "remove some: RDS makes no more of one instance",
    });
  }
  for (const [id, { instanceClass: own }] of Object.entries(replicas)) {
    const prop = `replicas.${id}.instanceClass`;
    if (own === undefined) continue;
    checkFormat(construct, prop, own, FORMATS.instanceClass);
    const needed = maxConnections(instanceClass);
    const accepted = maxConnections(own);
    if ("max_connections" in parameters || !needed || !accepted || accepted >= needed) continue;
    // PostgreSQL: a standby must accept at least as many connections as its primary, or it does not start.
    report(construct, {
      prop,
      value: own,
      allowed: `a class that accepts at least the ${needed} connections of the writer (${instanceClass}); this one accepts ${accepted}`,
      fix: "choose a class with as much memory as the writer's, or set parameters.max_connections for both",
    });
  }
}
