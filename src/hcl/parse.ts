import type { Directive, Expr, Field, Part } from "./ast";
import { Scanner } from "./scanner";
import { stripped, withoutIndentation } from "./space";

/** Reads an expression: `aws_vpc.main.id`. @throws SyntaxProblem */
export function parseExpression(text: string): Expr {
  const scanner = new Scanner(text);
  const result = expression(scanner);
  scanner.skip();
  if (scanner.at < text.length) scanner.fail("the end of the expression");
  return result;
}

/** Reads text with `${…}` in it, as it stands in JSON: without escapes of quoted strings. @throws SyntaxProblem */
export function parseTemplate(text: string): readonly Part[] {
  if (!text.includes("${") && !text.includes("%{")) return text ? [{ kind: "text", text }] : [];
  const scanner = new Scanner(text);
  // Terraform takes what follows one for text, or not, depending on what stands around it.
  if (text.includes("\r")) scanner.fail("no carriage return in a text with ${ or %{", text.indexOf("\r"));
  return stripped(template(scanner, END_OF_TEXT));
}

/** Operators by how strongly they bind. */
const STRENGTH: Record<string, number> = {
  "||": 1,
  "&&": 2,
  "==": 3,
  "!=": 3,
  "<": 4,
  ">": 4,
  "<=": 4,
  ">=": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
  "%": 6,
};

function expression(scanner: Scanner): Expr {
  const test = operation(scanner, 1);
  if (!scanner.takes("?")) return test;
  const yes = expression(scanner);
  scanner.needs(":");
  return { kind: "conditional", test, yes, no: expression(scanner) };
}

/** @param weakest operators that bind less are left to the caller */
function operation(scanner: Scanner, weakest: number): Expr {
  let left = unary(scanner);
  for (;;) {
    scanner.skip();
    const two = scanner.text.slice(scanner.at, scanner.at + 2);
    const operator = two in STRENGTH ? two : two.charAt(0);
    const strength = STRENGTH[operator] ?? 0;
    if (strength < weakest) return left;
    scanner.at += operator.length;
    left = { kind: "binary", operator, left, right: operation(scanner, strength + 1) };
  }
}

function unary(scanner: Scanner): Expr {
  for (const operator of ["-", "!"]) {
    if (scanner.takes(operator)) return { kind: "unary", operator, of: unary(scanner) };
  }
  return steps(scanner, term(scanner));
}

/** What follows a value: attributes, indexes, splats. */
function steps(scanner: Scanner, start: Expr): Expr {
  let of = start;
  for (;;) {
    if (scanner.sees("...")) return of;
    if (scanner.takes(".*")) of = { kind: "splat", of, style: ".*" };
    else if (scanner.takes(".")) {
      const name = scanner.name() ?? legacyIndex(scanner);
      of = { kind: "attribute", of, name };
    } else if (scanner.takes("[*]")) of = { kind: "splat", of, style: "[*]" };
    else if (scanner.takes("[")) {
      const key = scanner.within(false, () => expression(scanner));
      scanner.within(false, () => scanner.needs("]"));
      of = { kind: "index", of, key };
    } else return of;
  }
}

/** `list.0` is an old way to write `list[0]`. */
function legacyIndex(scanner: Scanner): string {
  const start = scanner.at;
  while (/\d/.test(scanner.text[scanner.at] ?? "")) scanner.at++;
  return scanner.text.slice(start, scanner.at) || scanner.fail("the name of an attribute");
}

