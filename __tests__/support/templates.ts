import fc from "fast-check";
import { json } from "../../src/engine";
import { parseTemplate, SyntaxProblem } from "../../src/hcl";

/** Expressions of every kind that Terraform's language has, written as carelessly as people write them. */
export const EXPRESSIONS: readonly string[] = [
  "var.text",
  "var.number",
  "var.flag",
  "local.nothing",
  "local.list[0]",
  "local.list.0",
  "local.list[*]",
  "local.objects[*].name",
  "local.objects.*.name",
  'local.map["a b"]',
  "local.map[var.text]",
  "1+2*3-4/2%3",
  "(1+2)*3",
  "-var.number",
  "!var.flag||var.flag&&!true",
  "var.number>=1&&var.number<=10||var.number!=3",
  'var.flag?"yes":"no"',
  'var.number == 1 ? "a" : var.number < 2 ? "b" : "c"',
  "[ 1,2 , 3, ]",
  '[for v in local.list:upper(v) if v!="b"]',
  '[for i,v in local.list : "${i}:${v}"]',
  "{for k,v in local.map: k=>v if v!=null}",
  "{ for o in local.objects : o.name => o.size... }",
  "{}",
  "[]",
  '{ a=1,"b c"=2 , (var.text)=3, d:4 }',
  "{\n  a = 1 # first\n  b = [\n    2, // second\n  ]\n  /* third */ c = 3\n}",
  "merge({a=1},{b=2})",
  'join(",",[local.list]...)',
  'format("%s %% %d",var.text,var.number)',
  '"plain ${var.text} \\"quoted\\" \\\\ \\u00e9 \\n"',
  '"$${not} %%{not} ${"nested ${var.text}"}"',
  "upper(<<EOT\n  a ${var.text}\n$${b}\nEOT\n)",
  "trimspace(<<-EOT\n    a\n      b\n  EOT\n)",
  'jsonencode({a=[1,"2",null,true]})',
  'try(local.map.missing,"default")',
  "1.5e3",
  "null",
  "true",
  '"%{if var.flag}on%{else}off%{endif}"',
  '"%{ for v in local.list ~}\\n${v},\\n%{ endfor ~}"',
  "provider::terraform::encode_expr({ b = 1, a = [true] })",
];

/** What the expressions refer to. */
export const SURROUNDINGS = {
  terraform: { required_providers: { terraform: { source: "terraform.io/builtin/terraform" } } },
  variable: {
    text: { type: "string", default: "a b" },
    number: { type: "number", default: 2 },
    flag: { type: "bool", default: false },
  },
  locals: {
    nothing: null,
    list: ["a", "b"],
    map: { "a b": "first", c: "second" },
    objects: [
      { name: "x", size: 1 },
      { name: "y", size: 2 },
    ],
  },
};

const token = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("a", "b c", "EOT", "é", "😀", "ﷺ", "0", "-", ".", "/", ":", "=") },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      "$",
      "%",
      "$$",
      "$${",
      "%%{",
      "{",
      "}",
      "~",
      '"',
      "\\",
      "\\n",
      "'",
      "<",
      ">",
      "&",
      "#",
    ),
  },
  { weight: 3, arbitrary: fc.constantFrom("\n", "\n\n", "\t", " ", "  ", "\r", "\u2028", "\u0001") },
);

const interpolation = fc
  .tuple(fc.constantFrom(...EXPRESSIONS.slice(0, 3)), fc.constantFrom("", "~"), fc.constantFrom("", "~"))
  .map(([expression, left, right]) => `\${${left}${expression}${right}}`);

const directive = fc.constantFrom(
  "%{ if var.flag }x%{ else }y%{ endif }",
  "%{for v in local.list}${v}%{endfor}",
  "%{~ if true ~} z %{~ endif ~}",
);

/** Text as it may stand in the JSON of a configuration, with or without interpolations. */
export const template = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: token },
      { weight: 2, arbitrary: interpolation },
      { weight: 1, arbitrary: directive },
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""))
  .filter(isTemplate);

/** Text in which nothing is evaluated. */
export const literalText = fc
  .array(fc.oneof(token, interpolation), { maxLength: 8 })
  .map((parts) => parts.join(""));

const expression = fc.constantFrom(...EXPRESSIONS).map((text) => `\${${text}}`);
const key = fc.oneof(
  fc.constantFrom("name", "a-b", "for", "null", "true", "//", "a.b", "0", "", "ä", "if", "var"),
  template,
);
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, 1e21, 1e-7, 0.1, -1.5),
);

/** Text that is JSON, as policies and container definitions are. */
const jsonText = fc
  .letrec<{ value: unknown; list: unknown; object: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom<unknown>(
        "text",
        "${var.number}",
        "${var.text}",
        "a ${var.flag} b",
        "<&>",
        "",
        1,
        1.5,
        null,
        true,
        "\n",
      ),
      fc.constantFrom("$${x}", 'q"q', "b\\b", "é"),
      tie("list"),
      tie("object"),
    ),
    list: fc.array(tie("value"), { maxLength: 3 }),
    object: fc.dictionary(fc.constantFrom("a", "B", "c d", "aws:x", "for"), tie("value"), { maxKeys: 3 }),
  }))
  .list.map(json)
  .filter(isTemplate);

/** What an argument may be in JSON. */
export const value = fc.letrec<{ value: unknown; list: unknown; object: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    { weight: 4, arbitrary: template },
    { weight: 3, arbitrary: expression },
    { weight: 1, arbitrary: number },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(null, true, false, "", [], {}) },
    { weight: 2, arbitrary: tie("list") },
    { weight: 2, arbitrary: tie("object") },
    { weight: 2, arbitrary: jsonText },
  ),
  list: fc.array(tie("value"), { maxLength: 4 }),
  object: fc.dictionary(key, tie("value"), { maxKeys: 4 }).filter(hasDistinctKeys),
})).value;

function isTemplate(text: string): boolean {
  try {
    parseTemplate(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxProblem) return false;
    throw error;
  }
}

/** Keys are templates: two that are written differently may become one. */
function hasDistinctKeys(object: Record<string, unknown>): boolean {
  const keys = Object.keys(object).map((name) => name.normalize("NFC"));
  return keys.every((name) => !name.includes("${") && !name.includes("%{")) || keys.length === 1;
}
