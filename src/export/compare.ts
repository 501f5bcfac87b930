import { isDeepStrictEqual } from "node:util";

/** Something that two plans do not say alike. */
export interface Difference {
  /** What it is about: an address, `output.vpc_id`, `provider.aws`, or a part of the plan. */
  readonly address: string;
  /** Where in it, e.g. `change.after.tags.Name`. */
  readonly path: string;
  readonly left: unknown;
  readonly right: unknown;
}

/** What `terraform show -json` says of a plan. */
export type Plan = Readonly<Record<string, unknown>>;

type Table = Readonly<Record<string, unknown>>;

/** What says when and with what a plan was made, not what it does. */
const CIRCUMSTANCES = new Set(["timestamp", "format_version", "terraform_version"]);

/**
 * Compares two plans: actions, values before and after, what is unknown or sensitive, drift, outputs, variables, checks,
 * providers, and for every resource what its arguments refer to.
 */
export function comparePlans(left: Plan, right: Plan): Difference[] {
  return compareTables(factsOf(left), factsOf(right));
}

/** Everything a plan says, by what it is about. */
function factsOf(plan: Plan): Map<string, unknown> {
  const facts = new Map<string, unknown>();
  for (const [part, value] of Object.entries(plan)) {
    if (CIRCUMSTANCES.has(part)) continue;
    if (part === "resource_changes" || part === "resource_drift") addResources(facts, part, value);
    else if (part === "output_changes") addAll(facts, "output.", value);
    else if (part === "configuration") addConfiguration(facts, value as Table);
    else if (part === "relevant_attributes") facts.set(part, sortedList(value));
    else facts.set(part, value);
  }
  return facts;
}

function addResources(facts: Map<string, unknown>, part: string, list: unknown): void {
  for (const one of list as readonly Table[]) {
    const suffix = [one.deposed, part === "resource_drift" ? "(drift)" : undefined].filter(Boolean).join(" ");
    facts.set([one.address, suffix].filter(Boolean).join(" "), one);
  }
}

function addAll(facts: Map<string, unknown>, prefix: string, table: unknown): void {
  for (const [name, value] of Object.entries((table ?? {}) as Table)) facts.set(`${prefix}${name}`, value);
}

function addConfiguration(facts: Map<string, unknown>, { provider_config, root_module }: Table): void {
  addAll(facts, "provider.", writtenWithConstants(provider_config));
  const { resources = [], ...rest } = written(root_module ?? {}) as Table;
  for (const one of resources as readonly Table[]) facts.set(`${one.address} (configuration)`, one);
  for (const [part, value] of Object.entries(rest)) facts.set(`configuration ${part}`, value);
}

const REFERS = "references";

/**
 * The configuration without the ways of writing it. Of an expression remains what it refers to: constants stand as values
 * elsewhere in the plan, and Terraform shows templates in JSON here as they are written. Nothing remains of a constant.
 */
function written(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(written);
  if (!isTable(value)) return value;
  if (REFERS in value) return { [REFERS]: sortedList(value[REFERS]) };
  if (Object.keys(value).length === 0 || "constant_value" in value) return undefined;
  return mapValues(value, (inner, key) => (key === "depends_on" ? sortedList(inner) : written(inner)));
}

/** As `written`, with the constants: nothing else in a plan tells what a provider was given. */
function writtenWithConstants(value: unknown): unknown {
  if (!isTable(value)) return value;
  if (Array.isArray(value)) return value.map(writtenWithConstants);
  const hasTemplates = ["${", "%{"].some((sign) => JSON.stringify(value.constant_value)?.includes(sign));
  if ("constant_value" in value && !hasTemplates && !(REFERS in value)) return value;
  if ("constant_value" in value || REFERS in value) return written(value);
  return mapValues(value, writtenWithConstants);
}

function mapValues(table: Table, change: (value: unknown, key: string) => unknown): Table {
  const entries = Object.entries(table).map(([key, inner]) => [key, change(inner, key)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function sortedList(list: unknown): unknown[] {
  const texts = new Set((list as readonly unknown[]).map((item) => JSON.stringify(item)));
  return [...texts].sort().map((text) => JSON.parse(text));
}

function compareTables(left: Map<string, unknown>, right: Map<string, unknown>): Difference[] {
  const addresses = [...new Set([...left.keys(), ...right.keys()])].sort();
  return addresses.flatMap((address) => compare(address, [], left.get(address), right.get(address)));
}

function compare(address: string, path: readonly string[], left: unknown, right: unknown): Difference[] {
  if (isDeepStrictEqual(left, right)) return [];
  if (!isTable(left) || !isTable(right) || Array.isArray(left) !== Array.isArray(right))
    return [{ address, path: path.join("."), left, right }];
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return keys.flatMap((key) => compare(address, [...path, key], left[key], right[key]));
}

function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null;
}
