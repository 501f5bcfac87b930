import type { Directive, Expr, For, Part } from "./ast";

/** An expression as `terraform fmt` would leave it, on one line. */
export function printExpression(expr: Expr): string {
  switch (expr.kind) {
    case "literal":
      return expr.text;
    case "name":
      return expr.name;
    case "attribute":
      return `${printExpression(expr.of)}.${expr.name}`;
    case "index":
      return `${printExpression(expr.of)}[${printExpression(expr.key)}]`;
    case "splat":
      return `${printExpression(expr.of)}${expr.style}`;
    case "call":
      return `${expr.name}(${list(expr.args)}${expr.expand ? "..." : ""})`;
    case "template":
      return printQuoted(expr.parts);
    case "tuple":
      return `[${list(expr.items)}]`;
    case "object": {
      const fields = expr.fields.map(
        ({ key, value }) => `${printExpression(key)} = ${printExpression(value)}`,
      );
      return fields.length > 0 ? `{ ${fields.join(", ")} }` : "{}";
    }
    case "for":
      return printFor(expr);
    case "unary":
      return `${expr.operator}${printExpression(expr.of)}`;
    case "binary":
      return `${printExpression(expr.left)} ${expr.operator} ${printExpression(expr.right)}`;
    case "conditional":
      return `${printExpression(expr.test)} ? ${printExpression(expr.yes)} : ${printExpression(expr.no)}`;
    case "parentheses":
      return `(${printExpression(expr.of)})`;
  }
}

const list = (items: readonly Expr[]) => items.map(printExpression).join(", ");

function printFor(expr: For): string {
  const [open, close] = expr.key ? ["{ ", " }"] : ["[", "]"];
  const key = expr.key ? `${printExpression(expr.key)} => ` : "";
  const value = `${key}${printExpression(expr.value)}${expr.group ? "..." : ""}`;
  const test = expr.test ? ` if ${printExpression(expr.test)}` : "";
  return `${open}for ${expr.variables.join(", ")} in ${printExpression(expr.in)} : ${value}${test}${close}`;
}

/** A template in quotes. */
function printQuoted(parts: readonly Part[]): string {
  const content = parts.map((part, index) => {
    if (part.kind !== "text") return printSequence(part);
    return quote(part.text, opensNext(parts[index + 1]));
  });
  return `"${content.join("")}"`;
}

/** The sign with which a piece begins that is no text. */
function opensNext(part: Part | undefined): string | undefined {
  if (!part || part.kind === "text") return undefined;
  return part.kind === "interpolation" ? "$" : "%";
}

export function printSequence(part: Exclude<Part, { kind: "text" }>): string {
  const content = part.kind === "interpolation" ? printExpression(part.of) : printDirective(part);
  const [left, right] = [part.left ? "~" : "", part.right ? "~" : ""];
  return `${part.kind === "interpolation" ? "$" : "%"}{${left}${content}${right}}`;
}

function printDirective({ keyword, variables, of }: Directive): string {
  if (keyword === "for" && of) return `for ${variables.join(", ")} in ${printExpression(of)}`;
  return of ? `${keyword} ${printExpression(of)}` : keyword;
}

/** `${` and `%{` in text, so that they stay text. */
export function escapeSequences(text: string): string {
  return text.includes("{") ? text.replaceAll(/[$%](?=\{)/g, "$&$&") : text;
}

/** What cannot stand in quotes as it is. */
const UNQUOTABLE = /["\\\p{Cc}\u2028\u2029]/gu;
/** What has an escape that is shorter than its number. */
const ESCAPES: Record<string, string> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  '"': '\\"',
  "\\": "\\\\",
};

/** @param next sign of the sequence that follows: the same sign before it would make it text */
function quote(text: string, next: string | undefined): string {
  const ends = next !== undefined && text.endsWith(next);
  const body = escapeSequences(ends ? text.slice(0, -1) : text);
  const quoted = body.replaceAll(UNQUOTABLE, (char) => ESCAPES[char] ?? unicode(char));
  return ends ? quoted + unicode(next) : quoted;
}

const unicode = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
