import type { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbInstanceAutomatedBackupsReplication } from "@cdktf/provider-aws/lib/db-instance-automated-backups-replication";
import { Construct } from "constructs";
import { type Duration, days, PlatformStack, placeOf } from "../../src/core";
import { report } from "../../src/engine";
import type { IEncryptionKey } from "../security";

/** Automated backups in another region. */
export interface BackupCopies {
  /** Key there, which says where: `new EncryptionKey(stack.inRegion("us-west-2"), "key")`. */
  readonly key: Pick<IEncryptionKey, "arn" | "region">;
  /** How far back a restore there can go, 1 to 35 days. @default - as `backupRetention` */
  readonly retention?: Duration;
}

interface BackupReplicationProps {
  /** Where problems are reported. */
  readonly owner: Construct;
  readonly source: DbInstance;
  readonly copies: BackupCopies;
  /** Retention where `copies` names none. */
  readonly usual: Duration;
}

/**
 * Copies automated backups and transaction logs to another region, where the instance can be restored to any point in
 * time when its own region is lost. The copies outlive the instance until their retention ends.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReplicateBackups.html
 */
export class BackupReplication extends Construct {
  readonly resource: DbInstanceAutomatedBackupsReplication;

  constructor(scope: Construct, id: string, { owner, source, copies, usual }: BackupReplicationProps) {
    super(scope, id);
    const { key, retention = usual } = copies;
    const here = placeOf(this).region;
    if (key.region === undefined || key.region === here) {
      report(owner, {
        prop: "backupCopies.key",
        value: key.region,
        allowed: `a key of a known region other than ${here}`,
        fix: 'make one in stack.inRegion("…")',
      });
    }
    const there = PlatformStack.of(this).inRegion(key.region ?? here);
    this.resource = new DbInstanceAutomatedBackupsReplication(this, "@replication", {
      ...("provider" in there ? { provider: there.provider } : {}),
      sourceDbInstanceArn: source.arn,
      kmsKeyId: key.arn,
      retentionPeriod: days(owner, "backupCopies.retention", retention, { min: "1 day", max: "35 days" }),
    });
  }
}
