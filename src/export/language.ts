import type { Reading } from "./value";

/** What can stand in a block of Terraform's own language, beside what a provider's schema adds. */
export interface Spec {
  /** How its arguments are read, in the order in which people write them. */
  readonly arguments?: Readonly<Record<string, Reading>>;
  /** Nested blocks, with the number of their labels. */
  readonly blocks?: Readonly<Record<string, { readonly labels: number; readonly spec: Spec }>>;
  /** How arguments are read that are named nowhere: provisioners, backends and modules have their own. */
  readonly others?: Reading;
  /** Names among `arguments` that stand first, by themselves. */
  readonly first?: readonly string[];
  /** Names among `arguments` that stand last, by themselves. */
  readonly last?: readonly string[];
}

const CONDITION: Spec = { arguments: { condition: "expression", error_message: "expression" } };
const condition = { labels: 0, spec: CONDITION };

const CONNECTION: Spec = { others: "expression" };
const PROVISIONER: Spec = {
  arguments: { when: "reference", on_failure: "reference" },
  others: "expression",
  blocks: { connection: { labels: 0, spec: CONNECTION } },
};

const LIFECYCLE: Spec = {
  arguments: {
    create_before_destroy: "literal",
    prevent_destroy: "literal",
    ignore_changes: "reference",
    replace_triggered_by: "reference",
  },
  blocks: { precondition: condition, postcondition: condition },
};

const INSTANCE = { provider: "reference", count: "expression", for_each: "expression" } as const;
const META = { ...INSTANCE, depends_on: "reference" } as const;
const FIRST = Object.keys(INSTANCE);
const LAST = ["depends_on"];

/** What data sources and ephemeral resources have beside what their schema says. */
export const READ: Spec = {
  arguments: META,
  blocks: { lifecycle: { labels: 0, spec: LIFECYCLE } },
  first: FIRST,
  last: LAST,
};

export const RESOURCE: Spec = {
  ...READ,
  blocks: {
    connection: { labels: 0, spec: CONNECTION },
    provisioner: { labels: 1, spec: PROVISIONER },
    lifecycle: { labels: 0, spec: LIFECYCLE },
  },
};

export const PROVIDER: Spec = { arguments: { alias: "literal", version: "literal" }, first: ["alias"] };

export const MODULE: Spec = {
  arguments: { source: "literal", version: "literal", providers: "providers", ...META },
  others: "expression",
  first: ["source", "version", "providers", "count", "for_each"],
  last: LAST,
};

export const VARIABLE: Spec = {
  arguments: {
    type: "type",
    description: "literal",
    default: "literal",
    nullable: "literal",
    sensitive: "literal",
    ephemeral: "literal",
  },
  blocks: { validation: condition },
};

export const OUTPUT: Spec = {
  arguments: {
    description: "literal",
    value: "expression",
    sensitive: "literal",
    ephemeral: "literal",
    depends_on: "reference",
  },
  blocks: { precondition: condition },
  last: LAST,
};

export const LOCALS: Spec = { others: "expression" };

/** Its data source is a block of a schema, which the writer adds. */
export const CHECK: Spec = { blocks: { assert: condition } };

export const MOVED: Spec = { arguments: { from: "reference", to: "reference" } };

export const IMPORT: Spec = {
  arguments: { for_each: "expression", provider: "reference", to: "reference", id: "expression" },
};

export const REMOVED: Spec = {
  arguments: { from: "reference" },
  blocks: {
    connection: { labels: 0, spec: CONNECTION },
    provisioner: { labels: 1, spec: PROVISIONER },
    lifecycle: { labels: 0, spec: { arguments: { destroy: "literal" } } },
  },
};

const WORKSPACES: Spec = {
  arguments: { name: "literal", prefix: "literal", project: "literal", tags: "literal" },
};
const workspaces = { workspaces: { labels: 0, spec: WORKSPACES } };

/** What stands in `terraform`, but for the backend. */
export const TERRAFORM: Spec = {
  arguments: { required_version: "literal", experiments: "reference" },
  blocks: {
    required_providers: { labels: 0, spec: { others: "requirement" } },
    provider_meta: { labels: 1, spec: { others: "literal" } },
  },
};

/** Backends whose arguments are known to be no blocks; nothing publishes their schemas. */
const BACKENDS: Readonly<Record<string, Spec>> = {
  s3: { others: "literal" },
  local: { others: "literal" },
  http: { others: "literal" },
  remote: { others: "literal", blocks: workspaces },
};

export function backend(type: string): Spec | undefined {
  return BACKENDS[type];
}

export const CLOUD: Spec = { others: "literal", blocks: workspaces };
