import { createHash } from "node:crypto";
import type { IConstruct } from "constructs";
import { isToken, report } from "../engine";
import {
  hyphenated,
  NAME_RULES,
  type NameKind,
  type NameRule,
  type PhysicalName,
  projectEnvironmentThing,
} from "./names";
import { placeOf } from "./place";
import { PlatformStack } from "./stack";

const HASH_LENGTH = 6;

/**
 * Shortens a name to the limit of its kind: as much of it as fits, then a hash of the whole. The same name always
 * gives the same result, whatever else there is.
 */
export function shorten(kind: NameKind, name: string): string {
  const { max } = NAME_RULES[kind];
  if (name.length <= max) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, HASH_LENGTH);
  return `${name.slice(0, max - HASH_LENGTH - 1).replace(/[^A-Za-z0-9]+$/, "")}-${hash}`;
}

/** What a module is called when nobody names it: its ids below the stack, e.g. `orders-database`. Never empty. */
export function thingOf(construct: IConstruct & { [THING]?: string }): string {
  construct[THING] ??= ownThing(construct);
  return construct[THING];
}

const THING = Symbol("thing");

function ownThing(construct: IConstruct): string {
  const ids = construct.node.path.split("/").slice(1);
  const thing = ids
    .filter((id) => !id.startsWith("@"))
    .map((id) => id.replace(/[^A-Za-z0-9]+/g, "-"))
    .join("-");
  if (thing) return thing;
  report(construct, {
    prop: "id",
    value: construct.node.id,
    allowed: "an id with letters or digits that does not begin with @",
    fix: "ids with @ do not show in names and addresses: use them inside a module only",
  });
  return "unnamed";
}

/** The name of something that belongs to a module, derived from the module's own. */
export function partOf(name: PhysicalName, part: string): PhysicalName {
  return typeof name === "string" ? hyphenated(name, part) : { exact: hyphenated(name.exact, part) };
}

/**
 * The physical name of a resource: by the platform's table for its kind, else as AWS has it for that kind, else by the
 * platform's pattern. Reports characters AWS refuses, and names that another resource, in whatever stack, has already.
 * @param construct the module that is named; its path is its name when there is no other
 * @param name what the module was given as `name`
 * @param part what of the module it is, e.g. `execution`; empty for its main resource
 * @param parent what contains it, for kinds whose names are unique there: a network, a cluster
 */
export function nameFor(
  construct: IConstruct,
  kind: NameKind,
  name: PhysicalName = thingOf(construct),
  part = "",
  parent = "",
): string {
  const { derived }: NameRule = NAME_RULES[kind];
  if (typeof name !== "string" && !derived)
    return exactName(construct, kind, hyphenated(name.exact, part), parent);
  const whole = patterned(construct, kind, typeof name === "string" ? name : name.exact, part);
  return exactName(construct, kind, isToken(whole) ? whole : shorten(kind, whole), parent);
}

function patterned(construct: IConstruct, kind: NameKind, thing: string, part: string): string {
  const { platform, name: environment } = PlatformStack.of(construct).environment;
  const project = platform.project ?? platform.name;
  const pattern = platform.naming ?? projectEnvironmentThing;
  const rule: NameRule = NAME_RULES[kind];
  const apply = platform.names?.[kind] ?? rule.usual ?? pattern;
  const text = apply({
    project,
    environment,
    // Only some patterns ask for it.
    get base() {
      return tidy(pattern({ project, environment, base: "", thing: "", part: "", kind }));
    },
    thing,
    part,
    kind,
  });
  if (typeof text === "string") return tidy(text);
  report(construct, {
    prop: platform.names?.[kind] ? `platform.names.${kind}` : "platform.naming",
    value: text,
    allowed: "a function that returns the name",
    fix: "return a text for every kind",
  });
  return thing;
}

/** Without the hyphens of words that are empty: patterns need not think of them. */
function tidy(name: string): string {
  if (!name.includes("--") && !name.startsWith("-") && !name.endsWith("-")) return name;
  return name.replace(/-{2,}/g, "-").replace(/^-|-$/g, "");
}

/** A name that AWS itself fixes, e.g. `/aws/lambda/shop-production-slack`; held to the same rules. */
export function exactName(construct: IConstruct, kind: NameKind, name: string, parent = ""): string {
  if (isToken(name)) return name;
  const rule: NameRule = NAME_RULES[kind];
  if (name.length > rule.max) {
    report(construct, {
      prop: "name",
      value: name,
      allowed: `a name for a ${kind} of at most ${rule.max} characters`,
      fix: "shorten it",
    });
  }
  if (!rule.pattern.test(name)) {
    report(construct, {
      prop: "name",
      value: name,
      allowed: `a name for a ${kind}: ${rule.pattern}`,
      fix: "change the name, or the platform's naming",
    });
  }
  claim(construct, kind, name, parent);
  return name;
}

const claimed = new WeakMap<IConstruct, Map<string, string>>();

function claim(construct: IConstruct, kind: NameKind, name: string, parent: string): void {
  const { unique = "region", claims = kind, ignoreCase = false }: NameRule = NAME_RULES[kind];
  if (unique === "nowhere") return;
  const names = claimed.get(construct.node.root) ?? new Map<string, string>();
  claimed.set(construct.node.root, names);
  const key = `${placeOfNames(construct, unique, parent)}|${claims}|${ignoreCase ? name.toLowerCase() : name}`;
  const owner = names.get(key);
  if (owner === undefined) names.set(key, construct.node.path);
  // The same path twice is the same id twice, which is reported as what it is.
  else if (owner !== construct.node.path) {
    report(construct, {
      prop: "name",
      value: name,
      allowed: `a name that no other ${claims} has; ${owner} has it already`,
      fix:
        owner.split("/")[0] === construct.node.path.split("/")[0]
          ? "give one of the two another name; where the platform's naming drops a part, use it there"
          : "give one of the two another name, or their environments different accounts",
    });
  }
}

/** Where a name can exist once. */
function placeOfNames(construct: IConstruct, unique: NameRule["unique"], parent: string): string {
  if (unique === "global") return "";
  const { account, role } = PlatformStack.of(construct).environment;
  const owner = account ?? role?.split(":")[4] ?? "the caller's account";
  if (unique === "account") return owner;
  const region = `${owner}|${placeOf(construct).region}`;
  return unique === "parent" ? `${region}|${parent}` : region;
}
