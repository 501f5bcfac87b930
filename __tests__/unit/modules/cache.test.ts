import { describe, expect, test } from "vitest";
import { type ICache, Redis, type RedisProps } from "../../../modules/cache";
import { SecurityGroup } from "../../../modules/networking";
import { existingSecret, Role } from "../../../modules/security";
import { isMath, PlatformStack } from "../../../src/core";
import { parts } from "../../support/parts";
import { parsed, production, staging, statements, synthesize } from "../../support/synth";

const props = { nodeType: "cache.t4g.small", nodes: 2, evictionPolicy: "noeviction" } as const;
const build = (
  change: Partial<RedisProps> = {},
  environment = staging,
  use: (cache: Redis) => void = () => undefined,
) =>
  synthesize(
    (stack) => use(new Redis(stack, "cache", { ...parts(stack), ...props, ...change })),
    environment,
  );
/** What is seen of a cache without Terraform. */
const look = <T>(change: Partial<RedisProps>, see: (cache: Redis) => T): T => {
  const seen: T[] = [];
  build(change, staging, (cache) => seen.push(see(cache)));
  return seen[0] as T;
};
const BASE =
  "rediss://:${random_password.cache_token.result}@${aws_elasticache_replication_group.cache.primary_endpoint_address}:6379/0";

describe("defaults", () => {
  const { resource, resources } = build();

  test("a group that is encrypted on disk and on the wire, and wants a token", () => {
    expect(resource("aws_elasticache_replication_group")).toEqual({
      replication_group_id: "shop-test-cache",
      description: "Redis cache",
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
      apply_immediately: true,
      auto_minor_version_upgrade: "true",
      log_delivery_configuration: ["slow-log", "engine-log"].map((log) => ({
        destination: `\${aws_cloudwatch_log_group.cache_${log.replace("-", "_")}.name}`,
        destination_type: "cloudwatch-logs",
        log_format: "json",
        log_type: log,
      })),
      tags: { Name: "shop-test-cache" },
      lifecycle: { prevent_destroy: false },
    });
  });

  test("logs that are encrypted and not kept for ever", () => {
    expect(resource("aws_cloudwatch_log_group", "cache_slow_log")).toEqual({
      name: "/aws/vendedlogs/elasticache/shop-test-cache/slow-log",
      kms_key_id: "${aws_kms_key.key.arn}",
      retention_in_days: 30,
    });
  });

  test("the eviction policy is a parameter", () => {
    expect(resource("aws_elasticache_parameter_group")).toEqual({
      name: "shop-test-cache-redis7",
      family: "redis7",
      description: "Redis 7",
      parameter: [{ name: "maxmemory-policy", value: "noeviction" }],
      lifecycle: { create_before_destroy: true },
    });
  });

  test("a secret says how to reach it, with TLS and token", () => {
    expect(resource("random_password")).toEqual({ length: 64, special: false });
    expect(parsed(resource("aws_secretsmanager_secret_version").secret_string)).toEqual({
      host: "${aws_elasticache_replication_group.cache.primary_endpoint_address}",
      port: "6379",
      token: "${random_password.cache_token.result}",
      url: BASE,
    });
    expect(resource("aws_secretsmanager_secret")).toMatchObject({
      name: "shop-test-cache-connection",
      recovery_window_in_days: 7,
    });
  });

  test("lies in the database tier, and nobody gets in until connected", () => {
    expect(resource("aws_elasticache_subnet_group").subnet_ids).toEqual([
      "${aws_subnet.network_database_a.id}",
      "${aws_subnet.network_database_b.id}",
    ]);
    expect(resources("aws_vpc_security_group_ingress_rule")).toEqual({});
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
      nodeType: "cache.r6gd.xlarge",
      evictionPolicy: "allkeys-lru",
      parameters: { timeout: "300" },
      snapshotWindow: "01:00-02:00",
      maintenanceWindow: "mon:05:00-mon:06:00",
    },
    production,
  );
  expect(resource("aws_elasticache_replication_group")).toMatchObject({
    replication_group_id: "shop-live-sessions",
    node_type: "cache.r6gd.xlarge",
    data_tiering_enabled: true,
    snapshot_retention_limit: 7,
    final_snapshot_identifier: "shop-live-sessions-final-${random_id.cache_final_snapshot.hex}",
    snapshot_window: "01:00-02:00",
    maintenance_window: "mon:05:00-mon:06:00",
    lifecycle: { prevent_destroy: true },
  });
  expect(resource("aws_elasticache_parameter_group").parameter).toEqual([
    { name: "maxmemory-policy", value: "allkeys-lru" },
    { name: "timeout", value: "300" },
  ]);
  for (const [given, limit] of [
    ["3 days", 3],
    ["0 days", 0],
  ] as const) {
    expect(
      build({ snapshotRetention: given }).resource("aws_elasticache_replication_group")
        .snapshot_retention_limit,
    ).toBe(limit);
  }
  const unkept = build({ snapshotRetention: "0 days" }, production);
  expect(unkept.resource("aws_elasticache_replication_group")).not.toHaveProperty(
    "final_snapshot_identifier",
  );
});

