import { describe, expect, test } from "vitest";
import { Postgres, type PostgresProps } from "../../../modules/database";
import { parts } from "../../support/parts";
import { production, staging, synthesize } from "../../support/synth";

const props = {
  version: "15",
  instanceClass: "db.t4g.medium",
  storage: { initial: "50 GiB", max: "200 GiB" },
  databaseName: "shop",
  masterUsername: "shop_admin",
} as const satisfies Partial<PostgresProps>;

const build = (change: Partial<PostgresProps> = {}, environment = staging) =>
  synthesize(
    (stack) => void new Postgres<string>(stack, "database", { ...parts(stack), ...props, ...change }),
    environment,
  );

describe("defaults", () => {
  const { resource, resources, addresses } = build();

  test("an instance that nobody outside reaches, with a password that only its secret keeps", () => {
    expect(resource("aws_db_instance")).toEqual({
      identifier: "shop-test-database",
      engine: "postgres",
      engine_version: "15",
      allow_major_version_upgrade: true,
      engine_lifecycle_support: "open-source-rds-extended-support",
      instance_class: "db.t4g.medium",
      allocated_storage: 50,
      max_allocated_storage: 200,
      storage_type: "gp3",
      storage_encrypted: true,
      kms_key_id: "${aws_kms_key.key.arn}",
      db_name: "shop",
      username: "shop_admin",
      password_wo: expect.stringContaining(
        "ephemeral.aws_secretsmanager_secret_version.database_credentials",
      ),
      password_wo_version: expect.stringContaining("database_credentials_first.version_id"),
      db_subnet_group_name: "${aws_db_subnet_group.database.name}",
      vpc_security_group_ids: ["${aws_security_group.database.id}"],
      publicly_accessible: false,
      parameter_group_name: "${aws_db_parameter_group.database.name}",
      multi_az: false,
      backup_retention_period: 7,
      backup_window: "03:00-04:00",
      delete_automated_backups: true,
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
      deletion_protection: false,
      skip_final_snapshot: true,
      tags: { Name: "shop-test-database" },
      lifecycle: { prevent_destroy: false },
      depends_on: [
        "aws_cloudwatch_log_group.database_postgresql",
        "aws_cloudwatch_log_group.database_upgrade",
        "aws_iam_role_policy_attachment.database_monitoring_AmazonRDSEnhancedMonitoringRole",
      ],
    });
  });

  test("clients without TLS are refused, on every version", () => {
    expect(resource("aws_db_parameter_group")).toEqual({
      name: "shop-test-database-pg15",
      family: "postgres15",
      parameter: [{ name: "rds.force_ssl", value: "1", apply_method: "pending-reboot" }],
      lifecycle: { create_before_destroy: true },
    });
  });

  test("the database tier", () => {
    expect(resource("aws_db_subnet_group")).toEqual({
      name: "shop-test-database",
      subnet_ids: ["${aws_subnet.network_database_a.id}", "${aws_subnet.network_database_b.id}"],
    });
  });

  test("encrypted logs that are not kept for ever", () => {
    expect(resource("aws_cloudwatch_log_group", "database_postgresql")).toMatchObject({
      name: "/aws/rds/instance/shop-test-database/postgresql",
      retention_in_days: 30,
      kms_key_id: "${aws_kms_key.key.arn}",
    });
  });

  test("no way in until somebody is connected, no replica, nothing random in the state", () => {
    expect(Object.keys(resources("aws_vpc_security_group_ingress_rule"))).toEqual([]);
    expect(Object.keys(resources("aws_db_instance"))).toEqual(["database"]);
    expect(addresses.filter((address) => /^random_/.test(address))).toEqual([]);
  });
});

describe("tier production", () => {
  const { resource, config } = build({}, production);

  test("is redundant, protected, and leaves its backups and a snapshot of a name never used before", () => {
    expect(resource("aws_db_instance")).toMatchObject({
      multi_az: true,
      backup_retention_period: 30,
      delete_automated_backups: false,
      deletion_protection: true,
      skip_final_snapshot: false,
      final_snapshot_identifier: "shop-live-database-final-${random_id.database_final_snapshot.hex}",
      lifecycle: { prevent_destroy: true },
    });
    expect(config.provider).toHaveProperty("random");
  });

  test("is decided by tier alone", () => {
    const named = build({}, { ...staging, name: "production" });
    expect(named.resource("aws_db_instance")).toMatchObject({ multi_az: false, deletion_protection: false });
  });

  test("protection can be lifted before an environment goes", () => {
    const { resource: open } = build({}, { ...production, protect: false });
    expect(open("aws_db_instance")).toMatchObject({
      deletion_protection: false,
      skip_final_snapshot: false,
      lifecycle: { prevent_destroy: false },
    });
  });
});

test("everything can be said otherwise", () => {
  const { resource } = build({
    name: "ledger",
    version: "17",
    instanceClass: "db.r8g.48xlarge",
    multiAz: true,
    backupRetention: "14 days",
    backupWindow: "01:00-02:00",
    maintenanceWindow: "Sun:03:00-Sun:04:00",
    passwordRotation: "7 days",
    parameters: {
      "rds.force_ssl": "0",
      log_statement: "ddl",
      shared_preload_libraries: "pg_stat_statements",
    },
  });
  expect(resource("aws_db_instance")).toMatchObject({
    identifier: "shop-test-ledger",
    engine_version: "17",
    instance_class: "db.r8g.48xlarge",
    multi_az: true,
    backup_retention_period: 14,
    backup_window: "01:00-02:00",
    maintenance_window: "Sun:03:00-Sun:04:00",
  });
  expect(resource("aws_db_parameter_group")).toMatchObject({
    name: "shop-test-ledger-pg17",
    family: "postgres17",
    parameter: [
      { name: "log_statement", value: "ddl", apply_method: "immediate" },
      { name: "rds.force_ssl", value: "0", apply_method: "pending-reboot" },
      { name: "shared_preload_libraries", value: "pg_stat_statements", apply_method: "pending-reboot" },
    ],
  });
  expect(resource("aws_secretsmanager_secret_rotation").rotation_rules).toEqual({
    automatically_after_days: 7,
  });
  expect(resource("aws_iam_role", "database_monitoring").name).toBe("shop-test-ledger-monitoring");
});

test("from 400 GiB on the storage's performance is said, and not below", () => {
  const storage = (initial: `${number} GiB`) =>
    build({ storage: { initial, max: "1 TiB" } }).resource("aws_db_instance");
  expect(storage("400 GiB")).toMatchObject({ iops: 12_000, storage_throughput: 500 });
  for (const figure of ["iops", "storage_throughput"]) expect(storage("399 GiB")).not.toHaveProperty(figure);
});

test("a name that others refer to is taken as it is", () => {
  const { resource } = build({ name: { exact: "legacy-db" } }, production);
  expect(resource("aws_db_instance")).toMatchObject({
    identifier: "legacy-db",
    final_snapshot_identifier: "legacy-db-final-${random_id.database_final_snapshot.hex}",
  });
  expect(resource("aws_db_subnet_group").name).toBe("legacy-db");
});
