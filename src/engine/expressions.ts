/**
 * The references inside a Terraform template: `a ${aws_vpc.main.id} b` has `aws_vpc.main.id`. Quoted strings inside
 * an expression, function names, keywords, object keys and the variables of `for` are not references.
 */
export function references(template: string): string[] {
  return expressions(template).flatMap((expression) => referencesOf(expression, new Set()));
}

/** The texts between `${` and its `}`; `$${` is an escape, and braces and quotes may nest. */
function expressions(template: string): string[] {
  const found: string[] = [];
  for (let at = template.indexOf("${"); at !== -1; at = template.indexOf("${", at)) {
    if (template[at - 1] === "$") {
      at += 2;
      continue;
    }
    const end = closing(template, at + 2);
    found.push(template.slice(at + 2, end));
    at = end;
  }
  return found;
}

function closing(text: string, start: number): number {
  let depth = 1;
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (char === '"') at = endOfString(text, at);
    else if (char === "{") depth++;
    else if (char === "}" && --depth === 0) return at;
  }
  return text.length;
}

/** Position of the quote that ends a string; interpolations inside may hold quotes of their own. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at;
    else if (text[at] === "$" && text[at + 1] === "{") at = closing(text, at + 2);
  }
  return text.length;
}

const KEYWORDS = new Set(["true", "false", "null", "for", "in", "if", "else", "endif", "endfor"]);
const WORD = /[A-Za-z_][\w-]*(?:\.[A-Za-z_*][\w-]*|\[(?:\d+|\*)\])*/y;

/** @param bound variables of the `for` expressions around it */
function referencesOf(expression: string, bound: Set<string>): string[] {
  const found: string[] = [];
  for (let at = 0; at < expression.length; at++) {
    const char = expression[at] ?? "";
    if (char === '"') {
      const end = endOfString(expression, at);
      found.push(
        ...expressions(expression.slice(at + 1, end)).flatMap((inner) => referencesOf(inner, bound)),
      );
      at = end;
      continue;
    }
    if (/\d/.test(char)) {
      while (/[\w.]/.test(expression[at + 1] ?? "")) at++;
      continue;
    }
    WORD.lastIndex = at;
    const word = WORD.exec(expression)?.[0];
    if (!word) continue;
    const before = expression.slice(0, at).trimEnd();
    at += word.length - 1;
    const after = expression.slice(at + 1).trimStart();
    if (/\bfor$/.test(before) || /\bfor\s+[\w-]+\s*,$/.test(before)) bound.add(word);
    const root = word.split(/[.[]/)[0] ?? "";
    const isKey = /^(=(?!=)|:)/.test(after) && /[{,\n]$/.test(before);
    const isPart = /[.\])]$/.test(before) && before.length > 0 && expression[at - word.length] === ".";
    if (KEYWORDS.has(word) || bound.has(root) || after.startsWith("(") || isKey || isPart) continue;
    found.push(word.replace(/\[.*$/, ""));
  }
  return found;
}