test("any number of caches stand in a stack", () => {
  const { resources } = synthesize((stack) => {
    const shared = parts(stack);
    new Redis(stack, "queue", { ...shared, ...props });
    new Redis(stack, "sessions", { ...shared, ...props, name: { exact: "sessions" } });
  });
  expect(resources("aws_elasticache_replication_group")).toMatchObject({
    queue: { replication_group_id: "shop-test-queue" },
    sessions: { replication_group_id: "sessions" },
  });
});

describe("URLs", () => {
  const { resource } = build({}, staging, (cache) => {
    const role = new Role(PlatformStack.of(cache), "role", { service: "ecs-tasks.amazonaws.com" });
    cache.url({ ssl_cert_reqs: "required" }).grantRead(role);
    cache.url({ b: "2", a: "x&y" }).grantRead(role);
    cache.url({ a: "x&y", b: "2" }).grantRead(role);
    cache.url({ a: "x=y", b: "2" }).grantRead(role);
    cache.url({ "a=x": "y", b: "2" }).grantRead(role);
  });

  test("each query is one field of the secret, whatever its order, and is encoded", () => {
    expect(parsed(resource("aws_secretsmanager_secret_version").secret_string)).toMatchObject({
      url: BASE,
      url_ssl_cert_reqs_required: `${BASE}?ssl_cert_reqs=required`,
      url_a_x_26y_b_2: `${BASE}?a=x%26y&b=2`,
      url_a_x_3Dy_b_2: `${BASE}?a=x%3Dy&b=2`,
      url_a_3Dx_y_b_2: `${BASE}?a%3Dx=y&b=2`,
    });
  });

  test("reading any number of them is one statement", () => {
    expect(Object.keys(statements(resource("aws_iam_role_policy", "role").policy))).toEqual([
      "ReadSecrets",
      "DecryptWithKey",
    ]);
  });

  test("queries with the same word have fields of their own", () => {
    const [first, second, again] = look({}, (cache) =>
      [{ a: "b-c" }, { a: "b_c" }, { a: "b_c" }].map((query) => cache.url(query).valueFrom.split(":").at(-3)),
    );
    expect([first, second, again]).toEqual(["url_a_b_c", "url_a_b_c_2", "url_a_b_c_2"]);
  });
});

test("a cache that exists already is an object", () => {
  const { resources } = synthesize((stack) => {
    const { network } = parts(stack);
    const secretArn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:legacy-AbCdEf";
    const legacy: ICache = {
      host: "legacy.example.com",
      port: 6380,
      securityGroup: SecurityGroup.existing(stack, "legacy", { securityGroupId: "sg-0123456789abcdef0" }),
      secretArn,
      token: existingSecret(secretArn, { field: "token" }),
      url: () => existingSecret(secretArn, { field: "url" }),
    };
    legacy.securityGroup.allowFrom(
      new SecurityGroup(stack, "client", { network, description: "Client" }),
      legacy.port,
    );
  });
  expect(Object.keys(resources("aws_vpc_security_group_ingress_rule"))).toEqual(["legacy_from_client_6380"]);
});

describe("metrics", () => {
  test("are one over all nodes, since ElastiCache has none for a group", () => {
    const { memoryUsagePercentage, evictions } = look({}, ({ metrics }) => metrics);
    const node = (name: string, number: number, statistic: string) => ({
      namespace: "AWS/ElastiCache",
      name,
      dimensions: { CacheClusterId: `shop-test-cache-00${number}` },
      statistic,
    });
    expect(memoryUsagePercentage).toEqual({
      expression: "MAX([n1, n2])",
      label: "DatabaseMemoryUsagePercentage, highest of all nodes",
      of: {
        n1: node("DatabaseMemoryUsagePercentage", 1, "Average"),
        n2: node("DatabaseMemoryUsagePercentage", 2, "Average"),
      },
      unit: "Percent",
      region: "eu-west-1",
    });
    expect(evictions).toMatchObject({
      expression: "SUM([n1, n2])",
      label: "Evictions, sum of all nodes",
      of: { n2: node("Evictions", 2, "Sum") },
    });
  });

  test("of a single node need no formula", () => {
    const metrics = look({ nodes: 1 }, ({ metrics: all }) => all);
    expect(Object.values(metrics).some(isMath)).toBe(false);
    expect(metrics.cacheHitRate).toMatchObject({
      name: "CacheHitRate",
      dimensions: { CacheClusterId: "shop-test-cache-001" },
    });
  });

  test("full memory matters where writes are refused, and is meant where keys are evicted", () => {
    const limitsOf = (evictionPolicy: RedisProps["evictionPolicy"]) =>
      look({ evictionPolicy }, ({ recommended }) => recommended);
    expect(limitsOf("noeviction")).toMatchObject({
      engineCpuUtilization: { above: 80, severity: "warning" },
      memoryUsagePercentage: { above: 80, severity: "critical" },
    });
    expect(Object.keys(limitsOf("allkeys-lru"))).toEqual(["engineCpuUtilization"]);
  });
});
