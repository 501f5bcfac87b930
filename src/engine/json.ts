import { Fn, Lazy, Token } from "cdktf";

/**
 * JSON text as Terraform's `jsonencode` writes it: keys sorted, no spaces, `<`, `>` and `&` escaped. Tokens of every
 * kind keep their place and their type, which neither `JSON.stringify` nor `Fn.jsonencode` of cdktf manages.
 */
export function json(value: unknown): string {
  if (value === null) return "null";
  if (Token.isUnresolved(value)) return expression(value);
  if (Array.isArray(value)) return `[${value.map((item) => json(item ?? null)).join(",")}]`;
  if (typeof value === "object") {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${entries.map(([key, inner]) => `${quote(key)}:${json(inner)}`).join(",")}}`;
  }
  return typeof value === "string" ? quote(value) : JSON.stringify(value);
}

/** JSON text whose value is asked for at synthesis, when the last statement or secret has been added. */
export function lazyJson(value: () => unknown): string {
  return Lazy.stringValue({ produce: () => json(value()) });
}

/** Text that Terraform passes on as it is: `${HOME}` is for a shell, not a reference. */
export function literal(text: string): string {
  return text.replaceAll("${", () => "$${").replaceAll("%{", () => "%%{");
}

/** True when a value is known only to Terraform. */
export function isToken(value: unknown): boolean {
  return Token.isUnresolved(value);
}

/** A token in JSON text: quoted when it is a string, bare when it is a number, encoded by Terraform otherwise. */
function expression(token: unknown): string {
  if (typeof token === "string") return quote(token);
  return typeof token === "number" ? String(token) : Token.asString(Fn.jsonencode(token));
}

function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
