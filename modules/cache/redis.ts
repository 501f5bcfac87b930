import { ElasticacheParameterGroup } from "@cdktf/provider-aws/lib/elasticache-parameter-group";
import { ElasticacheReplicationGroup } from "@cdktf/provider-aws/lib/elasticache-replication-group";
import { ElasticacheSubnetGroup } from "@cdktf/provider-aws/lib/elasticache-subnet-group";
import { Id } from "@cdktf/provider-random/lib/id";
import { Password } from "@cdktf/provider-random/lib/password";
import { Construct } from "constructs";
import {
  days,
  type IMonitored,
  type Limits,
  type Metric,
  nameFor,
  type PhysicalName,
  PlatformStack,
  partOf,
  thingOf,
} from "../../src/core";
import { LogGroup } from "../monitoring";
import { SecurityGroup } from "../networking";
import type { SecretValue } from "../security";
import type { ICache } from "./cache";
import { checkRedis } from "./checks";
import { ConnectionSecret } from "./connection-secret";
import { type CacheMetric, cacheLimits, cacheMetrics } from "./metrics";
import type { RedisProps } from "./redis-props";

const PORT = 6379;
const MOST_NODES = 6;

/**
 * Redis 7 on ElastiCache, encrypted at rest and in transit. Clients need the token, and AWS neither generates nor
 * hides it: it is the one secret that Terraform's state holds.
 */
export class Redis extends Construct implements ICache, IMonitored<CacheMetric> {
  readonly resource: ElasticacheReplicationGroup;
  readonly label: string;
  /** Host name of the primary, without port; it stays the same after a failover. */
  readonly host: string;
  readonly port = PORT;
  readonly securityGroup: SecurityGroup;
  readonly token: SecretValue;
  readonly secretArn: string;
  private readonly name: PhysicalName;
  private readonly identifier: string;
  private readonly secret: ConnectionSecret;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RedisProps,
  ) {
    super(scope, id);
    this.label = thingOf(this);
    this.name = props.name ?? this.label;
    this.identifier = nameFor(this, "replication-group", this.name);
    this.securityGroup = new SecurityGroup(this, "@security_group", {
      network: props.network,
      description: `Redis ${this.label}`,
      name: this.name,
    });
    PlatformStack.of(this).useRandomProvider();
    const token = new Password(this, "token", { length: 64, special: false });
    this.resource = this.addGroup(token.result);
    this.host = this.resource.primaryEndpointAddress;
    this.secret = new ConnectionSecret(this, "connection", {
      name: partOf(this.name, "connection"),
      key: props.key,
      host: this.host,
      port: PORT,
      token: token.result,
    });
    this.secretArn = this.secret.arn;
    this.token = this.secret.token;
  }

  url(query: Readonly<Record<string, string>> = {}): SecretValue {
    return this.secret.url(query);
  }

  get metrics(): Record<CacheMetric, Metric> {
    const { nodes } = this.props;
    const count = nodes >= 1 && nodes <= MOST_NODES ? Math.floor(nodes) : 1;
    const ids = Array.from({ length: count }, (_, index) => `${this.identifier}-00${index + 1}`);
    return cacheMetrics(this, ids);
  }

  /** Limits by eviction policy: memory matters where writes are refused when it is full. */
  get recommended(): Limits<CacheMetric> {
    return cacheLimits(this.props.evictionPolicy);
  }

  private addGroup(authToken: string): ElasticacheReplicationGroup {
    const { props, identifier } = this;
    const { nodes, nodeType, key } = props;
    const { isProduction, isProtected } = PlatformStack.of(this);
    const windows = {
      snapshotWindow: props.snapshotWindow ?? "03:00-05:00",
      maintenanceWindow: props.maintenanceWindow ?? "sun:05:00-sun:06:00",
    };
    checkRedis(this, { ...props, ...windows });
    const snapshotRetentionLimit = days(
      this,
      "snapshotRetention",
      props.snapshotRetention ?? (isProduction ? "7 days" : "1 day"),
      { min: "0 days", max: "35 days" },
    );
    return new ElasticacheReplicationGroup(this, "@replication_group", {
      ...windows,
      replicationGroupId: identifier,
      description: `Redis ${this.label}`,
      engine: "redis",
      engineVersion: "7.1",
      nodeType,
      // The one family that keeps part of the data on disk, and must be told so.
      ...(nodeType.startsWith("cache.r6gd.") ? { dataTieringEnabled: true } : {}),
      port: PORT,
      numCacheClusters: nodes,
      automaticFailoverEnabled: nodes > 1,
      multiAzEnabled: nodes > 1,
      subnetGroupName: this.addSubnetGroup(),
      parameterGroupName: this.addParameterGroup(),
      securityGroupIds: [this.securityGroup.id],
      atRestEncryptionEnabled: "true",
      kmsKeyId: key.arn,
      transitEncryptionEnabled: true,
      authToken,
      snapshotRetentionLimit,
      ...(isProduction && snapshotRetentionLimit > 0
        ? { finalSnapshotIdentifier: this.finalSnapshot() }
        : {}),
      autoMinorVersionUpgrade: "true",
      // Otherwise a change waits for the maintenance window, and until then every plan wants it again.
      applyImmediately: true,
      logDeliveryConfiguration: ["slow-log", "engine-log"].map((log) => this.deliver(log)),
      tags: { Name: identifier },
      lifecycle: { preventDestroy: isProtected },
    });
  }

  /** Daily snapshots go with their group. The suffix is kept in the state: a second destroy finds its name free. */
  private finalSnapshot(): string {
    const suffix = new Id(this, "final_snapshot", { byteLength: 4 });
    return `${nameFor(this, "cache-snapshot", this.name, "final")}-${suffix.hex}`;
  }

  private addSubnetGroup(): string {
    return new ElasticacheSubnetGroup(this, "@subnets", {
      name: nameFor(this, "cache-subnet-group", this.name),
      description: "Database subnets",
      subnetIds: [...this.props.network.databaseSubnetIds],
    }).name;
  }

  private addParameterGroup(): string {
    const values = { "maxmemory-policy": this.props.evictionPolicy, ...this.props.parameters };
    return new ElasticacheParameterGroup(this, "@parameters", {
      name: nameFor(this, "cache-parameter-group", this.name, "redis7"),
      family: "redis7",
      description: "Redis 7",
      parameter: Object.entries(values)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => ({ name, value })),
      lifecycle: { createBeforeDestroy: true },
    }).name;
  }

  private deliver(log: string) {
    const group = new LogGroup(this, log.replace("-", "_"), {
      kind: "cache-log-group",
      name: this.name,
      part: log,
      key: this.props.key,
    });
    return { destination: group.name, destinationType: "cloudwatch-logs", logFormat: "json", logType: log };
  }
}
