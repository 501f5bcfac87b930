import { describe, expect, test } from "vitest";
import { maxConnections, Postgres, type PostgresProps } from "../../../modules/database";
import { parts } from "../../support/parts";
import { problems, production, staging, synthesize } from "../../support/synth";

const props = {
  version: "15",
  instanceClass: "db.t4g.medium",
  storage: { initial: "50 GiB", max: "200 GiB" },
  databaseName: "shop",
  masterUsername: "admin",
  parameters: { log_statement: "ddl", shared_preload_libraries: "pg_stat_statements" },
} as const satisfies Partial<PostgresProps>;

const build = (change: Partial<PostgresProps> = {}, environment = staging) =>
  synthesize(
    (stack) => void new Postgres(stack, "database", { ...parts(stack), ...props, ...change }),
    environment,
  );
const refused = (change: Partial<PostgresProps>, environment = staging) =>
  problems(
    (stack) => void new Postgres(stack, "database", { ...parts(stack), ...props, ...change }),
    environment,
  );

describe("defaults", () => {
  const { resource, resources, addresses } = build();

  test("an instance that nobody outside reaches, with a password that AWS keeps", () => {
    expect(resource("aws_db_instance")).toEqual({
      identifier: "shop-test",
      engine: "postgres",
      engine_version: "15",
      instance_class: "db.t4g.medium",
      allocated_storage: 50,
      max_allocated_storage: 200,
      storage_type: "gp3",
      storage_encrypted: true,
      kms_key_id: "${aws_kms_key.key.arn}",
      db_name: "shop",
      username: "admin",
      manage_master_user_password: true,
      master_user_secret_kms_key_id: "${aws_kms_key.key.arn}",
      db_subnet_group_name: "${aws_db_subnet_group.database.name}",
      vpc_security_group_ids: ["${aws_security_group.database.id}"],
      publicly_accessible: false,
      parameter_group_name: "${aws_db_parameter_group.database.name}",
      multi_az: false,
      backup_retention_period: 7,
      backup_window: "03:00-04:00",
      maintenance_window: "Mon:04:00-Mon:05:00",
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
      tags: { Name: "shop-test" },
      lifecycle: { prevent_destroy: false },
      depends_on: [
        "aws_cloudwatch_log_group.database_logs_postgresql",
        "aws_cloudwatch_log_group.database_logs_upgrade",
      ],
    });
  });

  test("parameters, attached, and applied the way RDS can", () => {
    expect(resource("aws_db_parameter_group")).toEqual({
      name: "shop-test-pg15",
      family: "postgres15",
      parameter: [
        { name: "log_statement", value: "ddl", apply_method: "immediate" },
        { name: "shared_preload_libraries", value: "pg_stat_statements", apply_method: "pending-reboot" },
      ],
      lifecycle: { create_before_destroy: true },
    });
  });

  test("the database tier", () => {
    expect(resource("aws_db_subnet_group")).toEqual({
      name: "shop-test-db-subnet",
      subnet_ids: ["${aws_subnet.network_database_a.id}", "${aws_subnet.network_database_b.id}"],
    });
  });

  test("a password that changes every 30 days", () => {
    expect(resource("aws_secretsmanager_secret_rotation")).toEqual({
      secret_id: "${aws_db_instance.database.master_user_secret[0].secret_arn}",
      rotate_immediately: false,
      rotation_rules: { automatically_after_days: 30 },
    });
  });

  test("encrypted logs that are not kept for ever", () => {
    expect(resource("aws_cloudwatch_log_group", "database_logs_postgresql")).toMatchObject({
      name: "/aws/rds/instance/shop-test/postgresql",
      retention_in_days: 30,
      kms_key_id: "${aws_kms_key.key.arn}",
    });
  });

  test("no way in until somebody is connected, no replica, no secret in Terraform's hands", () => {
    expect(Object.keys(resources("aws_vpc_security_group_ingress_rule"))).toEqual([]);
    expect(Object.keys(resources("aws_db_instance"))).toEqual(["database"]);
    expect(addresses.filter((address) => /random_|secretsmanager_secret\./.test(address))).toEqual([]);
  });
});

