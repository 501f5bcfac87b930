import type { TerraformStack } from "cdktf";
import { parseTemplate, referencesIn, SyntaxProblem } from "../hcl";
import type { Problem } from "./problems";
import type { Json } from "./render";

/** Texts that only stand in a configuration when a token was treated as ordinary text, a number or a boolean. */
const TOKEN_TEXT = /TfToken\[|<unresolved-token>|\[object Object\]|-\d\.\d+e\+(?:28|29)\d/;
/** Far beyond what any attribute takes, and below what a number token becomes when somebody calculates with it. */
const LARGEST_NUMBER = 1e200;

/**
 * Reads a resolved configuration for what cdktf lets through in silence: text of unresolved tokens, shell variables
 * that Terraform would take for references, references to nothing, short provider sources, camel case where the
 * provider's names are snake case.
 */
export function findTraps(stack: TerraformStack, config: Json): Problem[] {
  const problems: Problem[] = [];
  const add = (place: readonly string[], value: unknown, allowed: string, fix: string): void => {
    problems.push({ path: stack.node.id, prop: place.join("."), value, allowed, fix });
  };
  const declared = declaredAddresses(config);
  // The same few references stand everywhere.
  const fine = new Set<string>();

  visit(config, [], (value, place) => {
    if (typeof value === "number" && Math.abs(value) > LARGEST_NUMBER) {
      add(
        place,
        "a number token",
        "a resolved number",
        "do not do arithmetic with a value that is known after apply",
      );
    }
    if (typeof value !== "string") return;
    if (fine.has(value) && place.at(-2) !== "depends_on") return;
    const before = problems.length;
    if (TOKEN_TEXT.test(value)) {
      add(
        place,
        value,
        "resolved values",
        "serialise with json() of src/engine; do not slice, concatenate or test tokens",
      );
      return;
    }
    if (!value.includes("${")) return;
    if (place.at(-2) === "depends_on") {
      add(
        place,
        value,
        "plain addresses",
        "pass constructs to dependsOn when you make the resource, or call waitFor()",
      );
    }
    for (const reference of references(value, (fault) => add(place, value, "Terraform templates", fault))) {
      if (!reference.includes(".")) {
        add(
          place,
          value,
          "references such as ${var.name}",
          `write literal("\${${reference}}") for a shell variable`,
        );
      } else if (!declared.has(reference) && !isDeclared(reference, declared)) {
        add(
          place,
          reference,
          "references to what the same stack declares",
          "pass the value through an Input, or import the reference's owner",
        );
      }
    }
    if (problems.length === before) fine.add(value);
  });

  for (const [name, provider] of Object.entries(
    section(section(config, "terraform"), "required_providers"),
  )) {
    const source = String((provider as Json).source);
    if (source.split("/").length !== 3) {
      add(
        ["terraform", "required_providers", name, "source"],
        source,
        "<host>/<namespace>/<name>",
        `call requireProvider("${name}") on a LandformStack`,
      );
    }
  }
  return problems;
}

/** What a template refers to. @param fault told when it is none */
function references(template: string, fault: (message: string) => void): string[] {
  try {
    return referencesIn(parseTemplate(template));
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    fault(`${error.message}; what a shell should read is written with literal(…) of src/engine`);
    return [];
  }
}

/** Finds stacks that would overwrite each other's state. */
export class StateOwners {
  private readonly owners = new Map<string, string>();

  /** Notes where a stack keeps its state. @returns a problem when another stack keeps its own there */
  claim(stack: TerraformStack, config: Json): Problem[] {
    const { bucket, key } = section(section(section(config, "terraform"), "backend"), "s3");
    const place = `s3://${bucket}/${key}`;
    const owner = this.owners.get(place);
    this.owners.set(place, stack.node.id);
    if (!key || !owner) return [];
    const allowed = `a key that no other stack has; ${owner} has it already`;
    const fix = "give one of the two stacks another stateKey";
    return [{ path: stack.node.id, prop: "stateKey", value: place, allowed, fix }];
  }
}

function section(config: Json, key: string): Json {
  return (config[key] ?? {}) as Json;
}

/** Walks a value. The place is one list that grows and shrinks: look at it only while `see` runs. */
function visit(
  value: unknown,
  place: string[],
  see: (value: unknown, place: readonly string[]) => void,
): void {
  see(value, place);
  if (typeof value !== "object" || value === null) return;
  for (const key of Object.keys(value)) {
    // Where a resource comes from is for people.
    if (key === "//") continue;
    place.push(key);
    visit((value as Json)[key], place, see);
    place.pop();
  }
}

function declaredAddresses(config: Json): Set<string> {
  const names = (kind: string, prefix: string): string[] =>
    Object.entries(section(config, kind)).flatMap(([type, byName]) =>
      Object.keys(byName as Json).map((name) => `${prefix}${type}.${name}`),
    );
  return new Set([
    ...names("resource", ""),
    ...names("data", "data."),
    ...names("ephemeral", "ephemeral."),
    ...Object.keys(section(config, "variable")).map((name) => `var.${name}`),
    ...Object.keys(section(config, "locals")).map((name) => `local.${name}`),
    ...Object.keys(section(config, "module")).map((name) => `module.${name}`),
  ]);
}

/** Roots that Terraform itself provides. */
const BUILT_IN = new Set(["each", "count", "self", "path", "terraform"]);

/** Remembers what it has found, since most references stand in several places. */
function isDeclared(reference: string, declared: Set<string>): boolean {
  const parts = reference.split(".");
  if (BUILT_IN.has(parts[0] ?? "")) return true;
  const length = parts[0] === "data" || parts[0] === "ephemeral" ? 3 : 2;
  if (!declared.has(parts.slice(0, length).join("."))) return false;
  declared.add(reference);
  return true;
}