function term(scanner: Scanner): Expr {
  const number = scanner.number();
  if (number) return { kind: "literal", text: number };
  if (scanner.takes('"')) return { kind: "template", parts: template(scanner, QUOTE) };
  if (scanner.sees("<<")) return heredoc(scanner);
  if (scanner.takes("(")) {
    const of = scanner.within(false, () => expression(scanner));
    scanner.within(false, () => scanner.needs(")"));
    return { kind: "parentheses", of };
  }
  if (scanner.takes("[")) return scanner.within(false, () => tuple(scanner));
  if (scanner.takes("{")) return object(scanner);
  let name = scanner.name();
  if (!name) return scanner.fail("a value");
  if (name === "true" || name === "false" || name === "null") return { kind: "literal", text: name };
  while (scanner.takes("::")) name += `::${scanner.needsName()}`;
  return scanner.takes("(") ? scanner.within(false, () => call(scanner, name)) : { kind: "name", name };
}

function call(scanner: Scanner, name: string): Expr {
  const args: Expr[] = [];
  let expand = false;
  while (!scanner.takes(")")) {
    args.push(expression(scanner));
    if (scanner.takes("...")) expand = true;
    if (expand || !scanner.takes(",")) {
      scanner.needs(")");
      break;
    }
  }
  return { kind: "call", name, args, expand };
}

function tuple(scanner: Scanner): Expr {
  if (scanner.seesWord("for")) return forExpression(scanner, "]");
  const items: Expr[] = [];
  while (!scanner.takes("]")) {
    items.push(expression(scanner));
    if (scanner.takes(",")) continue;
    scanner.needs("]");
    break;
  }
  return { kind: "tuple", items };
}

function object(scanner: Scanner): Expr {
  if (scanner.within(false, () => scanner.seesWord("for")))
    return scanner.within(false, () => forExpression(scanner, "}"));
  const fields: Field[] = [];
  const ends = () => scanner.within(false, () => scanner.takes("}"));
  while (!ends()) {
    fields.push(scanner.within(true, () => field(scanner)));
    if (scanner.within(true, () => scanner.takes(",") || scanner.takes("\n") || scanner.takes("\r\n")))
      continue;
    scanner.needs("}");
    break;
  }
  return { kind: "object", fields };
}

function field(scanner: Scanner): Field {
  const key = expression(scanner);
  if (!scanner.takes(":")) scanner.needs("=");
  return { key, value: expression(scanner) };
}

function forExpression(scanner: Scanner, end: "]" | "}"): Expr {
  scanner.takesWord("for");
  const variables = [scanner.needsName()];
  if (scanner.takes(",")) variables.push(scanner.needsName());
  if (!scanner.takesWord("in")) scanner.fail("in");
  const collection = expression(scanner);
  scanner.needs(":");
  const first = expression(scanner);
  const keyed = end === "}";
  if (keyed) scanner.needs("=>");
  const value = keyed ? expression(scanner) : first;
  const group = keyed && scanner.takes("...");
  const test = scanner.takesWord("if") ? expression(scanner) : undefined;
  scanner.needs(end);
  return { kind: "for", variables, in: collection, key: keyed ? first : undefined, value, group, test };
}

function heredoc(scanner: Scanner): Expr {
  scanner.needs("<<");
  const flush = scanner.takes("-");
  const marker = scanner.needsName();
  const start = scanner.endOfLine() + 1;
  for (let line = start; line < scanner.text.length; ) {
    const end = scanner.endOfLine(line);
    if (scanner.text.slice(line, end).trim() === marker) {
      const parts = parseTemplate(scanner.text.slice(start, line));
      scanner.at = end;
      return { kind: "template", parts: flush ? withoutIndentation(parts) : parts };
    }
    line = end + 1;
  }
  return scanner.fail(`a line with ${marker}`);
}

/** How a template ends, and how it writes characters. */
interface Quoting {
  /** Characters that mean themselves. */
  readonly plain: RegExp;
  /** @returns whether this is the end, which it then takes */
  ends(scanner: Scanner): boolean;
}

const END_OF_TEXT: Quoting = { plain: /[^$%]+/y, ends: ({ at, text }) => at >= text.length };

