import type { Part } from "./ast";

const SPACE_AT_START = /^\p{White_Space}+/u;
const SPACE_AT_END = /\p{White_Space}+$/u;

/** Does what `~` asks for. Outside of quotes Terraform takes space away up to the end, or from the start, of a line only. */
export function stripped(parts: readonly Part[]): readonly Part[] {
  const result = parts
    .map((part, index): Part => {
      if (part.kind !== "text") return { ...part, left: false, right: false };
      const [before, after] = [parts[index - 1], parts[index + 1]];
      let { text } = part;
      if (before && before.kind !== "text" && before.right) {
        const end = text.indexOf("\n") + 1 || text.length;
        text = text.slice(0, end).replace(SPACE_AT_START, "") + text.slice(end);
      }
      if (after && after.kind !== "text" && after.left) {
        // A line ends with its line end.
        const start = text.slice(0, -1).lastIndexOf("\n") + 1;
        text = text.slice(0, start) + text.slice(start).replace(SPACE_AT_END, "");
      }
      return { kind: "text", text };
    })
    .filter((part) => part.kind !== "text" || part.text !== "");
  const [only] = result;
  if (parts.length === 1 || result.length !== 1 || only?.kind !== "interpolation") return result;
  // There was text, so the whole is a text: an interpolation alone would keep its type.
  return [{ ...only, of: { kind: "call", name: "tostring", args: [only.of], expand: false } }];
}

/** Takes away what all lines are indented by, as Terraform does for `<<-`. Lines of nothing but space stay as they are. */
export function withoutIndentation(parts: readonly Part[]): readonly Part[] {
  const lines = parts.flatMap((part, index) =>
    part.kind === "text" ? lineStarts(parts, index, part.text) : [],
  );
  const starts = parts.flatMap((part, index) =>
    part.kind !== "text" && beginsLine(parts, index) ? [0] : [],
  );
  const common = Math.min(...starts, ...lines.map(({ indentation }) => indentation));
  if (common === 0 || common === Number.POSITIVE_INFINITY) return parts;
  return parts.map((part, index) => {
    if (part.kind !== "text") return part;
    let text = "";
    let last = 0;
    for (const { at } of lineStarts(parts, index, part.text)) {
      text += part.text.slice(last, at);
      last = at + common;
    }
    return { kind: "text", text: text + part.text.slice(last) };
  });
}

function beginsLine(parts: readonly Part[], index: number): boolean {
  const before = parts[index - 1];
  return before === undefined || (before.kind === "text" && before.text.endsWith("\n"));
}

/** Where lines begin in a text, and how many spaces each begins with. */
function lineStarts(parts: readonly Part[], index: number, text: string) {
  const found: { readonly at: number; readonly indentation: number }[] = [];
  for (let at = beginsLine(parts, index) ? 0 : text.indexOf("\n") + 1; at < text.length; ) {
    const end = text.indexOf("\n", at);
    const line = text.slice(at, end === -1 ? undefined : end);
    const isBlank = line.replace(SPACE_AT_START, "") === "" && (end !== -1 || parts[index + 1] === undefined);
    if (!isBlank) found.push({ at, indentation: line.length - line.replace(SPACE_AT_START, "").length });
    if (end === -1) break;
    at = end + 1;
  }
  return found;
}
