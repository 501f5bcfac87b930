import type { Duration, PhysicalName, Size } from "../../src/core";
import type { INetwork } from "../networking";
import type { IEncryptionKey } from "../security";
import type { BackupCopies } from "./backup-copies";
import type { InstanceClass } from "./instance-classes";
import type { ReplicaProps } from "./replica";

/** Storage (gp3) that grows by itself. */
export interface DatabaseStorage {
  /** "20 GiB" to "58 TiB". It grows and never shrinks. */
  readonly initial: Size;
  /** Grows up to this: at least a tenth more than `initial`, at most "64 TiB". */
  readonly max: Size;
}

/** @typeParam R ids of the replicas */
export interface PostgresProps<R extends string = string> {
  readonly network: INetwork;
  /** Encrypts storage, backups, logs, Performance Insights and the password. */
  readonly key: IEncryptionKey;
  /**
   * Major version. RDS keeps the minor version current; a pinned one would stop existing. A later one upgrades the
   * instance, and its replicas with it, when it is applied: the database is away for minutes.
   */
  readonly version: "13" | "14" | "15" | "16" | "17" | (string & {});
  /** Another one is applied at once: with `multiAz` the database is away for about a minute, else for minutes. */
  readonly instanceClass: InstanceClass;
  readonly storage: DatabaseStorage;
  /** Name of the first database, up to 63 letters, digits and underscores. Another one replaces the instance. */
  readonly databaseName: string;
  /** Up to 63 letters, digits and underscores; PostgreSQL on RDS refuses `admin`. Another one replaces the instance. */
  readonly masterUsername: string;
  /** Identifier of the instance, and prefix of what belongs to it. @default - the path of its ids */
  readonly name?: PhysicalName;
  /** A standby in another zone takes over when the first fails. @default true for tier production, and required there */
  readonly multiAz?: boolean;
  /**
   * Copies to read from, up to 15, by id: `{ reports: { instanceClass: "db.r6g.large" } }`.
   * @default - none
   */
  readonly replicas?: Readonly<Record<R, ReplicaProps>>;
  /**
   * How far back a restore can go, 1 to 35 days. Backups of tier production stay as long when the instance is deleted.
   * @default "30 days" for tier production, "7 days" elsewhere - a month to notice lost data where it matters
   */
  readonly backupRetention?: Duration;
  /** Copies automated backups to another region. @default - none: they are lost with the region */
  readonly backupCopies?: BackupCopies;
  /** UTC, at least 30 minutes. @default "03:00-04:00" - little is done then in Europe and America */
  readonly backupWindow?: string;
  /** UTC, at least 30 minutes, not overlapping the backup window. @default "Mon:04:00-Mon:05:00" - after the backup */
  readonly maintenanceWindow?: string;
  /**
   * Parameters that are not RDS's defaults; those that need a restart wait for one. `rds.force_ssl` is "1" unless given:
   * clients without TLS are refused, which RDS does by itself from version 15 on only.
   * @default - none
   */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Time between changes of the master password, 1 to 1000 days. @default "30 days" - each change restarts whoever reads it */
  readonly passwordRotation?: Duration;
}
