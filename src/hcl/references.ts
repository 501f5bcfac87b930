import type { Expr, Part } from "./ast";

/**
 * What an expression refers to, up to the first index: `aws_subnet.a[0].id` refers to `aws_subnet.a`. Variables of a
 * `for` are no references.
 */
export function referencesOf(expr: Expr): string[] {
  const found: string[] = [];
  collect(expr, NOTHING, found);
  return found;
}

/** The references in the expressions of a template. */
export function referencesIn(parts: readonly Part[]): string[] {
  const found: string[] = [];
  collectParts(parts, NOTHING, found);
  return found;
}

type Names = ReadonlySet<string>;
const NOTHING: Names = new Set();

function collectParts(parts: readonly Part[], outside: Names, found: string[]): void {
  let bound = outside;
  for (const part of parts) {
    if (part.kind === "text") continue;
    if (part.of) collect(part.of, bound, found);
    // Until the end of the template: what follows `endfor` under the same name would be unusual.
    if (part.kind === "directive" && part.variables.length > 0)
      bound = new Set([...bound, ...part.variables]);
  }
}

function collect(expr: Expr, bound: Names, found: string[]): void {
  const path = pathOf(expr);
  if (path) {
    if (!bound.has(path[0] as string)) found.push(path.join("."));
  } else if (expr.kind === "template") collectParts(expr.parts, bound, found);
  else if (expr.kind === "for") {
    collect(expr.in, bound, found);
    const inside = new Set([...bound, ...expr.variables]);
    for (const one of [expr.key, expr.value, expr.test]) if (one) collect(one, inside, found);
  } else for (const inner of innerOf(expr)) collect(inner, bound, found);
}

/** The expressions right inside one that binds no variables. */
function innerOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case "attribute":
    case "splat":
    case "unary":
    case "parentheses":
      return [expr.of];
    case "index":
      return [expr.of, expr.key];
    case "call":
      return expr.args;
    case "tuple":
      return expr.items;
    case "object":
      return expr.fields.flatMap(({ key, value }) => (key.kind === "name" ? [value] : [key, value]));
    case "binary":
      return [expr.left, expr.right];
    case "conditional":
      return [expr.test, expr.yes, expr.no];
    default:
      return [];
  }
}

/** `aws_vpc.main.id` as its words; undefined for what begins with anything but a name. */
export function pathOf(expr: Expr): string[] | undefined {
  if (expr.kind === "name") return [expr.name];
  if (expr.kind !== "attribute") return undefined;
  const path = pathOf(expr.of);
  path?.push(expr.name);
  return path;
}
