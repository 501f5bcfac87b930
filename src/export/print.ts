import { type Expr, escapeSequences, type Part, printExpression, printSequence, type Template } from "../hcl";
import type { Attribute, Block, Item } from "./document";

/** Beyond this a list goes on several lines. */
const WIDTH = 100;
const INDENT = "  ";

/** Blocks as text, laid out as `terraform fmt` does. */
export function print(blocks: readonly Block[]): string {
  return blocks.map((block) => `${printBlock(block, "")}\n`).join("\n");
}

function printBlock(block: Block, indent: string): string {
  const head = [block.type, ...block.labels.map((label) => printExpression(quoted(label)))].join(" ");
  // An id may have any character, and a comment ends with its line.
  const comment =
    block.comment === undefined ? "" : `${indent}# ${block.comment.replaceAll(/\p{Cc}/gu, " ")}\n`;
  if (block.body.length === 0) return `${comment}${indent}${head} {}`;
  const groups = block.body.map((group) => printGroup(group, indent + INDENT));
  return `${comment}${indent}${head} {\n${groups.join("\n\n")}\n${indent}}`;
}

function quoted(label: string): Expr {
  return { kind: "template", parts: [{ kind: "text", text: label }] };
}

function printGroup(items: readonly Item[], indent: string): string {
  const attributes = items.filter((item): item is Attribute => item.kind === "attribute");
  const blocks = items.filter((item): item is Block => item.kind === "block");
  const lines = printFields(
    attributes.map(({ name, value }) => [name, value]),
    indent,
  );
  return [
    ...(attributes.length > 0 ? [lines] : []),
    ...blocks.map((block) => printBlock(block, indent)),
  ].join("\n\n");
}

/** `name = value` lines. The signs of those that follow each other, each on one line, stand below each other. */
function printFields(fields: readonly (readonly [string, Expr])[], indent: string): string {
  const printed = fields.map(([name, value]) => ({ name, ...layout(value, indent, name.length + 3) }));
  const lines: string[] = [];
  for (let start = 0; start < printed.length; ) {
    let end = start;
    while (printed[end]?.aligns) end++;
    const width = Math.max(0, ...printed.slice(start, end).map(({ name }) => columns(name)));
    for (const { name, text } of printed.slice(start, end))
      lines.push(`${indent}${name}${" ".repeat(width - columns(name))} = ${text}`);
    const other = printed[end];
    if (other) lines.push(`${indent}${other.name} = ${other.text}`);
    start = end + 1;
  }
  return lines.join("\n");
}

const PLAIN = /^[ -~]*$/;
const graphemes = new Intl.Segmenter();

/** What Terraform counts as columns: characters as people see them. */
function columns(text: string): number {
  // Asking takes long, and nearly all keys are plain.
  return PLAIN.test(text) ? text.length : [...graphemes.segment(text)].length;
}

interface Layout {
  readonly text: string;
  /** Whether its line takes part in the alignment of `=`: a line that opens a bracket does not. */
  readonly aligns: boolean;
}

/** @param before columns that are taken on the first line already */
function layout(value: Expr, indent: string, before: number): Layout {
  if (value.kind === "object" && value.fields.length > 0)
    return { text: printObject(value.fields, indent), aligns: false };
  if (value.kind === "call") {
    const [only] = value.args;
    // `jsonencode({` and the like open the brackets of their argument on the same line.
    if (only && value.args.length === 1 && (only.kind === "object" || only.kind === "tuple")) {
      const inner = layout(only, indent, before + value.name.length + 1);
      return { text: `${value.name}(${inner.text}${value.expand ? "..." : ""})`, aligns: inner.aligns };
    }
  }
  if (value.kind === "template") {
    const heredoc = printHeredoc(value, indent);
    if (heredoc) return heredoc;
  }
  const text = printExpression(value);
  if (value.kind !== "tuple" || value.items.length === 0 || fits(text, indent.length + before))
    return { text, aligns: !text.includes("\n") };
  return { text: printTuple(value.items, indent), aligns: false };
}

function fits(text: string, before: number): boolean {
  return before + text.length <= WIDTH && !text.includes("\n") && !text.includes("{ ");
}

function printObject(
  fields: readonly { readonly key: Expr; readonly value: Expr }[],
  indent: string,
): string {
  const lines = printFields(
    fields.map(({ key, value }) => [printExpression(key), value]),
    indent + INDENT,
  );
  return `{\n${lines}\n${indent}}`;
}

function printTuple(items: readonly Expr[], indent: string): string {
  const inner = indent + INDENT;
  const lines = items.map((item) => {
    const line = printExpression(item);
    const short = inner.length + line.length < WIDTH && !line.includes("\n");
    return `${inner}${short && isFlat(item) ? line : printItem(item, inner)},\n`;
  });
  return `[\n${lines.join("")}${indent}]`;
}

/** Whether something reads well on one line: a value, or an object or list of values. */
function isFlat(item: Expr): boolean {
  if (item.kind === "object")
    return item.fields.every(({ value }) => value.kind !== "object" && value.kind !== "tuple");
  if (item.kind === "tuple") return item.items.every((one) => one.kind !== "tuple" && isFlat(one));
  return true;
}

/** A heredoc cannot be an item: the comma would stand on a line of its own. */
function printItem(item: Expr, indent: string): string {
  if (item.kind === "tuple" && item.items.length > 0) return printTuple(item.items, indent);
  return item.kind === "object" ? layout(item, indent, 0).text : printExpression(item);
}

const MARKER = "EOT";

/** Text of several lines as such, where that is the same text. */
function printHeredoc({ parts, constant }: Template, indent: string): Layout | undefined {
  const last = parts.at(-1);
  if (last?.kind !== "text" || !isHeredocText(parts)) return undefined;
  const inner = indent + INDENT;
  const whole = last.text.endsWith("\n");
  if (!whole && constant) return undefined;
  const body = parts
    .map((part) => (part.kind === "text" ? escapeSequences(part.text) : printSequence(part)))
    .join("");
  const lines = (whole ? body.slice(0, -1) : body).split("\n");
  const text = lines.map((line) => `${line && inner}${line}\n`).join("");
  // A heredoc ends with a line end; a text that does not is cut back to what it was.
  return whole
    ? { text: `<<-${MARKER}\n${text}${indent}${MARKER}`, aligns: true }
    : { text: `chomp(<<-${MARKER}\n${text}${indent}${MARKER}\n${indent})`, aligns: false };
}

/** Whether Terraform reads the same text out of an indented heredoc. */
function isHeredocText(parts: readonly Part[]): boolean {
  const text = parts.map((part) => (part.kind === "text" ? part.text : printSequence(part))).join("");
  const lines = text.split("\n");
  if (lines.length < 3) return false;
  return (
    parts.every((part, index) =>
      part.kind === "text"
        ? !/[^\P{Cc}\n]|\$$|%$/u.test(part.text) ||
          (index === parts.length - 1 && !/[^\P{Cc}\n]/u.test(part.text))
        : !printSequence(part).includes("\n") && part.kind === "interpolation" && !part.left && !part.right,
    ) &&
    lines.every((line) => line === "" || line.trim() !== "") &&
    lines.every((line) => line.trim() !== MARKER) &&
    // Something has to stand at the margin, or the common indentation would go.
    lines.some((line) => line !== "" && line.trimStart() === line)
  );
}