const QUOTE: Quoting = {
  plain: /[^$%"\\\n]+/y,
  ends(scanner) {
    if (scanner.at >= scanner.text.length || scanner.text[scanner.at] === "\n") scanner.fail('a closing "');
    if (scanner.text[scanner.at] !== '"') return false;
    scanner.at++;
    return true;
  },
};

const ESCAPES: Record<string, string> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

function escaped(scanner: Scanner): string {
  const letter = scanner.text[scanner.at + 1] ?? "";
  const digits = { u: 4, U: 8 }[letter];
  if (!digits) {
    scanner.at += 2;
    return ESCAPES[letter] ?? scanner.fail('one of \\n \\r \\t \\" \\\\ \\u \\U', scanner.at - 2);
  }
  const code = scanner.text.slice(scanner.at + 2, scanner.at + 2 + digits);
  if (!/^[0-9a-fA-F]+$/.test(code) || code.length < digits) scanner.fail(`${digits} hexadecimal digits`);
  scanner.at += 2 + digits;
  return String.fromCodePoint(Number.parseInt(code, 16));
}

function template(scanner: Scanner, quoting: Quoting): readonly Part[] {
  const parts: Part[] = [];
  let text = "";
  const push = (part: Part) => {
    if (text) parts.push({ kind: "text", text });
    text = "";
    parts.push(part);
  };
  while (!quoting.ends(scanner)) {
    const opening = scanner.text[scanner.at] as string;
    if (opening === "\\" && quoting === QUOTE) text += escaped(scanner);
    else if (opening !== "$" && opening !== "%") text += scanner.match(quoting.plain);
    else {
      const start = scanner.at;
      while (scanner.text[scanner.at] === opening) scanner.at++;
      const count = scanner.at - start;
      if (scanner.text[scanner.at] !== "{") text += opening.repeat(count);
      else {
        scanner.at++;
        // One sign opens a sequence; of several, the last two are one escaped sign.
        if (count > 1) text += `${opening.repeat(count - 1)}{`;
        else push(scanner.within(false, () => sequence(scanner, opening)));
      }
    }
  }
  if (text) parts.push({ kind: "text", text });
  checkNesting(scanner, parts);
  return parts;
}

/** What each directive closes, or stands in. */
const WITHIN = { else: "if", endif: "if", endfor: "for" } as const;

function checkNesting(scanner: Scanner, parts: readonly Part[]): void {
  const open: string[] = [];
  for (const part of parts) {
    if (part.kind !== "directive") continue;
    const { keyword } = part;
    if (keyword === "if" || keyword === "for") open.push(keyword);
    else if (open.at(-1) !== WITHIN[keyword])
      scanner.fail(`%{ ${WITHIN[keyword]} … } before %{ ${keyword} }`);
    else if (keyword !== "else") open.pop();
  }
  if (open.length > 0) scanner.fail(`%{ end${open.at(-1)} }`);
}

function sequence(scanner: Scanner, opening: string): Part {
  const left = scanner.text[scanner.at] === "~";
  if (left) scanner.at++;
  const start = scanner.at;
  const content = opening === "$" ? { of: expression(scanner) } : directive(scanner, start);
  const right = scanner.takes("~");
  scanner.needs("}");
  return "keyword" in content
    ? { kind: "directive", ...content, left, right }
    : { kind: "interpolation", ...content, left, right };
}

function directive(scanner: Scanner, start: number): Pick<Directive, "keyword" | "variables" | "of"> {
  const keyword = scanner.name();
  if (keyword === "if") return { keyword, variables: [], of: expression(scanner) };
  if (keyword === "else" || keyword === "endif" || keyword === "endfor")
    return { keyword, variables: [], of: undefined };
  if (keyword !== "for") return scanner.fail("if, else, endif, for or endfor", start);
  const variables = [scanner.needsName()];
  if (scanner.takes(",")) variables.push(scanner.needsName());
  if (!scanner.takesWord("in")) scanner.fail("in");
  return { keyword, variables, of: expression(scanner) };
}
