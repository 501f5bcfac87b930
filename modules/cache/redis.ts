import { ElasticacheParameterGroup } from "@cdktf/provider-aws/lib/elasticache-parameter-group";
import { ElasticacheReplicationGroup } from "@cdktf/provider-aws/lib/elasticache-replication-group";
import { ElasticacheSubnetGroup } from "@cdktf/provider-aws/lib/elasticache-subnet-group";
import { Password } from "@cdktf/provider-random/lib/password";
import { Construct } from "constructs";
import { type Duration, days, exactName, nameFor, PlatformStack } from "../../src/core";
import { report } from "../../src/engine";
import { LogGroup } from "../monitoring/log-group";
import { type IMonitored, type Metric, metric } from "../monitoring/metric";
import { type INetwork, SecurityGroup } from "../networking";
import { type IEncryptionKey, Secret, type SecretValue } from "../security";

const PORT = 6379;

/** Node types that the platforms may choose from. There is no cache.r6g.medium (Z-03). */
export type NodeType =
  `cache.${"t4g.micro" | "t4g.small" | "t4g.medium" | `${"m6g" | "m7g" | "r6g" | "r7g"}.${"large" | "xlarge" | "2xlarge"}`}`;

/** What others need to use a cache. */
export interface ICache {
  readonly port: number;
  readonly securityGroup: SecurityGroup;
  /** `rediss://…` with the token, for a container. */
  readonly url: SecretValue;
}

export interface RedisProps {
  readonly network: INetwork;
  readonly key: IEncryptionKey;
  readonly nodeType: NodeType;
  /** Nodes: one primary, the rest replicas in other zones that take over. 1 to 6. */
  readonly nodes: number;
  /** What happens when memory is full: a cache forgets, a queue must not. */
  readonly evictionPolicy: "noeviction" | "allkeys-lru" | "volatile-lru";
  /** The thing in its name. @default "redis" - 001-147 */
  readonly name?: string;
  /** How long daily snapshots are kept. @default "7 days" for tier production, "1 day" elsewhere */
  readonly snapshotRetention?: Duration;
  /** UTC. @default "03:00-05:00" */
  readonly snapshotWindow?: string;
  /** UTC. @default "sun:05:00-sun:06:00" - after the snapshot */
  readonly maintenanceWindow?: string;
}

/**
 * Redis 7 on ElastiCache, encrypted at rest and in transit. Clients need the token, and AWS neither generates nor
 * hides it: it is the one secret that Terraform's state holds.
 */
export class Redis extends Construct implements ICache, IMonitored {
  readonly resource: ElasticacheReplicationGroup;
  readonly securityGroup: SecurityGroup;
  readonly port = PORT;
  private readonly secret: Secret;
  private readonly identifier: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RedisProps,
  ) {
    super(scope, id);
    const { network, key, nodes } = props;
    const name = props.name ?? "redis";
    if (!Number.isInteger(nodes) || nodes < 1 || nodes > 6) {
      report(this, {
        prop: "nodes",
        value: nodes,
        allowed: "1 to 6",
        fix: "write 2 for a primary and a replica",
      });
    }
    const stack = PlatformStack.of(this);
    if (stack.isProduction && nodes < 2) {
      report(this, {
        prop: "nodes",
        value: nodes,
        allowed: "at least 2 for tier production",
        fix: "add a replica: without one a failed zone takes the queue with it",
      });
    }
    this.identifier = nameFor(this, "replication-group", name);
    this.securityGroup = new SecurityGroup(this, "@security_group", {
      network,
      name: `${name}-sg`,
      description: "Redis",
    });

    stack.useRandomProvider();
    const token = new Password(this, "token", { length: 64, special: false });
    this.resource = new ElasticacheReplicationGroup(this, "@replication_group", {
      replicationGroupId: this.identifier,
      description: `Redis of ${nameFor(this, "security-group")}`,
      engine: "redis",
      engineVersion: "7.1",
      nodeType: props.nodeType,
      port: PORT,
      numCacheClusters: nodes,
      automaticFailoverEnabled: nodes > 1,
      multiAzEnabled: nodes > 1,
      subnetGroupName: this.addSubnetGroup(),
      parameterGroupName: this.addParameterGroup(name),
      securityGroupIds: [this.securityGroup.id],
      atRestEncryptionEnabled: "true",
      kmsKeyId: key.arn,
      transitEncryptionEnabled: true,
      authToken: token.result,
      snapshotRetentionLimit: days(props.snapshotRetention ?? (stack.isProduction ? "7 days" : "1 day")),
      snapshotWindow: props.snapshotWindow ?? "03:00-05:00",
      maintenanceWindow: props.maintenanceWindow ?? "sun:05:00-sun:06:00",
      autoMinorVersionUpgrade: "true",
      logDeliveryConfiguration: ["slow-log", "engine-log"].map((log) => this.deliver(log)),
      tags: { Name: this.identifier },
      lifecycle: { preventDestroy: stack.isProtected },
    });
    this.secret = new Secret(this, "url", {
      name: `${name}-url`,
      description: "JSON with url: how to reach Redis, token included",
      key,
      // Celery wants to be told how to treat the server's certificate.
      value: {
        url: `rediss://:${token.result}@${this.resource.primaryEndpointAddress}:${PORT}/0?ssl_cert_reqs=required`,
      },
    });
  }

  get url(): SecretValue {
    return this.secret.field("url");
  }

  /** Per node: ElastiCache publishes nothing for a whole replication group (Z-10). */
  metrics(): Metric[] {
    return Array.from(
      { length: this.props.nodes },
      (_, index) => `${String(index + 1).padStart(3, "0")}`,
    ).flatMap((number) => {
      const of = metric("AWS/ElastiCache", { CacheClusterId: `${this.identifier}-${number}` });
      return [
        of(`cpu-${number}`, "EngineCPUUtilization", "Average", "Percent", {
          above: 80,
          for: "10 minutes",
          source: "Redis works on one core: little is left above 80 %",
        }),
        of(`memory-${number}`, "DatabaseMemoryUsagePercentage", "Average", "Percent", {
          above: 80,
          for: "10 minutes",
          source: "a full queue refuses tasks",
        }),
      ];
    });
  }

  private addSubnetGroup(): string {
    return new ElasticacheSubnetGroup(this, "@subnets", {
      name: nameFor(this, "cache-subnet-group", "cache-subnet"),
      description: "Database subnets",
      subnetIds: [...this.props.network.databaseSubnetIds],
    }).name;
  }

  private addParameterGroup(name: string): string {
    return new ElasticacheParameterGroup(this, "@parameters", {
      name: nameFor(this, "cache-parameter-group", `${name}7`),
      family: "redis7",
      description: "Redis 7",
      parameter: [{ name: "maxmemory-policy", value: this.props.evictionPolicy }],
      lifecycle: { createBeforeDestroy: true },
    }).name;
  }

  private deliver(log: string) {
    const group = new LogGroup(this, log.replace("-", "_"), {
      name: exactName(this, "log-group", `/elasticache/${this.identifier}/${log}`),
      key: this.props.key,
    });
    return { destination: group.name, destinationType: "cloudwatch-logs", logFormat: "json", logType: log };
  }
}
