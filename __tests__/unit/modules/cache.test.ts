import { describe, expect, test } from "vitest";
import { Redis, type RedisProps } from "../../../modules/cache";
import { parts } from "../../support/parts";
import { parsed, problems, production, staging, synthesize } from "../../support/synth";

const props = { nodeType: "cache.t4g.small", nodes: 2, evictionPolicy: "noeviction" } as const;
const build = (change: Partial<RedisProps> = {}, environment = staging) =>
  synthesize(
    (stack) => void new Redis(stack, "cache", { ...parts(stack), ...props, ...change }),
    environment,
  );

describe("defaults", () => {
  const { resource } = build();

  test("a group that is encrypted on disk and on the wire, and wants a token", () => {
    expect(resource("aws_elasticache_replication_group")).toEqual({
      replication_group_id: "shop-test-redis",
      description: "Redis of shop-test",
      engine: "redis",
      engine_version: "7.1",
      node_type: "cache.t4g.small",
      port: 6379,
      num_cache_clusters: 2,
      automatic_failover_enabled: true,
      multi_az_enabled: true,
      subnet_group_name: "${aws_elasticache_subnet_group.cache.name}",
      parameter_group_name: "${aws_elasticache_parameter_group.cache.name}",
      security_group_ids: ["${aws_security_group.cache.id}"],
      at_rest_encryption_enabled: "true",
      kms_key_id: "${aws_kms_key.key.arn}",
      transit_encryption_enabled: true,
      auth_token: "${random_password.cache_token.result}",
      snapshot_retention_limit: 1,
      snapshot_window: "03:00-05:00",
      maintenance_window: "sun:05:00-sun:06:00",
      auto_minor_version_upgrade: "true",
      log_delivery_configuration: [
        {
          destination: "${aws_cloudwatch_log_group.cache_slow_log.name}",
          destination_type: "cloudwatch-logs",
          log_format: "json",
          log_type: "slow-log",
        },
        {
          destination: "${aws_cloudwatch_log_group.cache_engine_log.name}",
          destination_type: "cloudwatch-logs",
          log_format: "json",
          log_type: "engine-log",
        },
      ],
      tags: { Name: "shop-test-redis" },
      lifecycle: { prevent_destroy: false },
    });
  });

  test("never forgets tasks", () => {
    expect(resource("aws_elasticache_parameter_group")).toMatchObject({
      family: "redis7",
      parameter: [{ name: "maxmemory-policy", value: "noeviction" }],
    });
  });

  test("hands out one URL, with TLS and token", () => {
    expect(resource("random_password")).toEqual({ length: 64, special: false });
    expect(parsed(resource("aws_secretsmanager_secret_version").secret_string)).toEqual({
      url: "rediss://:${random_password.cache_token.result}@${aws_elasticache_replication_group.cache.primary_endpoint_address}:6379/0?ssl_cert_reqs=required",
    });
    expect(resource("aws_secretsmanager_secret")).toMatchObject({
      name: "shop-test-redis-url",
      recovery_window_in_days: 7,
    });
  });

  test("lies in the database tier", () => {
    expect(resource("aws_elasticache_subnet_group").subnet_ids).toEqual([
      "${aws_subnet.network_database_a.id}",
      "${aws_subnet.network_database_b.id}",
    ]);
  });
});

test("one node cannot fail over", () => {
  expect(build({ nodes: 1 }).resource("aws_elasticache_replication_group")).toMatchObject({
    automatic_failover_enabled: false,
    multi_az_enabled: false,
  });
});

test("everything can be said otherwise; production keeps snapshots longer", () => {
  const { resource } = build(
    {
      name: "sessions",
      evictionPolicy: "allkeys-lru",
      snapshotWindow: "01:00-02:00",
      maintenanceWindow: "mon:05:00-mon:06:00",
    },
    production,
  );
  expect(resource("aws_elasticache_replication_group")).toMatchObject({
    replication_group_id: "shop-live-sessions",
    snapshot_retention_limit: 7,
    snapshot_window: "01:00-02:00",
    maintenance_window: "mon:05:00-mon:06:00",
    lifecycle: { prevent_destroy: true },
  });
  expect(
    build({ snapshotRetention: "3 days" }).resource("aws_elasticache_replication_group")
      .snapshot_retention_limit,
  ).toBe(3);
});

test("metrics are per node, since ElastiCache has none for a group", () => {
  let dimensions: unknown[] = [];
  synthesize((stack) => {
    dimensions = new Redis(stack, "cache", { ...parts(stack), ...props })
      .metrics()
      .map((metric) => [metric.id, metric.dimensions]);
  });
  expect(dimensions).toEqual([
    ["cpu-001", { CacheClusterId: "shop-test-redis-001" }],
    ["memory-001", { CacheClusterId: "shop-test-redis-001" }],
    ["cpu-002", { CacheClusterId: "shop-test-redis-002" }],
    ["memory-002", { CacheClusterId: "shop-test-redis-002" }],
  ]);
});

test.each([0, 7, 1.5])("refuses %s nodes", (nodes) => {
  expect(
    problems((stack) => void new Redis(stack, "cache", { ...parts(stack), ...props, nodes })),
  ).toMatchObject([
    { prop: "nodes", value: nodes, allowed: "1 to 6", fix: "write 2 for a primary and a replica" },
  ]);
});

test("refuses production without a replica", () => {
  const found = problems(
    (stack) => void new Redis(stack, "cache", { ...parts(stack), ...props, nodes: 1 }),
    production,
  );
  expect(found).toMatchObject([{ prop: "nodes", allowed: "at least 2 for tier production" }]);
});
