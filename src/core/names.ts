/** The words of a physical name. */
export interface NameWords {
  /** The platform's project, e.g. `shop`. */
  readonly project: string;
  /** The environment's name, e.g. `production`. */
  readonly environment: string;
  /** Project and environment in the platform's order, e.g. `shop-production`. */
  readonly base: string;
  /** The module's name, or the path of its ids below the stack, e.g. `api`. */
  readonly thing: string;
  /** What of the module it is, e.g. `execution` for a role; empty for the module's main resource. */
  readonly part: string;
}

/** What a platform's pattern gets: the words, and what they name. */
export interface NameParts extends NameWords {
  readonly kind: NameKind;
}

/** Puts a name together, e.g. `shop-production-api`. */
export type NamePattern = (parts: NameParts) => string;

/** A name goes through the platform's pattern; `exact` is taken as it is, for what others refer to. */
export type PhysicalName = string | { readonly exact: string };

/** Joins what is not empty with hyphens. */
export function hyphenated(...words: readonly string[]): string {
  let name = "";
  for (const word of words) if (word) name += name ? `-${word}` : word;
  return name;
}

/** The default pattern. */
export const projectEnvironmentThing = ({ project, environment, thing, part }: NameWords): string =>
  hyphenated(project, environment, thing, part);

/** What AWS demands of names of a kind, and how they look when the platform says nothing else. */
export interface NameRule {
  /** Longest name AWS takes. */
  readonly max: number;
  /** What a whole name looks like. */
  readonly pattern: RegExp;
  /** Where a name can exist once; `parent` is what contains it, e.g. a network. @default "region" */
  readonly unique?: "global" | "account" | "region" | "parent" | "nowhere";
  /** Kinds that share one set of names, e.g. all log groups. @default - the kind alone */
  readonly claims?: string;
  /** Whether names that differ in case only are the same to AWS. @default false */
  readonly ignoreCase?: boolean;
  /** Names that follow from a module's: they keep their pattern where that name is exact. @default false */
  readonly derived?: boolean;
  /** Default pattern of kinds that do not follow the platform's. @default - the platform's pattern */
  readonly usual?: (words: NameWords) => string;
}

