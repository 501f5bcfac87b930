import { DbInstance, type DbInstanceConfig } from "@cdktf/provider-aws/lib/db-instance";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { SecretsmanagerSecretRotation } from "@cdktf/provider-aws/lib/secretsmanager-secret-rotation";
import { Id } from "@cdktf/provider-random/lib/id";
import { Construct } from "constructs";
import { type Duration, days, exactName, gibibytes, nameFor, PlatformStack, type Size } from "../../src/core";
import { report } from "../../src/engine";
import { LogGroup } from "../monitoring/log-group";
import { type IMonitored, type Metric, metric } from "../monitoring/metric";
import { type INetwork, SecurityGroup } from "../networking";
import { type IEncryptionKey, Role, type SecretValue, secretField } from "../security";
import { type InstanceClass, maxConnections } from "./instance-classes";
import { parameters } from "./parameters";

const PORT = 5432;

/** What others need to use a database. */
export interface IDatabase {
  /** Host name of the writer, without port. */
  readonly address: string;
  readonly port: number;
  readonly databaseName: string;
  /** Group its clients are admitted to. */
  readonly securityGroup: SecurityGroup;
  readonly username: SecretValue;
  readonly password: SecretValue;
}

/** Storage that grows by itself. */
export interface DatabaseStorage {
  readonly initial: Size;
  /** Grows up to this. At least `initial` and a tenth, or RDS refuses. */
  readonly max: Size;
}

export interface PostgresProps {
  readonly network: INetwork;
  readonly key: IEncryptionKey;
  /** Major version; RDS keeps the minor version current. Pinned minors stop existing (S001-06). */
  readonly version: "13" | "14" | "15" | "16" | "17";
  readonly instanceClass: InstanceClass;
  readonly storage: DatabaseStorage;
  readonly databaseName: string;
  readonly masterUsername: string;
  /** The thing in its name. @default - none: <project>-<environment> */
  readonly name?: string;
  /** A standby in another zone takes over when the first fails. @default - true for tier production */
  readonly multiAz?: boolean;
  /** Read replicas. @default 0 */
  readonly replicas?: number;
  /** How far back a restore can go, 1 to 35 days. @default "30 days" for tier production, "7 days" elsewhere - 001-058 */
  readonly backupRetention?: Duration;
  /** UTC. @default "03:00-04:00" - 001-058 */
  readonly backupWindow?: string;
  /** UTC, must not overlap the backup window. @default "Mon:04:00-Mon:05:00" - 001-058 */
  readonly maintenanceWindow?: string;
  /** Parameters besides RDS's defaults; those that need a restart wait for one. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Days between changes of the master password. @default "30 days" - 001-156 */
  readonly passwordRotation?: Duration;
}

