import { describe, expect, test } from "vitest";
import type { Json } from "../../../src/engine";
import { parsed, statements } from "../../support/synth";
import { read } from "../../support/takeoff";

const { byType, config, all, one, container } = read("takeoff-production");
const staging = read("takeoff-staging");
const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);

describe("network (001-041 to 001-050, 001-155, 001-160)", () => {
  test("VPC, zones and ranges", () => {
    expect(one("aws_vpc", "network")).toMatchObject({
      cidr_block: "10.0.0.0/16",
      tags: { Name: "takeoff-production-vpc" },
    });
    const subnets = Object.entries(all("aws_subnet")).map(([name, subnet]) => [
      name,
      subnet.cidr_block,
      subnet.availability_zone,
    ]);
    expect(subnets).toEqual([
      ["network_public_a", "10.0.0.0/20", "us-east-1a"],
      ["network_public_b", "10.0.16.0/20", "us-east-1b"],
      ["network_public_c", "10.0.32.0/20", "us-east-1c"],
      ["network_private_a", "10.0.48.0/20", "us-east-1a"],
      ["network_private_b", "10.0.64.0/20", "us-east-1b"],
      ["network_private_c", "10.0.80.0/20", "us-east-1c"],
      ["network_database_a", "10.0.96.0/20", "us-east-1a"],
      ["network_database_b", "10.0.112.0/20", "us-east-1b"],
      ["network_database_c", "10.0.128.0/20", "us-east-1c"],
    ]);
  });

  test("NAT per zone; staging has one", () => {
    expect(Object.values(all("aws_nat_gateway")).map((nat) => (nat.tags as Json).Name)).toEqual([
      "takeoff-production-nat-1",
      "takeoff-production-nat-2",
      "takeoff-production-nat-3",
    ]);
    expect(Object.keys(staging.all("aws_nat_gateway"))).toHaveLength(1);
  });

  test("staging's range is not production's", () => {
    expect(staging.one("aws_vpc", "network").cidr_block).toBe("10.1.0.0/16");
  });

  test("groups, and who reaches whom: 8000 and 8080 from the load balancer, 5432 and 6379 from tasks (S001-24)", () => {
    expect(Object.values(all("aws_security_group")).map(({ name }) => name)).toEqual([
      "takeoff-production-db-sg",
      "takeoff-production-redis-sg",
      "takeoff-production-alb-sg",
      "takeoff-production-ecs-sg",
    ]);
    expect(Object.keys(all("aws_vpc_security_group_ingress_rule")).sort()).toEqual([
      "alb_from_anywhere_443",
      "alb_from_anywhere_80",
      "db_from_ecs_5432",
      "ecs_from_alb_8000",
      "ecs_from_alb_8080",
      "redis_from_ecs_6379",
    ]);
  });

  test("tasks open HTTPS connections to anything, and to database and Redis", () => {
    const out = Object.entries(all("aws_vpc_security_group_egress_rule"));
    expect(
      out.map(([name, { cidr_ipv4, referenced_security_group_id, from_port }]) => [
        name,
        cidr_ipv4 ?? referenced_security_group_id,
        from_port,
      ]),
    ).toEqual([
      ["alb_to_ecs_8000", "${aws_security_group.ecs.id}", 8000],
      ["alb_to_ecs_8080", "${aws_security_group.ecs.id}", 8080],
      ["ecs_to_anywhere_443", "0.0.0.0/0", 443],
      ["ecs_to_db_5432", "${aws_security_group.db.id}", 5432],
      ["ecs_to_redis_6379", "${aws_security_group.redis.id}", 6379],
    ]);
  });

  test("flow logs", () => {
    expect(one("aws_cloudwatch_log_group", "network_flow_logs")).toMatchObject({
      name: "/vpc/takeoff-production/flow-logs",
      retention_in_days: 30,
    });
    expect(one("aws_flow_log", "network_flow_logs")).toMatchObject({
      traffic_type: "ALL",
      max_aggregation_interval: 60,
    });
    expect(one("aws_iam_role", "network_flow_logs").name).toBe("takeoff-production-vpc-flow-logs");
  });

  test("names of addresses, route tables, the policy of flow logs and metrics of the web ACL (001-201)", () => {
    const tags = (type: string) => Object.values(all(type)).map((made) => (made.tags as Json).Name);
    expect(tags("aws_eip")).toEqual([1, 2, 3].map((zone) => `takeoff-production-nat-eip-${zone}`));
    expect(tags("aws_route_table")).toEqual([
      "takeoff-production-public-rt",
      ...[1, 2, 3].map((zone) => `takeoff-production-private-rt-${zone}`),
      "takeoff-production-database-rt",
    ]);
    expect(one("aws_iam_role_policy", "network_flow_logs").name).toBe("flow-logs-policy");
    const acl = one("aws_wafv2_web_acl", "waf");
    const metrics = [acl, ...(acl.rule as Json[])].map(
      ({ visibility_config }) => (visibility_config as Json).metric_name,
    );
    expect(metrics.slice(0, 5)).toEqual([
      "takeoff-production-waf",
      "RateLimitRule",
      "AWSManagedRulesCommonRuleSet",
      "AWSManagedRulesSQLiRuleSet",
      "AWSManagedRulesKnownBadInputsRuleSet",
    ]);
  });
});

