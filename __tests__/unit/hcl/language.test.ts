import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseExpression, parseTemplate, printExpression, SyntaxProblem } from "../../../src/hcl";
import { EXPRESSIONS, template } from "../../support/templates";

const canonical = (text: string) => printExpression(parseExpression(text));

describe("expressions", () => {
  test.each([
    ["1+2*3", "1 + 2 * 3"],
    ["(1+2)*3", "(1 + 2) * 3"],
    ["-a.b -  -1", "-a.b - -1"],
    ["a-b", "a-b"],
    ['a?"x":b==1?"y":"z"', 'a ? "x" : b == 1 ? "y" : "z"'],
    ["f ( a ,b, )", "f(a, b)"],
    ["f(list ...)", "f(list...)"],
    ["a . b [ 0 ] . c", "a.b[0].c"],
    ["a.*.b", "a.*.b"],
    ["a[*].b", "a[*].b"],
    ["a.0.b", "a.0.b"],
    ["[for k,v in m:v if k!=1]", "[for k, v in m : v if k != 1]"],
    ["{for v in m:v.a=>v...}", "{ for v in m : v.a => v... }"],
    ['{a=1,"b":2,(c)=3}', '{ a = 1, "b" = 2, (c) = 3 }'],
    ["{\na=1\n\nb=2\n}", "{ a = 1, b = 2 }"],
    ["[1, # one\n 2, // two\n /* three */ 3]", "[1, 2, 3]"],
    ['"a\\tb\\u00e9\\U0001f600"', '"a\\tbé😀"'],
    ["upper(<<-EOT\n  a\n    b\n  EOT\n)", 'upper("a\\n  b\\n")'],
    ["provider::aws::arn_parse(x)", "provider::aws::arn_parse(x)"],
  ])("%s", (written, expected) => expect(canonical(written)).toBe(expected));

  test("what is printed reads the same, and prints the same", () => {
    for (const text of EXPRESSIONS) expect(canonical(canonical(text))).toBe(canonical(text));
  });

  test.each([
    ["a b", 'expected the end of the expression, found "b"'],
    ["a +", "expected a value, found the end"],
    ["f(a", "expected ), found the end"],
    ["[1", "expected ], found the end"],
    ["{ a 1 }", 'expected =, found "1 }"'],
    ["a ? b", "expected :, found the end"],
    ["[for in x : y]", 'expected in, found "x : y]"'],
    ['"a', 'expected a closing ", found the end'],
    ['"a\nb"', 'expected a closing ", found "\\nb\\""'],
    ['"\\q"', 'expected one of \\n \\r \\t \\" \\\\ \\u \\U, found "\\\\q\\""'],
    ['"\\u12"', 'expected 4 hexadecimal digits, found "\\\\u12\\""'],
    ["<<EOT\na", 'expected a line with EOT, found "\\na"'],
    ["/* a", 'expected the end of a comment, */, found "/* a"'],
    ["a.", "expected the name of an attribute, found the end"],
  ])("%s is refused", (text, message) => {
    expect(() => parseExpression(text)).toThrow(new SyntaxProblem(message));
  });
});

describe("templates", () => {
  const text = (text: string) => ({ kind: "text", text });

  test.each([
    ["$${a} $$${b} %%{c}", [text("${a} $${b} %{c}")]],
    ["5 $ and 10 %", [text("5 $ and 10 %")]],
    ['back\\slash "quote"', [text('back\\slash "quote"')]],
    ["", []],
  ])("%s", (written, parts) => expect(parseTemplate(written)).toEqual(parts));

  test("space beside ~ goes up to the end of its line", () => {
    const texts = (written: string) =>
      parseTemplate(written).map((part) => (part.kind === "text" ? part.text : "-"));
    expect(texts("a \n ${~ x ~} \n b")).toEqual(["a \n", "-", " b"]);
    expect(texts("a\n${~ x}")).toEqual(["a", "-"]);
  });

  test.each([
    ["${HOME:-x}", 'expected }, found ":-x}"'],
    ["${", "expected a value, found the end"],
    ["%{ while }", 'expected if, else, endif, for or endfor, found " while }"'],
    ["%{ if a }x", "expected %{ endif }, found the end"],
    ["%{ else }", "expected %{ if … } before %{ else }, found the end"],
    ["%{ for v in a }%{ endif }", "expected %{ if … } before %{ endif }, found the end"],
    ["a\r\n${b}", 'expected no carriage return in a text with ${ or %{, found "\\r\\n${b}"'],
  ])("%s is refused", (written, message) => {
    expect(() => parseTemplate(written)).toThrow(new SyntaxProblem(message));
  });

  test("in quotes they mean the same as without", () => {
    fc.assert(
      fc.property(template, (written) => {
        const parts = parseTemplate(written);
        const quoted = printExpression({ kind: "template", parts });
        const again = parseExpression(quoted);
        expect(printExpression(again)).toBe(quoted);
        expect(again).toEqual({ kind: "template", parts });
      }),
    );
  });
});
