import { describe, expect, test } from "vitest";
import {
  type IDatabase,
  maxConnections,
  memoryOf,
  Postgres,
  type PostgresProps,
} from "../../../modules/database";
import { SecurityGroup } from "../../../modules/networking";
import { EncryptionKey, existingSecret, Role } from "../../../modules/security";
import { parts } from "../../support/parts";
import { production, staging, statements, synthesize } from "../../support/synth";

const props = {
  version: "16",
  instanceClass: "db.r6g.large",
  storage: { initial: "50 GiB", max: "200 GiB" },
  databaseName: "shop",
  masterUsername: "shop_admin",
} as const satisfies Partial<PostgresProps>;

/** What is seen of a database without Terraform. */
const look = <T>(change: Partial<PostgresProps>, see: (database: Postgres<string>) => T): T => {
  const seen: T[] = [];
  synthesize((stack) => {
    seen.push(see(new Postgres<string>(stack, "database", { ...parts(stack), ...props, ...change })));
  });
  return seen[0] as T;
};

describe("backups in another region", () => {
  const copied = (more: { retention?: "14 days" } = {}, change: Partial<PostgresProps> = {}) =>
    synthesize((stack) => {
      const there = new EncryptionKey(stack.inRegion("eu-central-1"), "key");
      const backupCopies = { key: there, ...more };
      new Postgres<string>(stack, "database", { ...parts(stack), ...props, ...change, backupCopies });
    }).resource("aws_db_instance_automated_backups_replication");

  test("are made there, under a key of that region, and kept as long as here", () => {
    expect(copied()).toEqual({
      provider: "aws.eu-central-1",
      source_db_instance_arn: "${aws_db_instance.database.arn}",
      kms_key_id: "${aws_kms_key.eu_central_1_key.arn}",
      retention_period: 7,
    });
    expect(copied({}, { backupRetention: "20 days" }).retention_period).toBe(20);
    expect(copied({ retention: "14 days" }, { backupRetention: "20 days" }).retention_period).toBe(14);
  });
});

describe("replicas", () => {
  const { resource, resources, addresses } = synthesize((stack) => {
    const { key, network } = parts(stack);
    const database = new Postgres(stack, "database", {
      ...props,
      key,
      network,
      replicas: { reports: { instanceClass: "db.r6g.xlarge" }, monitoring: { name: "search" } },
    });
    const client = new SecurityGroup(stack, "client", { network, description: "Client" });
    database.securityGroup.allowFrom(client, database.port);
    database.replicas.reports.securityGroup.allowFrom(client, database.replicas.reports.port);
  }, production);

  test("have a class, a name and logs of their own, and nothing that only a writer has", () => {
    expect(resource("aws_db_instance", "database_reports")).toEqual({
      identifier: "shop-live-database-reports",
      replicate_source_db: "${aws_db_instance.database.identifier}",
      instance_class: "db.r6g.xlarge",
      max_allocated_storage: 200,
      storage_encrypted: true,
      multi_az: false,
      publicly_accessible: false,
      vpc_security_group_ids: ["${aws_security_group.database.id}"],
      parameter_group_name: "${aws_db_parameter_group.database.name}",
      maintenance_window: "Mon:04:00-Mon:05:00",
      apply_immediately: true,
      auto_minor_version_upgrade: true,
      ca_cert_identifier: "rds-ca-rsa2048-g1",
      copy_tags_to_snapshot: true,
      iam_database_authentication_enabled: true,
      performance_insights_enabled: true,
      performance_insights_retention_period: 7,
      performance_insights_kms_key_id: "${aws_kms_key.key.arn}",
      monitoring_interval: 60,
      monitoring_role_arn: "${aws_iam_role.database_monitoring.arn}",
      enabled_cloudwatch_logs_exports: ["postgresql", "upgrade"],
      deletion_protection: true,
      skip_final_snapshot: true,
      tags: { Name: "shop-live-database-reports" },
      depends_on: [
        "aws_cloudwatch_log_group.database_reports_postgresql",
        "aws_cloudwatch_log_group.database_reports_upgrade",
        "aws_iam_role_policy_attachment.database_monitoring_AmazonRDSEnhancedMonitoringRole",
      ],
    });
    expect(resource("aws_cloudwatch_log_group", "database_reports_upgrade")).toMatchObject({
      name: "/aws/rds/instance/shop-live-database-reports/upgrade",
      kms_key_id: "${aws_kms_key.key.arn}",
    });
  });

  test("may be called like what the module makes itself", () => {
    expect(resource("aws_db_instance", "database_monitoring")).toMatchObject({
      identifier: "shop-live-search",
      instance_class: "db.r6g.large",
    });
    expect(addresses).toContain("aws_iam_role.database_monitoring");
  });

  test("admit their clients through the group of the writer, once", () => {
    expect(Object.keys(resources("aws_security_group"))).toEqual(["database", "client"]);
    expect(Object.keys(resources("aws_vpc_security_group_ingress_rule"))).toEqual([
      "database_from_client_5432",
    ]);
  });

  test("may be smaller where the connections are said for both", () => {
    const small = { replicas: { reports: { instanceClass: "db.t4g.small" } } };
    expect(look({ ...small, parameters: { max_connections: "200" } }, ({ label }) => label)).toBe("database");
  });
});