/** PostgreSQL on RDS. AWS generates, keeps and rotates the master password: it is in no file and no state of Terraform. */
export class Postgres extends Construct implements IDatabase, IMonitored {
  readonly instance: DbInstance;
  readonly replicas: readonly DbInstance[];
  readonly securityGroup: SecurityGroup;
  readonly port = PORT;
  /** The secret that RDS keeps: JSON with `username` and `password`. */
  readonly secretArn: string;
  private readonly stack: PlatformStack;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PostgresProps,
  ) {
    super(scope, id);
    this.stack = PlatformStack.of(this);
    this.check();
    const { network } = props;
    this.securityGroup = new SecurityGroup(this, "@security_group", {
      network,
      name: "db-sg",
      description: "PostgreSQL",
    });
    const identifier = nameFor(this, "db-instance", props.name);
    const monitoring = new Role(this, "monitoring", {
      name: "rds-monitoring",
      service: "monitoring.rds.amazonaws.com",
      managedPolicies: ["service-role/AmazonRDSEnhancedMonitoringRole"],
    });
    const shared = this.sharedConfig(monitoring);
    this.instance = this.addInstance(identifier, shared);
    this.secretArn = this.instance.masterUserSecret.get(0).secretArn;
    this.replicas = Array.from({ length: props.replicas ?? 0 }, (_, index) => this.addReplica(index, shared));
    new SecretsmanagerSecretRotation(this, "@rotation", {
      secretId: this.secretArn,
      rotateImmediately: false,
      rotationRules: { automaticallyAfterDays: days(props.passwordRotation ?? "30 days") },
    });
  }

  get address(): string {
    return this.instance.address;
  }

  get databaseName(): string {
    return this.props.databaseName;
  }

  get username(): SecretValue {
    return secretField(this.secretArn, "username", this.props.key);
  }

  get password(): SecretValue {
    return secretField(this.secretArn, "password", this.props.key);
  }

  metrics(): Metric[] {
    const of = metric("AWS/RDS", { DBInstanceIdentifier: this.instance.identifier });
    const storageBytes = gibibytes(this.props.storage.initial) * 2 ** 30;
    return [
      of("cpu", "CPUUtilization", "Average", "Percent", { above: 70, for: "15 minutes", source: "001-150" }),
      of("connections", "DatabaseConnections", "Average", "Count", {
        above: Math.floor(maxConnections(this.props.instanceClass) * 0.8),
        for: "10 minutes",
        source: "001-150: 80 % of what the class accepts",
      }),
      of("free-storage", "FreeStorageSpace", "Minimum", "Bytes", {
        below: storageBytes * 0.2,
        for: "15 minutes",
        source: "001-150: 80 % of storage used",
      }),
      of("read-latency", "ReadLatency", "Average", "Seconds"),
      of("write-latency", "WriteLatency", "Average", "Seconds"),
    ];
  }

  /** What the instance and its replicas have in common. */
  private sharedConfig(
    monitoring: Role,
  ): Partial<DbInstanceConfig> & Pick<DbInstanceConfig, "instanceClass"> {
    const { props } = this;
    const parameterGroup = new DbParameterGroup(this, "@parameters", {
      name: nameFor(this, "db-parameter-group", `pg${props.version}`),
      family: `postgres${props.version}`,
      parameter: parameters(props.parameters),
      lifecycle: { createBeforeDestroy: true },
    });
    return {
      instanceClass: props.instanceClass,
      storageEncrypted: true,
      publiclyAccessible: false,
      vpcSecurityGroupIds: [this.securityGroup.id],
      parameterGroupName: parameterGroup.name,
      autoMinorVersionUpgrade: true,
      maintenanceWindow: props.maintenanceWindow ?? "Mon:04:00-Mon:05:00",
      caCertIdentifier: "rds-ca-rsa2048-g1",
      copyTagsToSnapshot: true,
      iamDatabaseAuthenticationEnabled: true,
      performanceInsightsEnabled: true,
      performanceInsightsRetentionPeriod: 7,
      performanceInsightsKmsKeyId: props.key.arn,
      monitoringInterval: 60,
      monitoringRoleArn: monitoring.arn,
      deletionProtection: this.stack.isProtected,
    };
  }

  private addInstance(
    identifier: string,
    shared: Partial<DbInstanceConfig> & Pick<DbInstanceConfig, "instanceClass">,
  ): DbInstance {
    const { props, stack } = this;
    const subnets = new DbSubnetGroup(this, "@subnets", {
      name: nameFor(this, "db-subnet-group", "db-subnet"),
      subnetIds: [...props.network.databaseSubnetIds],
    });
    return new DbInstance(this, "@instance", {
      ...shared,
      identifier,
      engine: "postgres",
      engineVersion: props.version,
      allocatedStorage: gibibytes(props.storage.initial),
      maxAllocatedStorage: gibibytes(props.storage.max),
      storageType: "gp3",
      kmsKeyId: props.key.arn,
      dbName: props.databaseName,
      username: props.masterUsername,
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: props.key.arn,
      dbSubnetGroupName: subnets.name,
      multiAz: props.multiAz ?? stack.isProduction,
      backupRetentionPeriod: days(props.backupRetention ?? (stack.isProduction ? "30 days" : "7 days")),
      backupWindow: props.backupWindow ?? "03:00-04:00",
      enabledCloudwatchLogsExports: ["postgresql", "upgrade"],
      ...this.finalSnapshot(),
      tags: { Name: identifier },
      lifecycle: { preventDestroy: stack.isProtected },
      dependsOn: this.addLogGroups(identifier),
    });
  }

  /** The suffix is made once per instance and kept in the state: a second destroy finds its name free (S001-33). */
  private finalSnapshot(): Pick<DbInstanceConfig, "skipFinalSnapshot" | "finalSnapshotIdentifier"> {
    if (!this.stack.isProduction) return { skipFinalSnapshot: true };
    this.stack.useRandomProvider();
    const suffix = new Id(this, "final_snapshot", { byteLength: 4 });
    return {
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: `${nameFor(this, "db-instance", [this.props.name, "final"].filter(Boolean).join("-"))}-${suffix.hex}`,
    };
  }

  /** RDS would make the groups itself: unencrypted, and kept for ever. */
  private addLogGroups(identifier: string) {
    return ["postgresql", "upgrade"].map(
      (log) =>
        new LogGroup(this, `logs_${log}`, {
          name: exactName(this, "log-group", `/aws/rds/instance/${identifier}/${log}`),
          key: this.props.key,
        }).resource,
    );
  }

  private addReplica(
    index: number,
    shared: Partial<DbInstanceConfig> & Pick<DbInstanceConfig, "instanceClass">,
  ): DbInstance {
    const suffix = index === 0 ? "replica" : `replica-${index + 1}`;
    const name = nameFor(this, "db-instance", [this.props.name, suffix].filter(Boolean).join("-"));
    return new DbInstance(this, suffix.replace("-", "_"), {
      ...shared,
      identifier: name,
      replicateSourceDb: this.instance.identifier,
      multiAz: false,
      maxAllocatedStorage: gibibytes(this.props.storage.max),
      enabledCloudwatchLogsExports: ["postgresql", "upgrade"],
      skipFinalSnapshot: true,
      tags: { Name: name },
    });
  }

  private check(): void {
    const { storage, replicas = 0, multiAz, backupRetention } = this.props;
    if (gibibytes(storage.max) < gibibytes(storage.initial) * 1.1) {
      report(this, {
        prop: "storage.max",
        value: storage.max,
        allowed: `at least a tenth more than storage.initial (${storage.initial})`,
        fix: "raise storage.max: RDS refuses less",
      });
    }
    if (!Number.isInteger(replicas) || replicas < 0 || replicas > 15) {
      report(this, { prop: "replicas", value: replicas, allowed: "0 to 15", fix: "lower it" });
    }
    if (backupRetention && days(backupRetention) > 35) {
      report(this, {
        prop: "backupRetention",
        value: backupRetention,
        allowed: '"1 day" to "35 days"',
        fix: "lower it, and copy snapshots for longer keeping",
      });
    }
    if (this.stack.isProduction && multiAz === false) {
      report(this, {
        prop: "multiAz",
        value: false,
        allowed: "true for tier production",
        fix: "leave it out, or give the environment another tier",
      });
    }
  }
}
