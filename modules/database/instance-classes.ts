/** Memory of instance classes in GiB. https://aws.amazon.com/rds/instance-types/ */
const MEMORY = {
  "db.t3.micro": 1,
  "db.t3.small": 2,
  "db.t3.medium": 4,
  "db.t3.large": 8,
  "db.t4g.micro": 1,
  "db.t4g.small": 2,
  "db.t4g.medium": 4,
  "db.t4g.large": 8,
  "db.t4g.xlarge": 16,
  "db.m6g.large": 8,
  "db.m6g.xlarge": 16,
  "db.m6g.2xlarge": 32,
  "db.m6g.4xlarge": 64,
  "db.m7g.large": 8,
  "db.m7g.xlarge": 16,
  "db.m7g.2xlarge": 32,
  "db.m7g.4xlarge": 64,
  "db.r6g.large": 16,
  "db.r6g.xlarge": 32,
  "db.r6g.2xlarge": 64,
  "db.r6g.4xlarge": 128,
  "db.r7g.large": 16,
  "db.r7g.xlarge": 32,
  "db.r7g.2xlarge": 64,
  "db.r7g.4xlarge": 128,
} as const;

/** Instance classes of PostgreSQL that the platforms may choose from. */
export type InstanceClass = keyof typeof MEMORY;

/** Bytes of memory per connection, and the ceiling, in RDS's formula for max_connections. */
const BYTES_PER_CONNECTION = 9_531_392;
const MOST_CONNECTIONS = 5000;

/** Connections PostgreSQL accepts on a class when `max_connections` is left to RDS: LEAST(memory / 9531392, 5000). */
export function maxConnections(instanceClass: InstanceClass): number {
  return Math.min(Math.floor((MEMORY[instanceClass] * 2 ** 30) / BYTES_PER_CONNECTION), MOST_CONNECTIONS);
}
