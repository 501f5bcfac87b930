/** Parameters that PostgreSQL reads only at start: RDS refuses to apply them at once. */
const STATIC = new Set([
  "shared_preload_libraries",
  "max_connections",
  "shared_buffers",
  "rds.logical_replication",
  "max_worker_processes",
]);

/** Parameters of a PostgreSQL parameter group, with the way RDS can apply each. */
export function parameters(values: Readonly<Record<string, string>>) {
  return Object.entries(values)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ({
      name,
      value,
      applyMethod: STATIC.has(name) ? "pending-reboot" : "immediate",
    }));
}