test("a writer to write to, and the first replica to read from", () => {
  expect(look({}, ({ reader }) => reader)).toBeUndefined();
  const found = look({ replicas: { b: {}, a: {} } }, ({ writer, reader, port, replicas }) => [
    writer.port,
    reader?.port,
    port,
    reader?.host === replicas.b?.host,
    reader?.host === writer.host,
  ]);
  expect(found).toEqual([5432, 5432, 5432, true, false]);
});

test("user and password are fields of one secret, and reading both is one statement", () => {
  const { resource } = synthesize((stack) => {
    const database = new Postgres(stack, "database", { ...parts(stack), ...props });
    const role = new Role(stack, "role", { service: "ecs-tasks.amazonaws.com" });
    database.username.grantRead(role);
    database.password.grantRead(role);
  });
  const secret = "${aws_secretsmanager_secret_version.database_credentials_complete.arn}";
  expect(look({}, ({ databaseName }) => databaseName)).toBe("shop");
  expect(statements(resource("aws_iam_role_policy", "role").policy)).toMatchObject({
    ReadSecrets: { Resource: secret },
    DecryptWithKey: { Resource: "${aws_kms_key.key.arn}" },
  });
});

test("a database that exists already is an object", () => {
  const { resources } = synthesize((stack) => {
    const { key, network } = parts(stack);
    const secretArn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:legacy-AbCdEf";
    const legacy: IDatabase = {
      writer: { host: "legacy.example.com", port: 5432 },
      port: 5432,
      databaseName: "legacy",
      securityGroup: SecurityGroup.existing(stack, "legacy", { securityGroupId: "sg-0123456789abcdef0" }),
      username: existingSecret(secretArn, { field: "username", key }),
      password: existingSecret(secretArn, { field: "password", key }),
      secretArn,
    };
    const client = new SecurityGroup(stack, "client", { network, description: "Client" });
    legacy.securityGroup.allowFrom(client, legacy.port);
  });
  expect(resources("aws_vpc_security_group_ingress_rule")).toMatchObject({
    legacy_from_client_5432: { security_group_id: "sg-0123456789abcdef0", from_port: 5432 },
  });
});

test("any number of databases stand in a stack", () => {
  const { resources } = synthesize((stack) => {
    const shared = { ...parts(stack), ...props };
    new Postgres(stack, "orders", { ...shared, replicas: { reports: {} } });
    new Postgres(stack, "users", { ...shared, replicas: { reports: {} } });
  }, production);
  expect(Object.keys(resources("aws_db_instance")).sort()).toEqual([
    "orders",
    "orders_reports",
    "users",
    "users_reports",
  ]);
});

