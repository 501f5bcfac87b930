type Burstable = `${"t3" | "t4g"}.${"micro" | "small" | "medium" | "large" | "xlarge" | "2xlarge"}`;
type Fixed =
  `${"m6g" | "m6i" | "m7g" | "m7i" | "r6g" | "r6i" | "r7g" | "r7i"}.${"large" | "xlarge" | "2xlarge" | "4xlarge" | "8xlarge" | "12xlarge" | "16xlarge"}`;

/** A class of RDS instances. Those that editors should offer; any other `db.<family>.<size>` passes too. */
export type InstanceClass = `db.${Burstable | Fixed}` | (string & {});

/** GiB of burstable classes, whose memory does not follow their vCPU. */
const BURSTABLE: Readonly<Record<string, number>> = {
  micro: 1,
  small: 2,
  medium: 4,
  large: 8,
  xlarge: 16,
  "2xlarge": 32,
};

/** GiB per vCPU by family. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Summary.html */
const PER_VCPU: readonly (readonly [family: RegExp, gibibytes: number])[] = [
  [/^c[5-9]\w*$/, 2],
  [/^m[4-9]\w*$/, 4],
  [/^r[5-9]\w*$/, 8],
  [/^(?:x2g\w*|x2idn)$/, 16],
  [/^(?:x2iedn|x2iezn)$/, 32],
];

/**
 * GiB of memory of an instance class, from its family and size; undefined for what is not known: families that are not
 * in the table, and values that Terraform alone knows.
 */
export function memoryOf(instanceClass: InstanceClass): number | undefined {
  const [, family = "", size = ""] = /^db\.(\w+)\.(\w+)$/.exec(instanceClass) ?? [];
  if (/^t[2-4]g?$/.test(family)) return BURSTABLE[size];
  const perVcpu = PER_VCPU.find(([pattern]) => pattern.test(family))?.[1];
  const vcpus = vcpusOf(size);
  return perVcpu && vcpus && perVcpu * vcpus;
}

function vcpusOf(size: string): number | undefined {
  const [, times] = /^(\d*)xlarge$/.exec(size) ?? [];
  if (times !== undefined) return 4 * Number(times || 1);
  return { medium: 1, large: 2 }[size];
}

/** Bytes of memory per connection, and the ceiling, in RDS's formula for max_connections. */
const BYTES_PER_CONNECTION = 9_531_392;
const MOST_CONNECTIONS = 5000;

/**
 * Connections PostgreSQL accepts on a class when `max_connections` is left to RDS: LEAST(memory / 9531392, 5000).
 * RDS keeps some memory for itself first, so classes below 4 GiB accept up to a quarter fewer. Undefined for a class
 * whose memory is not known: give the parameter `max_connections` then.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html#RDS_Limits.MaxConnections
 */
export function maxConnections(instanceClass: InstanceClass): number | undefined {
  const memory = memoryOf(instanceClass);
  return memory && Math.min(Math.floor((memory * 2 ** 30) / BYTES_PER_CONNECTION), MOST_CONNECTIONS);
}
