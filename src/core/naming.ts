import { createHash } from "node:crypto";
import type { IConstruct } from "constructs";
import { isToken, report } from "../engine";
import { PlatformStack } from "./stack";

/** The parts of a physical name; `thing` is empty for what the environment has one of. */
export interface NameParts {
  readonly project: string;
  readonly environment: string;
  readonly thing: string;
}

/** Puts a name together, e.g. `takeoff-production-api`. */
export type NamingPattern = (parts: NameParts) => string;

/** The pattern of most documents. */
export const projectEnvironmentThing: NamingPattern = ({ project, environment, thing }) =>
  [project, environment, thing].filter(Boolean).join("-");

interface Rule {
  /** Longest name AWS takes. */
  readonly max: number;
  /** What a whole name looks like. */
  readonly pattern: RegExp;
  /** Where a name can exist once. @default "region" */
  readonly unique?: "global" | "account" | "nowhere";
}

const WORDS = /^[A-Za-z0-9](?:[\w-]*[A-Za-z0-9])?$/;
const LOWER_START = /^[a-z](?!.*--)[a-z0-9-]*[a-z0-9]$/;

/** Limits of AWS per kind of resource. `terraform validate` knows some of them; an apply finds the rest. */
const RULES = {
  alarm: { max: 255, pattern: /^.+$/ },
  bucket: { max: 63, pattern: /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, unique: "global" },
  "cache-parameter-group": { max: 255, pattern: LOWER_START },
  "cache-subnet-group": { max: 255, pattern: /^[a-z0-9][a-z0-9-]*$/ },
  dashboard: { max: 255, pattern: /^[\w-]+$/ },
  "db-instance": { max: 63, pattern: LOWER_START },
  "db-parameter-group": { max: 255, pattern: LOWER_START },
  "db-subnet-group": { max: 255, pattern: /^[a-z0-9][a-z0-9._ -]*$/ },
  "dynamodb-table": { max: 255, pattern: /^[\w.-]{3,}$/ },
  "ecr-repository": { max: 256, pattern: /^[a-z0-9]+(?:[._/-][a-z0-9]+)*$/ },
  "ecs-cluster": { max: 255, pattern: WORDS },
  "event-rule": { max: 64, pattern: /^[\w.-]+$/ },
  "iam-role": { max: 64, pattern: /^[\w+=,.@-]+$/, unique: "account" },
  "iam-user": { max: 64, pattern: /^[\w+=,.@-]+$/, unique: "account" },
  "kms-alias": { max: 250, pattern: /^[\w/-]+$/ },
  "lambda-function": { max: 64, pattern: /^[\w-]+$/ },
  "load-balancer": { max: 32, pattern: /^(?!internal-)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/ },
  "log-group": { max: 512, pattern: /^[\w./#-]+$/ },
  "metric-filter": { max: 512, pattern: /^[^:*]+$/, unique: "nowhere" },
  "replication-group": { max: 40, pattern: LOWER_START },
  schedule: { max: 64, pattern: /^[\w.-]+$/ },
  secret: { max: 512, pattern: /^[\w/+=.@-]+$/ },
  "security-group": { max: 255, pattern: /^(?!sg-)[\w .:/()#,@+=&;{}!$*-]+$/, unique: "nowhere" },
  "sns-topic": { max: 256, pattern: /^[\w-]+$/ },
  "ssm-document": { max: 128, pattern: /^(?!aws|amazon)[\w.-]{3,}$/i },
  "target-group": { max: 32, pattern: /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/ },
  "task-family": { max: 255, pattern: WORDS },
  "web-acl": { max: 128, pattern: /^[\w-]+$/ },
} as const satisfies Record<string, Rule>;

/** Kinds of resources whose physical names have rules. */
export type NameKind = keyof typeof RULES;

/** All kinds, for tests and documentation. */
export const NAME_KINDS = Object.keys(RULES) as NameKind[];

/** The longest name AWS takes for a kind. */
export function maxNameLength(kind: NameKind): number {
  return RULES[kind].max;
}

const HASH_LENGTH = 6;

/**
 * Shortens a name to the limit of its kind: as much of it as fits, then a hash of the whole. The same name always
 * gives the same result, whatever else there is.
 */
export function shorten(kind: NameKind, name: string): string {
  const { max } = RULES[kind];
  if (name.length <= max) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, HASH_LENGTH);
  return `${name.slice(0, max - HASH_LENGTH - 1).replace(/[^A-Za-z0-9]+$/, "")}-${hash}`;
}

/**
 * The physical name of a thing by the platform's pattern, e.g. `takeoff-production-api`.
 * Reports characters AWS refuses and names that another resource, in whatever stack, has already.
 * @param thing what it is, e.g. `api`; empty for what the environment has one of
 */
export function nameFor(construct: IConstruct, kind: NameKind, thing = ""): string {
  const { platform, name } = PlatformStack.of(construct).environment;
  const pattern = platform.naming ?? projectEnvironmentThing;
  return exactName(
    construct,
    kind,
    pattern({ project: platform.project ?? platform.name, environment: name, thing }),
  );
}

/** A name that does not follow the pattern, e.g. `/ecs/takeoff-production/api`; held to the same rules. */
export function exactName(construct: IConstruct, kind: NameKind, wanted: string): string {
  const name = shorten(kind, wanted);
  const rule: Rule = RULES[kind];
  if (isToken(name)) return name;
  if (!rule.pattern.test(name)) {
    report(construct, {
      prop: "name",
      value: name,
      allowed: `a ${kind} name: ${rule.pattern}`,
      fix: "change the name, or the platform's naming pattern",
    });
  }
  claim(construct, kind, name, rule);
  return name;
}

const claimed = new WeakMap<IConstruct, Map<string, string>>();

function claim(construct: IConstruct, kind: NameKind, name: string, rule: Rule): void {
  if (rule.unique === "nowhere") return;
  const { environment } = PlatformStack.of(construct);
  const account = environment.account ?? "the caller's account";
  const place = { global: [], account: [account], region: [account, environment.region] }[
    rule.unique ?? "region"
  ];
  const names = claimed.get(construct.node.root) ?? new Map<string, string>();
  claimed.set(construct.node.root, names);
  const key = [...place, kind, name].join("|");
  const owner = names.get(key);
  if (owner) {
    report(construct, {
      prop: "name",
      value: name,
      allowed: `a ${kind} name that nothing else has; ${owner} has it already`,
      fix: "give one of the two another name, or their environments different accounts",
    });
  } else names.set(key, construct.node.path);
}
