import type { Expr } from "../hcl";

export const NULL: Expr = { kind: "literal", text: "null" };

/** What a JSON value is where Terraform evaluates nothing: `${` is text. */
export function literalOf(value: unknown): Expr {
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return { kind: "tuple", items: value.map(literalOf) };
  if (typeof value !== "object" || value === null) return scalarOf(value);
  const fields = Object.entries(value).map(([key, inner]) => ({
    key: literalKey(key),
    value: literalOf(inner),
  }));
  return { kind: "object", fields };
}

/** Number, boolean or null. */
export function scalarOf(value: unknown): Expr {
  return value === undefined ? NULL : { kind: "literal", text: JSON.stringify(value) };
}

/** Text without interpolations. */
export function text(value: string): Expr {
  return { kind: "template", parts: value ? [{ kind: "text", text: value }] : [], constant: true };
}

/** A key without interpolations. */
export function literalKey(key: string): Expr {
  return plainKey(key) ?? text(key);
}

/** Words that mean something else when they stand as a key without quotes. */
const NOT_KEYS = new Set(["for", "true", "false", "null"]);

/** A key that needs no quotes. */
export function plainKey(key: string): Expr | undefined {
  return isName(key) && !NOT_KEYS.has(key) ? { kind: "name", name: key } : undefined;
}

/** Whether a word is a name of Terraform's language; letters other than Latin ones are left to quotes. */
export function isName(word: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(word);
}