describe("metrics", () => {
  test("of a writer and a replica, by instance", () => {
    const { writer, replica } = look({ replicas: { reports: {} } }, ({ metrics, replicas }) => ({
      writer: metrics,
      replica: replicas.reports?.metrics,
    }));
    expect(writer).toMatchObject({
      cpuUtilization: { namespace: "AWS/RDS", name: "CPUUtilization", statistic: "Average", unit: "Percent" },
      databaseConnections: { name: "DatabaseConnections", statistic: "Maximum", unit: "Count" },
      freeableMemory: { name: "FreeableMemory", unit: "Bytes" },
      freeStorageSpace: { name: "FreeStorageSpace", statistic: "Minimum", unit: "Bytes" },
      readLatency: { name: "ReadLatency", unit: "Seconds" },
      writeLatency: { name: "WriteLatency", unit: "Seconds" },
      rotationErrors: { namespace: "AWS/Lambda", name: "Errors", statistic: "Sum", unit: "Count" },
    });
    expect(writer).not.toHaveProperty("replicaLag");
    expect(replica).not.toHaveProperty("rotationErrors");
    expect(replica?.replicaLag).toMatchObject({ name: "ReplicaLag", statistic: "Maximum", unit: "Seconds" });
    expect(replica?.cpuUtilization).not.toEqual(writer.cpuUtilization);
  });

  test("limits follow the class of each, and the storage", () => {
    const { writer, replica } = look(
      { replicas: { reports: { instanceClass: "db.r6g.xlarge" } } },
      ({ recommended, replicas }) => ({ writer: recommended, replica: replicas.reports?.recommended }),
    );
    expect(writer).toMatchObject({
      cpuUtilization: { above: 80, for: "15 minutes", severity: "warning" },
      databaseConnections: { above: Math.floor(1802 * 0.8), severity: "critical" },
      freeableMemory: { below: Math.floor(1.6 * 2 ** 30) },
      freeStorageSpace: { below: 5 * 2 ** 30, severity: "critical" },
      rotationErrors: { above: 0, severity: "warning" },
    });
    expect(replica).toMatchObject({
      databaseConnections: { above: Math.floor(3604 * 0.8) },
      replicaLag: { above: 600 },
    });
  });

  test("a fifth of the largest storage where it cannot grow much", () => {
    const limits = look(
      { storage: { initial: "100 GiB", max: "120 GiB" } },
      ({ recommended }) => recommended,
    );
    expect(limits.freeStorageSpace).toMatchObject({ below: 24 * 2 ** 30 });
  });

  test("max_connections is taken where it is a number; what is not known has no limit", () => {
    const limitsOf = (change: Partial<PostgresProps>) => look(change, ({ recommended }) => recommended);
    expect(limitsOf({ parameters: { max_connections: "100" } }).databaseConnections).toMatchObject({
      above: 80,
    });
    expect(Object.keys(limitsOf({ instanceClass: "db.z9.large" }))).toEqual([
      "cpuUtilization",
      "freeStorageSpace",
      "rotationErrors",
    ]);
    const formula = { max_connections: "LEAST({DBInstanceClassMemory/9531392},900)" };
    expect(limitsOf({ parameters: formula })).not.toHaveProperty("databaseConnections");
  });
});

test.each([
  ["db.t4g.micro", 1, 112],
  ["db.t3.2xlarge", 32, 3604],
  ["db.m7g.large", 8, 901],
  ["db.m6gd.medium", 4, 450],
  ["db.r6g.xlarge", 32, 3604],
  ["db.r6g.4xlarge", 128, 5000],
  ["db.x2g.large", 32, 3604],
  ["db.x2iedn.xlarge", 128, 5000],
  ["db.c6gd.large", 4, 450],
  ["db.r3.large", undefined, undefined],
  ["db.m7g.tiny", undefined, undefined],
])("%s has %s GiB and accepts %s connections", (instanceClass, memory, connections) => {
  expect([memoryOf(instanceClass), maxConnections(instanceClass)]).toEqual([memory, connections]);
});

test("staging and production differ in nothing but what the tier says", () => {
  const of = (environment: typeof staging) =>
    synthesize((stack) => void new Postgres(stack, "database", { ...parts(stack), ...props }), environment)
      .addresses;
  expect(of(production).filter((address) => !of(staging).includes(address))).toEqual([
    "random_id.database_final_snapshot",
  ]);
});
