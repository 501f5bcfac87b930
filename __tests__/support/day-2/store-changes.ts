import type { Change } from "./changes";
import type { StoreChoices } from "./store";

/** What is applied first. */
export const FIRST: StoreChoices = {
  environment: { protect: true },
  zones: ["a", "b"],
  database: {
    version: "15",
    instanceClass: "db.t4g.medium",
    storage: { initial: "50 GiB", max: "200 GiB" },
    replicas: {},
  },
  cache: { nodeType: "cache.t4g.small", nodes: 1, evictionPolicy: "noeviction" },
  bucket: {},
  table: { partitionKey: "id" },
};

const database = (change: Partial<StoreChoices["database"]>) => (before: StoreChoices) => ({
  ...before,
  database: { ...before.database, ...change },
});
const cache = (change: Partial<StoreChoices["cache"]>) => (before: StoreChoices) => ({
  ...before,
  cache: { ...before.cache, ...change },
});
const bucket = (change: StoreChoices["bucket"]) => (before: StoreChoices) => ({
  ...before,
  bucket: { ...before.bucket, ...change },
});
const table = (change: Partial<StoreChoices["table"]>) => (before: StoreChoices) => ({
  ...before,
  table: { ...before.table, ...change },
});
const environment = (change: StoreChoices["environment"]) => (before: StoreChoices) => ({
  ...before,
  environment: { ...before.environment, ...change },
});

const INSTANCE = { updated: ["aws_db_instance.database"] };
const REPLICA = [
  "aws_cloudwatch_log_group.database_reports_postgresql",
  "aws_cloudwatch_log_group.database_reports_upgrade",
  "aws_db_instance.database_reports",
];
/** What refuses to be deleted; the rest refuses it in Terraform alone. */
const PROTECTED = ["aws_db_instance.database", "aws_dynamodb_table.carts", "aws_s3_bucket.media"];
const GROUP = { updated: ["aws_elasticache_replication_group.cache"] };

/** What is changed on one day, where the changes of the days before are applied. */
export const DAYS: readonly (readonly Change<StoreChoices>[])[] = [
  [
    { what: "class", to: database({ instanceClass: "db.t4g.large" }), ...INSTANCE },
    { what: "storage", to: database({ storage: { initial: "100 GiB", max: "400 GiB" } }), ...INSTANCE },
    {
      what: "major version",
      to: database({ version: "16" }),
      ...INSTANCE,
      replaced: ["aws_db_parameter_group.database"],
    },
    { what: "a standby", to: database({ multiAz: true }), ...INSTANCE },
    {
      what: "a parameter",
      to: database({ parameters: { log_statement: "ddl" } }),
      updated: ["aws_db_parameter_group.database"],
    },
    { what: "backups kept longer", to: database({ backupRetention: "14 days" }), ...INSTANCE },
    {
      what: "password changed more often",
      to: database({ passwordRotation: "14 days" }),
      updated: ["aws_secretsmanager_secret_rotation.database_rotation"],
    },
    { what: "node type", to: cache({ nodeType: "cache.t4g.medium" }), ...GROUP },
    { what: "nodes", to: cache({ nodes: 2 }), ...GROUP },
    { what: "snapshots kept longer", to: cache({ snapshotRetention: "7 days" }), ...GROUP },
    {
      what: "what is evicted",
      to: cache({ evictionPolicy: "allkeys-lru" }),
      updated: ["aws_elasticache_parameter_group.cache"],
    },
    {
      what: "a zone more",
      to: (before) => ({ ...before, zones: ["a", "b", "c"] }),
      updated: [
        "aws_db_subnet_group.database",
        "aws_elasticache_subnet_group.cache",
        "aws_vpc_endpoint.network_s3",
      ],
      created: [/^aws_(?:subnet|route|route_table|route_table_association)\.network_\w+_c$/],
    },
    {
      what: "old versions kept shorter",
      to: bucket({ keepOldVersions: "30 days" }),
      updated: ["aws_s3_bucket_lifecycle_configuration.media"],
    },
    {
      what: "an index",
      to: table({ indexes: { owner: { partitionKey: "owner" } } }),
      updated: ["aws_dynamodb_table.carts"],
    },
    {
      what: "items that expire",
      to: table({ timeToLive: "expires" }),
      updated: ["aws_dynamodb_table.carts"],
    },
    { what: "protection off", to: environment({ protect: false }), updated: PROTECTED },
    { what: "a tag on everything", to: environment({ tags: { Team: "shop" } }), updated: [/^aws_/] },
  ],
  [
    {
      what: "storage of four volumes",
      to: database({ storage: { initial: "500 GiB", max: "1 TiB" } }),
      ...INSTANCE,
    },
    { what: "a replica more", to: database({ replicas: { reports: {} } }), created: REPLICA },
    { what: "nodes back", to: cache({ nodes: 1 }), ...GROUP },
  ],
  [
    {
      what: "a replica less",
      to: database({ replicas: {} }),
      deleted: REPLICA,
      removes: ["aws_db_instance.database_reports"],
    },
  ],
];
