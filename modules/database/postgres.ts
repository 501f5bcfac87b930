import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { Id } from "@cdktf/provider-random/lib/id";
import { Construct } from "constructs";
import {
  type Duration,
  days,
  gibibytes,
  type IMonitored,
  type Limits,
  type Metric,
  nameFor,
  onBehalfOf,
  type PhysicalName,
  PlatformStack,
  partOf,
  requireTerraform,
  thingOf,
} from "../../src/core";
import { SecurityGroup } from "../networking";
import { Role, type SecretValue, secretValue } from "../security";
import { BackupReplication } from "./backup-copies";
import { checkPostgres } from "./checks";
import { Credentials } from "./credentials";
import type { Endpoint, IDatabase } from "./database";
import { addLogs, PORT, performanceOf, type SharedConfig } from "./instance";
import {
  type DatabaseMetric,
  type InstanceSizes,
  instanceLimits,
  instanceMetrics,
  ROTATION_LIMITS,
} from "./metrics";
import { checkParameters, parameters } from "./parameters";
import { PasswordRotation } from "./password-rotation";
import type { PostgresProps } from "./postgres-props";
import { Replica, type ReplicaProps } from "./replica";

/**
 * PostgreSQL on RDS. Its master password is in Secrets Manager, changes by itself, and is in no file and no state of
 * Terraform.
 * @typeParam R ids of the replicas
 */