describe("database (001-051 to 001-061, 001-161)", () => {
  test("production", () => {
    expect(one("aws_db_instance", "db")).toMatchObject({
      identifier: "takeoff-production",
      engine_version: "15",
      instance_class: "db.r6g.large",
      allocated_storage: 200,
      max_allocated_storage: 1000,
      db_name: "takeoff",
      username: "takeoff_admin",
      multi_az: true,
      deletion_protection: true,
      backup_retention_period: 30,
      backup_window: "03:00-04:00",
      maintenance_window: "Mon:04:00-Mon:05:00",
      performance_insights_retention_period: 7,
      enabled_cloudwatch_logs_exports: ["postgresql", "upgrade"],
      final_snapshot_identifier: "takeoff-production-final-${random_id.db_final_snapshot.hex}",
    });
    expect(one("aws_db_instance", "db_replica")).toMatchObject({
      identifier: "takeoff-production-replica",
      instance_class: "db.r6g.large",
      multi_az: false,
      skip_final_snapshot: true,
    });
  });

  test("parameters", () => {
    expect(one("aws_db_parameter_group", "db")).toMatchObject({
      name: "takeoff-production-pg15",
      family: "postgres15",
      parameter: [
        { name: "log_min_duration_statement", value: "1000", apply_method: "immediate" },
        { name: "log_statement", value: "ddl", apply_method: "immediate" },
        { name: "pg_stat_statements.track", value: "all", apply_method: "immediate" },
        { name: "rds.force_ssl", value: "1", apply_method: "pending-reboot" },
        { name: "shared_preload_libraries", value: "pg_stat_statements", apply_method: "pending-reboot" },
      ],
    });
    expect(one("aws_db_subnet_group", "db").name).toBe("takeoff-production-db-subnet");
  });

  test("clients speak TLS to it, and it takes nothing else (Z-32)", () => {
    expect(one("aws_db_parameter_group", "db").parameter).toContainEqual(
      expect.objectContaining({ name: "rds.force_ssl", value: "1" }),
    );
    for (const program of ["api", "worker", "beat", "migrations"])
      expect(container(program).entryPoint?.[2]).toContain("?sslmode=require");
  });

  test("scripts find host, port and database beside the password, in the secret they know (Z-69)", () => {
    expect(one("aws_secretsmanager_secret", "db_credentials").name).toBe("takeoff-production-db-password");
    const complete = one("aws_secretsmanager_secret_version", "db_credentials_complete");
    expect(parsed(complete.secret_string_wo)).toEqual({
      username: "takeoff_admin",
      password: expect.stringContaining("ephemeral."),
      engine: "postgres",
      host: "${aws_db_instance.db.address}",
      port: 5432,
      database: "takeoff",
    });
    expect(config.output).toMatchObject({
      secret_arn: { value: "${aws_secretsmanager_secret_version.db_credentials_complete.arn}" },
    });
  });

  test("staging: one instance, a week of backups, no replica, no final snapshot", () => {
    expect(staging.one("aws_db_instance", "db")).toMatchObject({
      multi_az: false,
      backup_retention_period: 7,
      skip_final_snapshot: true,
      deletion_protection: false,
    });
    expect(Object.keys(staging.all("aws_db_instance"))).toEqual(["db"]);
    expect(staging.config.output).not.toHaveProperty("replica_endpoint");
  });

  test("the password is in its secret alone, changes every 30 days, and restarts who reads it (S001-04, 001-156)", () => {
    expect(one("aws_secretsmanager_secret", "db_credentials").name).toBe("takeoff-production-db-password");
    const instance = one("aws_db_instance", "db");
    for (const kept of ["password", "manage_master_user_password"]) expect(instance).not.toHaveProperty(kept);
    expect(instance.password_wo).toContain("ephemeral.aws_secretsmanager_secret_version.db_credentials");
    expect(one("aws_secretsmanager_secret_rotation", "db_rotation").rotation_rules).toEqual({
      automatically_after_days: 30,
    });
    expect(parsed(one("aws_cloudwatch_event_rule", "rotation").event_pattern).resources).toEqual([
      "${aws_secretsmanager_secret_version.db_credentials_complete.arn}",
      "${aws_secretsmanager_secret.uploader.arn}",
    ]);
    const steps = parsed(one("aws_ssm_document", "rotation").content).mainSteps as { name: string }[];
    expect(names(steps)).toEqual(["restart_api", "restart_worker", "restart_beat"]);
  });
});