describe("tier production", () => {
  const { resource, config } = build({ replicas: 2 }, production);

  test("is redundant, protected, and leaves a snapshot of a name never used before", () => {
    expect(resource("aws_db_instance", "database")).toMatchObject({
      multi_az: true,
      backup_retention_period: 30,
      deletion_protection: true,
      skip_final_snapshot: false,
      final_snapshot_identifier: "shop-live-final-${random_id.database_final_snapshot.hex}",
      lifecycle: { prevent_destroy: true },
    });
    expect(config.provider).toHaveProperty("random");
  });

  test("replicas can be destroyed: they leave no snapshot", () => {
    expect(resource("aws_db_instance", "database_replica")).toMatchObject({
      identifier: "shop-live-replica",
      replicate_source_db: "${aws_db_instance.database.identifier}",
      instance_class: "db.t4g.medium",
      multi_az: false,
      publicly_accessible: false,
      storage_encrypted: true,
      skip_final_snapshot: true,
      performance_insights_retention_period: 7,
      parameter_group_name: "${aws_db_parameter_group.database.name}",
    });
    expect(resource("aws_db_instance", "database_replica_2").identifier).toBe("shop-live-replica-2");
  });

  test("is decided by tier alone", () => {
    const named = build({}, { ...staging, name: "production" });
    expect(named.resource("aws_db_instance")).toMatchObject({ multi_az: false, deletion_protection: false });
  });
});

test("everything can be said otherwise", () => {
  const { resource } = build({
    name: "ledger",
    multiAz: true,
    backupRetention: "14 days",
    backupWindow: "01:00-02:00",
    maintenanceWindow: "Sun:03:00-Sun:04:00",
    passwordRotation: "7 days",
  });
  expect(resource("aws_db_instance")).toMatchObject({
    identifier: "shop-test-ledger",
    multi_az: true,
    backup_retention_period: 14,
    backup_window: "01:00-02:00",
    maintenance_window: "Sun:03:00-Sun:04:00",
  });
  expect(resource("aws_secretsmanager_secret_rotation").rotation_rules).toEqual({
    automatically_after_days: 7,
  });
});

test("watches connections against what the class accepts, and storage against what there is", () => {
  let metrics: ReturnType<Postgres["metrics"]> = [];
  synthesize((stack) => {
    metrics = new Postgres(stack, "database", { ...parts(stack), ...props }).metrics();
  });
  const thresholds = Object.fromEntries(metrics.map(({ id, threshold }) => [id, threshold]));
  expect(thresholds.connections).toMatchObject({ above: 360 });
  expect(thresholds["free-storage"]).toMatchObject({ below: 10 * 2 ** 30 });
  expect(thresholds.cpu).toMatchObject({ above: 70, for: "15 minutes" });
  expect(maxConnections("db.r6g.4xlarge")).toBe(5000);
});

describe("refuses", () => {
  test.each<[Partial<PostgresProps>, string, string]>([
    [
      { storage: { initial: "100 GiB", max: "105 GiB" } },
      "storage.max",
      "raise storage.max: RDS refuses less",
    ],
    [{ replicas: 16 }, "replicas", "lower it"],
    [{ replicas: 1.5 }, "replicas", "lower it"],
    [{ backupRetention: "60 days" }, "backupRetention", "lower it, and copy snapshots for longer keeping"],
  ])("%j", (change, prop, fix) => {
    expect(refused(change)).toMatchObject([{ path: "shop-test/database", prop, fix }]);
  });

  test("production in one zone", () => {
    expect(refused({ multiAz: false }, production)).toMatchObject([
      {
        prop: "multiAz",
        value: false,
        allowed: "true for tier production",
        fix: "leave it out, or give the environment another tier",
      },
    ]);
  });
});
