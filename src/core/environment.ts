import type { Locking } from "../engine";
import type { NameKind, NamePattern } from "./names";

/** What an environment is for. Decides protection, redundancy and retention; an environment's name decides nothing. */
export type Tier = "development" | "staging" | "production";

/** A region of the `aws` partition. Those that editors should offer; any other passes too. */
export type Region =
  | "us-east-1"
  | "us-east-2"
  | "us-west-1"
  | "us-west-2"
  | "ca-central-1"
  | "sa-east-1"
  | "eu-west-1"
  | "eu-west-2"
  | "eu-west-3"
  | "eu-central-1"
  | "eu-north-1"
  | "eu-south-1"
  | "ap-south-1"
  | "ap-southeast-1"
  | "ap-southeast-2"
  | "ap-northeast-1"
  | "ap-northeast-2"
  | "ap-northeast-3"
  | (string & {});

/** A product with services, e.g. shop. */
export interface Platform {
  /** Prefix of every stack's name. Lower case letters, digits and hyphens. */
  readonly name: string;
  /** Prefix of physical names, and the tag `Project`. @default - the platform's name */
  readonly project?: string;
  /** Terraform versions the platform runs with, e.g. `>= 1.11.0`; modules report one that admits older ones than they need. */
  readonly terraformVersion: string;
  /**
   * How physical names are put together. A pattern has to use `thing` and `part`, or parts of one module get one name;
   * hyphens of words that are empty are dropped.
   * @default `<project>-<environment>-<thing>[-<part>]`
   */
  readonly naming?: NamePattern;
  /** Names that follow another pattern, by kind: what documents, scripts and people already call them. @default - none */
  readonly names?: Readonly<Partial<Record<NameKind, NamePattern>>>;
  /** Where its stacks keep their state. */
  readonly state: {
    readonly bucket: string;
    readonly table: string;
    readonly region: Region;
    /** Alias of the key that encrypts bucket and table, e.g. `alias/shop-state`. */
    readonly encryptionKey: `alias/${string}`;
    /** @default "dynamodb" */
    readonly locking?: Locking;
    /** Role to assume for reading and writing state. @default - the caller's own credentials */
    readonly role?: string;
  };
  /** Tags on everything, besides Project, Environment and ManagedBy. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
}

/** One deployment of a platform, e.g. production. */
export interface Environment {
  readonly platform: Platform;
  /** The document's own word for it: `production`, `prod`, `dev`. */
  readonly name: string;
  readonly tier: Tier;
  readonly region: Region;
  /** Account the environment lives in; Terraform refuses any other. @default - whatever account the credentials are of */
  readonly account?: string;
  /** Role that Terraform assumes in that account. @default - the caller's own credentials */
  readonly role?: string;
  /**
   * Whether what holds data, and the load balancer, refuse to be deleted: by AWS (deletion protection) and by Terraform
   * (`prevent_destroy`). Set it to false, apply, and the environment can be destroyed.
   * @default - true for tier production
   */
  readonly protect?: boolean;
  /** Tags on everything in this environment. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Whether an environment's data is protected against deletion. */
export function isProtected(environment: Environment): boolean {
  return environment.protect ?? environment.tier === "production";
}