export class Postgres<R extends string = never>
  extends Construct
  implements IDatabase, IMonitored<DatabaseMetric>
{
  readonly resource: DbInstance;
  readonly label: string;
  readonly port = PORT;
  readonly securityGroup: SecurityGroup;
  readonly writer: Endpoint;
  /** The first replica. RDS has no address for all of them: the others are in `replicas`. */
  readonly reader: Endpoint | undefined;
  readonly databaseName: string;
  /** ARN of a secret: JSON with `username`, `password`, `engine`, `host`, `port` and `database`. */
  readonly secretArn: string;
  /** By id. Each has a class, metrics and an address of its own. */
  readonly replicas: Readonly<Record<R, Replica>>;
  /** What the module makes besides the instance. Below a scope of its own, so that no id of a replica's is taken. */
  private readonly own: Construct;
  private readonly name: PhysicalName;
  private readonly sizes: InstanceSizes;
  private readonly identifier: string;
  private readonly rotation: PasswordRotation;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PostgresProps<R>,
  ) {
    super(scope, id);
    requireTerraform(this, "1.11.0", "older ones write the password of a database into the state");
    this.label = thingOf(this);
    this.name = props.name ?? this.label;
    this.databaseName = props.databaseName;
    this.sizes = this.addSizes();
    this.own = new Construct(this, "@own");
    this.securityGroup = new SecurityGroup(this, "@security_group", {
      network: props.network,
      description: `PostgreSQL ${this.label}`,
      name: this.name,
    });
    const monitoring = new Role(this.own, "monitoring", {
      name: this.name,
      part: "monitoring",
      service: "monitoring.rds.amazonaws.com",
      conditions: onBehalfOf(this, "rds", "db:*"),
      managedPolicies: ["service-role/AmazonRDSEnhancedMonitoringRole"],
    });
    const { name, own } = this;
    const { key, masterUsername: username } = props;
    const credentials = new Credentials(own, "credentials", { name, key, username });
    const config = this.sharedConfig(monitoring);
    this.resource = this.addWriter(config, monitoring, credentials);
    this.secretArn = credentials.complete(this.resource, PORT, props.databaseName);
    this.writer = { host: this.resource.address, port: PORT };
    this.identifier = this.resource.identifier;
    if (props.backupCopies) {
      const [copies, usual] = [props.backupCopies, this.backupRetention];
      new BackupReplication(own, "backup_copies", { owner: this, source: this.resource, copies, usual });
    }
    this.replicas = this.addReplicas(config, monitoring);
    [this.reader] = Object.values<Replica>(this.replicas);
    this.rotation = new PasswordRotation(own, "rotation", {
      name,
      key,
      instance: this.resource,
      secretArn: this.secretArn,
      everyDays: days(this, "passwordRotation", props.passwordRotation ?? "30 days", {
        min: "1 day",
        max: "1000 days",
      }),
    });
  }

  get username(): SecretValue {
    return secretValue(this.secretArn, { field: "username", key: this.props.key });
  }

  get password(): SecretValue {
    return secretValue(this.secretArn, { field: "password", key: this.props.key });
  }

  get metrics(): Record<DatabaseMetric, Metric> {
    const { replicaLag: _, ...metrics } = instanceMetrics(this, this.identifier);
    return { ...metrics, rotationErrors: this.rotation.errors };
  }

  /**
   * Limits from the class, `max_connections` and the storage. For a class whose memory is not known, limits of
   * connections (unless `max_connections` is given) and memory are left out: give them beside these.
   */
  get recommended(): Limits<DatabaseMetric> {
    return { ...instanceLimits(this.sizes), ...ROTATION_LIMITS };
  }

  private get backupRetention(): Duration {
    return this.props.backupRetention ?? (PlatformStack.of(this).isProduction ? "30 days" : "7 days");
  }

  /** GiB, checked. */
  private addSizes(): InstanceSizes {
    const { storage, instanceClass, parameters: given } = this.props;
    const initial = gibibytes(this, "storage.initial", storage.initial, { min: "20 GiB", max: "58 TiB" });
    const max = gibibytes(this, "storage.max", storage.max, {
      min: `${Math.ceil((initial * 11) / 10)} GiB`,
      max: "64 TiB",
      fix: "write at least a tenth more than storage.initial: RDS refuses less",
    });
    return { instanceClass, storage: { initial, max }, maxConnections: given?.max_connections };
  }

  /** What the writer and its replicas have in common. */
  private sharedConfig(monitoring: Role): SharedConfig {
    const { version, parameters: given = {}, key } = this.props;
    checkParameters(this, given);
    // A minor version is reported, and is in no name of a family.
    const major = version.replace(/^(\d+)\..*$/, "$1");
    const parameterGroup = new DbParameterGroup(this, "@parameters", {
      name: nameFor(this, "db-parameter-group", this.name, `pg${major}`),
      family: `postgres${major}`,
      parameter: parameters(given),
      lifecycle: { createBeforeDestroy: true },
    });
    return {
      maxAllocatedStorage: this.sizes.storage.max,
      storageEncrypted: true,
      publiclyAccessible: false,
      vpcSecurityGroupIds: [this.securityGroup.id],
      parameterGroupName: parameterGroup.name,
      autoMinorVersionUpgrade: true,
      // Otherwise a change waits for the maintenance window: until then every plan wants it again, and the parameters of the
      // major version before cannot be deleted.
      applyImmediately: true,
      maintenanceWindow: this.props.maintenanceWindow ?? "Mon:04:00-Mon:05:00",
      caCertIdentifier: "rds-ca-rsa2048-g1",
      copyTagsToSnapshot: true,
      iamDatabaseAuthenticationEnabled: true,
      performanceInsightsEnabled: true,
      performanceInsightsRetentionPeriod: 7,
      performanceInsightsKmsKeyId: key.arn,
      monitoringInterval: 60,
      monitoringRoleArn: monitoring.arn,
      deletionProtection: PlatformStack.of(this).isProtected,
    };
  }

  private addWriter(config: SharedConfig, monitoring: Role, { master }: Credentials): DbInstance {
    const { props, name } = this;
    const { isProduction, isProtected } = PlatformStack.of(this);
    const multiAz = props.multiAz ?? isProduction;
    const backupWindow = props.backupWindow ?? "03:00-04:00";
    const subnetIds = [...props.network.databaseSubnetIds];
    const { parameters: given = {}, replicas = {} } = props;
    const maintenanceWindow = config.maintenanceWindow ?? "";
    checkPostgres(this, {
      ...props,
      multiAz,
      backupWindow,
      maintenanceWindow,
      subnetIds,
      parameters: given,
      replicas,
    });
    const identifier = nameFor(this, "db-instance", name);
    const subnets = new DbSubnetGroup(this, "@subnets", {
      name: nameFor(this, "db-subnet-group", name),
      subnetIds,
    });
    const { groups, ...logs } = addLogs(this, identifier, props.key);
    return new DbInstance(this, "@instance", {
      ...config,
      ...logs,
      ...this.finalSnapshot(),
      identifier,
      engine: "postgres",
      engineVersion: props.version,
      // Whoever changes `version` asks for it; RDS refuses it otherwise, in the middle of an apply.
      allowMajorVersionUpgrade: true,
      // Said when it is made, or never: RDS keeps an old version running, and charges for it, rather than upgrade it itself.
      engineLifecycleSupport: "open-source-rds-extended-support",
      instanceClass: props.instanceClass,
      allocatedStorage: this.sizes.storage.initial,
      storageType: "gp3",
      ...performanceOf(this.sizes.storage.initial),
      kmsKeyId: props.key.arn,
      dbName: props.databaseName,
      ...master,
      dbSubnetGroupName: subnets.name,
      multiAz,
      backupRetentionPeriod: days(this, "backupRetention", this.backupRetention, {
        min: "1 day",
        max: "35 days",
        fix: "copy snapshots to keep them longer; without any backup there is no restore and no replica",
      }),
      backupWindow,
      // They then go when their time is up, not with the instance.
      deleteAutomatedBackups: !isProduction,
      tags: { Name: identifier },
      lifecycle: { preventDestroy: isProtected },
      dependsOn: [...groups, ...monitoring.attachments],
    });
  }

  /** The suffix is made once per instance and kept in the state: a second destroy finds its name free. */
  private finalSnapshot(): Pick<SharedConfig, "skipFinalSnapshot" | "finalSnapshotIdentifier"> {
    const stack = PlatformStack.of(this);
    if (!stack.isProduction) return { skipFinalSnapshot: true };
    stack.useRandomProvider();
    const suffix = new Id(this.own, "final_snapshot", { byteLength: 4 });
    const name = nameFor(this, "db-snapshot", this.name, "final");
    return { skipFinalSnapshot: false, finalSnapshotIdentifier: `${name}-${suffix.hex}` };
  }

  private addReplicas(config: SharedConfig, monitoring: Role): Readonly<Record<R, Replica>> {
    const { replicas, key, instanceClass } = this.props;
    const all: Record<string, Replica> = {};
    for (const [id, props] of Object.entries<ReplicaProps>(replicas ?? {})) {
      // What is reported gets a usable id.
      const word = id.toLowerCase().replaceAll(/[^a-z0-9_-]+/g, "") || "replica";
      all[id] = new Replica(this, word, {
        identifier: this.identifier,
        securityGroup: this.securityGroup,
        key,
        config,
        sizes: { ...this.sizes, instanceClass: props.instanceClass ?? instanceClass },
        name: props.name ?? partOf(this.name, word.replaceAll("_", "-")),
        after: monitoring.attachments,
      });
    }
    return all as Record<R, Replica>;
  }
}