const WORDS = /^[A-Za-z0-9](?:[\w-]*[A-Za-z0-9])?$/;
const LOWER_START = /^[a-z](?!.*--)[a-z0-9-]*[a-z0-9]$/;
const LOG_GROUP = { max: 512, pattern: /^[\w./#-]+$/, claims: "log-group", derived: true } as const;
const IAM = { pattern: /^[\w+=,.@-]+$/ } as const;
/** What belongs to one thing needs no more than that thing's name. */
const OWN = {
  unique: "nowhere",
  usual: ({ thing, part }) => hyphenated(thing, part),
} as const satisfies Partial<NameRule>;

/** Limits of AWS per kind of resource. `terraform validate` knows some of them; an apply finds the rest. */
export const NAME_RULES = {
  alarm: { max: 255, pattern: /^[^\p{Cc}]+$/u },
  bucket: {
    max: 63,
    pattern: /^(?!xn--|sthree-|amzn-s3-demo-)[a-z0-9][a-z0-9-]{1,61}[a-z0-9](?<!-s3alias|--ol-s3)$/,
    unique: "global",
  },
  "cache-log-group": {
    ...LOG_GROUP,
    // AWS admits groups below /aws/vendedlogs all together; each other one makes a policy of the account longer.
    usual: ({ base, thing, part }) => `/aws/vendedlogs/elasticache/${base}-${thing}/${part}`,
  },
  "cache-parameter-group": { max: 255, pattern: LOWER_START },
  "cache-snapshot": { max: 246, pattern: LOWER_START },
  "cache-subnet-group": { max: 255, pattern: /^[a-z0-9][a-z0-9-]*$/ },
  container: { max: 255, pattern: /^[\w-]+$/, ...OWN },
  dashboard: { max: 255, pattern: /^[\w-]+$/, unique: "account" },
  "db-instance": { max: 63, pattern: LOWER_START },
  "db-parameter-group": { max: 255, pattern: LOWER_START },
  "db-snapshot": { max: 246, pattern: LOWER_START },
  "db-subnet-group": { max: 255, pattern: /^(?!default$)[a-z0-9][a-z0-9._ -]*$/ },
  "dns-namespace": { max: 253, pattern: /^\S+$/, unique: "parent" },
  "dns-record": { max: 255, pattern: /^[^\s]+$/, unique: "parent" },
  "discovery-service": {
    max: 63,
    pattern: /^[A-Za-z0-9_](?:[\w-]*[A-Za-z0-9_])?$/,
    unique: "parent",
    usual: ({ thing }) => thing,
  },
  "dynamodb-table": { max: 255, pattern: /^[\w.-]{3,}$/ },
  "ecr-repository": { max: 256, pattern: /^(?=.{2,})[a-z0-9]+(?:[._/-][a-z0-9]+)*$/ },
  "ecs-cluster": { max: 255, pattern: WORDS },
  "ecs-service": { max: 255, pattern: WORDS, unique: "parent" },
  "event-rule": { max: 64, pattern: /^[\w.-]+$/ },
  "exec-log-group": { ...LOG_GROUP, usual: ({ base, thing }) => `/ecs/${base}/${thing}/exec` },
  "flow-log-group": { ...LOG_GROUP, usual: ({ base, thing }) => `/vpc/${base}-${thing}/flow-logs` },
  "iam-policy": { max: 128, ...IAM, unique: "nowhere", usual: ({ part }) => part },
  "iam-role": { max: 64, ...IAM, unique: "account", ignoreCase: true },
  "iam-user": { max: 64, ...IAM, unique: "account", ignoreCase: true },
  "kms-alias": {
    max: 256,
    pattern: /^alias\/(?!aws\/)[\w/-]+$/,
    usual: ({ base, thing, part }) => `alias/${hyphenated(base, thing, part)}`,
  },
  "lambda-function": { max: 64, pattern: /^[\w-]+$/ },
  "load-balancer": { max: 32, pattern: /^(?!internal-)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/ },
  "log-group": {
    ...LOG_GROUP,
    derived: false,
    usual: ({ project, environment, thing, part }) => `/${project}/${environment}/${hyphenated(thing, part)}`,
  },
  "log-resource-policy": { max: 255, pattern: /^[\w-]+$/ },
  "metric-filter": { max: 512, pattern: /^[^:*]+$/, unique: "nowhere" },
  "metric-namespace": {
    max: 255,
    pattern: /^(?!AWS\/)[\w./#:-]+$/,
    unique: "nowhere",
    usual: ({ base, thing }) => `${base}/${thing}`,
  },
  parameter: {
    max: 1011,
    pattern: /^(?!\/?(?:aws|ssm)(?:\/|$))(?:\/[\w.-]+){1,15}$/i,
    usual: ({ project, environment, thing, part }) => `/${project}/${environment}/${hyphenated(thing, part)}`,
  },
  "replication-group": { max: 40, pattern: LOWER_START },
  "scaling-policy": { max: 256, pattern: /^[^\p{Cc}:|]+$/u, ...OWN },
  schedule: { max: 64, pattern: /^[\w.-]+$/ },
  "scheduled-action": { max: 256, pattern: /^[^\p{Cc}:|]+$/u, ...OWN },
  secret: { max: 512, pattern: /^[\w/+=.@-]+$/ },
  "security-group": { max: 255, pattern: /^(?!sg-)[\w .:/()#,@[\]+=&;{}!$*-]+$/, unique: "parent" },
  "sns-topic": { max: 256, pattern: /^[\w-]+$/ },
  "sns-topic-fifo": { max: 251, pattern: /^[\w-]+$/ },
  "sqs-queue": { max: 80, pattern: /^[\w-]+$/ },
  "sqs-queue-fifo": { max: 75, pattern: /^[\w-]+$/ },
  "ssm-document": { max: 128, pattern: /^(?!aws|amazon|amzn)[\w.-]{3,}$/i },
  tag: { max: 256, pattern: /^[\p{L}\p{Z}\p{N}_.:/=+@-]*$/u, unique: "nowhere" },
  "target-group": { max: 32, pattern: /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/ },
  "task-family": { max: 255, pattern: WORDS },
  "task-log-group": {
    ...LOG_GROUP,
    usual: ({ base, thing, part }) => `/ecs/${base}/${hyphenated(thing, part)}`,
  },
  "web-acl": { max: 128, pattern: /^[\w-]+$/ },
  "web-acl-log-group": {
    ...LOG_GROUP,
    pattern: /^aws-waf-logs-[\w./#-]+$/,
    usual: ({ base, thing }) => `aws-waf-logs-${base}-${thing}`,
  },
} as const satisfies Record<string, NameRule>;

/** Kinds of resources whose physical names have rules. */
export type NameKind = keyof typeof NAME_RULES;

/** All kinds, for tests and documentation. */
export const NAME_KINDS = Object.keys(NAME_RULES) as NameKind[];