test("backups of the database and the state have copies in another region, staging's have none", () => {
  expect(one("aws_db_instance_automated_backups_replication", "db_backup_copies")).toMatchObject({
    provider: "aws.us-west-2",
    kms_key_id: "${aws_kms_key.us_west_2_key.arn}",
    retention_period: 30,
  });
  expect(read("takeoff-staging").all("aws_db_instance_automated_backups_replication")).toEqual({});
  const state = read("takeoff-state");
  expect(state.one("aws_s3_bucket", "us_west_2_state_copy").bucket).toBe("takeoff-terraform-state-copy");
  expect(Object.keys(state.all("aws_s3_bucket_replication_configuration"))).toEqual(["state"]);
});

describe("cache (001-147, 001-162, S001-03, S001-25)", () => {
  test("is of a type that exists, with TLS, token and a replica", () => {
    expect(one("aws_elasticache_replication_group", "redis")).toMatchObject({
      replication_group_id: "takeoff-production-redis",
      node_type: "cache.r6g.large",
      num_cache_clusters: 2,
      transit_encryption_enabled: true,
    });
    expect(one("aws_elasticache_parameter_group", "redis").parameter).toEqual([
      { name: "maxmemory-policy", value: "noeviction" },
    ]);
  });

  test("has one shard, and tells its events nobody: brokers want the one, unencrypted topics the other (Z-61, Z-40)", () => {
    const group = one("aws_elasticache_replication_group", "redis");
    for (const other of [
      "num_node_groups",
      "replicas_per_node_group",
      "cluster_mode",
      "notification_topic_arn",
    ])
      expect(group).not.toHaveProperty(other);
  });
});

describe("storage (001-163, 001-188)", () => {
  test("buckets of scripts and programs", () => {
    expect(Object.values(all("aws_s3_bucket")).map(({ bucket }) => bucket)).toEqual([
      "takeoff-production-logs",
      "takeoff-production-uploads",
      "takeoff-production-backups",
    ]);
    expect(one("aws_dynamodb_table", "backup_metadata")).toMatchObject({
      name: "takeoff-production-backup-metadata",
      hash_key: "backup_id",
    });
  });

  test("no backup goes for its age: what a newer one replaced can be brought back for 30 days (Z-68)", () => {
    expect(one("aws_s3_bucket_lifecycle_configuration", "backups").rule).toEqual([
      {
        id: "old-versions",
        status: "Enabled",
        filter: [{ prefix: "" }],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
        expiration: [{ expired_object_delete_marker: true }],
        noncurrent_version_expiration: [{ noncurrent_days: 30 }],
      },
    ]);
    expect(one("aws_s3_bucket_versioning", "backups").versioning_configuration).toEqual({
      status: "Enabled",
    });
  });

  test("tasks reach the uploads bucket by role or by key, and no other bucket (001-067, S001-22)", () => {
    const uploads = "${aws_s3_bucket.uploads.arn}/*";
    for (const role of ["api_task", "worker_task"]) {
      const rights = statements(one("aws_iam_role_policy", role).policy);
      expect(rights.ReadAndWriteObjects?.Resource).toBe(uploads);
    }
    for (const role of ["beat_task", "frontend_task"])
      expect(String(one("aws_iam_role_policy", role).policy)).not.toContain("s3:");
    const rights = statements(one("aws_iam_user_policy", "uploader").policy);
    expect(rights.ReadAndWriteObjects?.Resource).toBe(uploads);
    expect(rights.OnlyFromTheNetwork?.Condition).toMatchObject({
      StringNotEquals: { "aws:SourceVpce": "${aws_vpc_endpoint.network_s3.id}" },
    });
    expect(JSON.stringify(byType)).not.toContain("arn:aws:s3:::takeoff-production-*");
  });
});
