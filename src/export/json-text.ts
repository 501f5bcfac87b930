import { json } from "../engine";
import type { Expr, Part } from "../hcl";
import { literalKey } from "./literal";
import { inPolicyOrder } from "./policy-order";
import type { Types } from "./types";

/** Stand-ins for interpolations while the text around them is read as JSON; such characters mean nothing to anybody. */
const OPEN = "\ue000";
const CLOSE = "\ue001";

type Interpolation = Extract<Part, { kind: "interpolation" }>;

/**
 * `jsonencode(…)` for a text that is what `jsonencode` would make of an object or a list, and undefined for every other
 * text. Both are the same as long as no interpolation stands for characters that JSON escapes; those would break the
 * text, or mean the same in another spelling (`&`), and `jsonencode` writes them as they have to be.
 */
export function encodedFrom(parts: readonly Part[], types: Types): Expr | undefined {
  const source = sourceOf(parts);
  const value = source && readJson(source);
  if (typeof value !== "object" || value === null || !isEncodable(value) || json(value) !== source)
    return undefined;
  const interpolations = parts.filter((part) => part.kind === "interpolation");
  const arg = new Rebuilding(interpolations, types).value(inPolicyOrder(value));
  return arg && { kind: "call", name: "jsonencode", args: [arg], expand: false };
}

/** The text with stand-ins, if it may be JSON at all. */
function sourceOf(parts: readonly Part[]): string | undefined {
  const [first] = parts;
  if (first?.kind !== "text" || (first.text[0] !== "{" && first.text[0] !== "[")) return undefined;
  let source = "";
  let count = 0;
  let quoted = false;
  for (const part of parts) {
    if (part.kind === "directive") return undefined;
    if (part.kind === "text") {
      if (part.text.includes(OPEN) || part.text.includes(CLOSE)) return undefined;
      quoted = endsQuoted(part.text, quoted);
      source += part.text;
    } else {
      if (part.left || part.right) return undefined;
      // Outside of quotes the text is a value by itself, and is put into quotes to be read.
      const standIn = `${OPEN}${count++}${CLOSE}`;
      source += quoted ? standIn : `"${OPEN}${standIn}"`;
    }
  }
  return source;
}

/** Whether text leaves off inside a quoted JSON string. */
function endsQuoted(chars: string, before: boolean): boolean {
  let quoted = before;
  for (let at = 0; at < chars.length; at++) {
    if (quoted && chars[at] === "\\") at++;
    else if (chars[at] === '"') quoted = !quoted;
  }
  return quoted;
}

function readJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}

/** What JavaScript and Terraform encode alike: no numbers with exponents, no keys that they sort differently. */
function isEncodable(value: unknown): boolean {
  if (typeof value === "number") return !String(value).includes("e");
  if (typeof value === "string") return [...value].every((char) => char >= " " || "\n\r\t".includes(char));
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(
    ([key, inner]) => [...key].every((char) => char >= " " && char <= "~") && isEncodable(inner),
  );
}

/** Makes expressions of JSON values, with the interpolations back in their places. */
class Rebuilding {
  constructor(
    private readonly interpolations: readonly Interpolation[],
    private readonly types: Types,
  ) {}

  /** Undefined where an interpolation stands for JSON that nobody knows. */
  value(value: unknown): Expr | undefined {
    if (typeof value === "string") return this.string(value);
    if (typeof value !== "object" || value === null) return { kind: "literal", text: JSON.stringify(value) };
    if (Array.isArray(value)) {
      const items = value.map((item) => this.value(item));
      return items.every((item) => item !== undefined) ? { kind: "tuple", items } : undefined;
    }
    const fields = Object.entries(value).map(([key, inner]) => ({
      key: this.key(key),
      value: this.value(inner),
    }));
    return fields.every((field): field is { key: Expr; value: Expr } => Boolean(field.key && field.value))
      ? { kind: "object", fields }
      : undefined;
  }

  private key(key: string): Expr | undefined {
    // Its place among sorted keys is not known.
    return key.includes(OPEN) ? undefined : literalKey(key);
  }

  private string(value: string): Expr | undefined {
    if (value.startsWith(OPEN + OPEN)) return this.bare(value.slice(1));
    const parts = this.split(value);
    const [only] = parts;
    if (parts.length !== 1 || only?.kind !== "interpolation") return { kind: "template", parts };
    // In quotes everything is a text; a number or a boolean would lose its quotes.
    return this.types.isText(only.of)
      ? only.of
      : { kind: "call", name: "tostring", args: [only.of], expand: false };
  }

  /** An interpolation outside of quotes: `jsonencode(x)` in JSON is x. */
  private bare(standIn: string): Expr | undefined {
    const [only] = this.split(standIn);
    if (only?.kind !== "interpolation" || only.of.kind !== "call") return undefined;
    const { name, args, expand } = only.of;
    return name === "jsonencode" && args.length === 1 && !expand ? args[0] : undefined;
  }

  private split(value: string): readonly Part[] {
    const parts: Part[] = [];
    for (const [index, piece] of value.split(OPEN).entries()) {
      const end = index === 0 ? -1 : piece.indexOf(CLOSE);
      const interpolation = this.interpolations[Number(piece.slice(0, Math.max(end, 0)))];
      if (end >= 0 && interpolation) parts.push(interpolation);
      const rest = piece.slice(end + 1);
      if (rest) parts.push({ kind: "text", text: rest });
    }
    return parts;
  }
}
