import type { Construct } from "constructs";
import { checkFormat } from "../../src/core";
import { isToken, report } from "../../src/engine";

/**
 * Parameters that PostgreSQL reads only at start: RDS refuses to apply them at once. `rds.force_ssl` was one of them before
 * version 15; later RDS takes no other method for what equals the default, and says the change in every plan.
 * https://github.com/hashicorp/terraform-provider-aws/issues/39252
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Parameters.html
 */
const STATIC = new Set([
  "autovacuum_freeze_max_age",
  "autovacuum_max_workers",
  "autovacuum_multixact_freeze_max_age",
  "cron.database_name",
  "cron.log_run",
  "cron.log_statement",
  "cron.max_running_jobs",
  "cron.use_background_workers",
  "huge_pages",
  "max_connections",
  "max_files_per_process",
  "max_locks_per_transaction",
  "max_logical_replication_workers",
  "max_pred_locks_per_transaction",
  "max_prepared_transactions",
  "max_replication_slots",
  "max_wal_senders",
  "max_worker_processes",
  "pg_stat_statements.max",
  "rds.force_ssl",
  "rds.logical_replication",
  "shared_buffers",
  "shared_preload_libraries",
  "superuser_reserved_connections",
  "track_activity_query_size",
  "track_commit_timestamp",
  "wal_buffers",
]);

const NAME = {
  pattern: /^[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)?$/,
  allowed: "the name of a PostgreSQL parameter, in lower case",
  fix: 'write it as PostgreSQL does, e.g. "log_statement" or "rds.logical_replication"',
};

/** Clients without TLS are refused: RDS's default from version 15 on, and not of older ones. */
const OWN = { "rds.force_ssl": "1" };

/** Parameters of a PostgreSQL parameter group, with the way RDS can apply each. Those given win over the module's own. */
export function parameters(given: Readonly<Record<string, string>>) {
  return Object.entries({ ...OWN, ...given })
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ({
      name,
      value,
      applyMethod: STATIC.has(name) ? "pending-reboot" : "immediate",
    }));
}

/** Reports names that no parameter has, and values that these cannot have. */
export function checkParameters(construct: Construct, given: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(given)) {
    checkFormat(construct, "parameters", name, NAME);
    if (isToken(value)) continue;
    if (name === "rds.force_ssl" && !/^[01]$/.test(value)) {
      report(construct, {
        prop: `parameters.${name}`,
        value,
        allowed: '"0" or "1"',
        fix: "leave it out: clients without TLS are refused then",
      });
    }
    if (name === "max_connections" && !isConnections(value)) {
      report(construct, {
        prop: `parameters.${name}`,
        value,
        allowed: 'a number from "6" to "262143", or a formula of RDS',
        fix: "leave it out: RDS computes it from the memory of the class",
      });
    }
  }
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html#RDS_Limits.MaxConnections */
function isConnections(value: string): boolean {
  if (!/^\d+$/.test(value)) return /DBInstanceClassMemory/.test(value);
  return Number(value) >= 6 && Number(value) <= 262_143;
}
