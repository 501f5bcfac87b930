import { describe, expect, test } from "vitest";
import type { Config } from "../../../src/export";
import { argument, files, only } from "../../support/hcl";

describe("values", () => {
  test.each<[unknown, string]>([
    [false, "  input = false"],
    [0, "  input = 0"],
    [1e21, "  input = 1e+21"],
    [null, "  input = null"],
    ["", '  input = ""'],
    ["80", '  input = "80"'],
    ['a "b" \\ \t', '  input = "a \\"b\\" \\\\ \\t"'],
    ["$${a} 100%", '  input = "$${a} 100%"'],
    ["${var.a}", "  input = var.a"],
    ["x${var.a+1}y", '  input = "x${var.a + 1}y"'],
    ["one\ntwo", '  input = "one\\ntwo"'],
    [[], "  input = []"],
    [{}, "  input = {}"],
    [["a", 1], '  input = ["a", 1]'],
    [[["a", "b"], { c: 1 }], '  input = [\n    ["a", "b"],\n    { c = 1 },\n  ]'],
    [
      { "a.b": 1, for: 2, "${var.k}": 3, "x ${var.k}": 4 },
      '  input = {\n    "a.b"        = 1\n    "for"        = 2\n    (var.k)      = 3\n    "x ${var.k}" = 4\n  }',
    ],
    [{ ünï: 1, b: 2 }, '  input = {\n    "ünï" = 1\n    b     = 2\n  }'],
  ])("%j", (value, expected) => expect(argument(value)).toBe(expected));

  test("long lists stand below each other", () => {
    const long = Array.from({ length: 12 }, (_, index) => `subnet-${index}0000`);
    expect(argument(long).split("\n")).toHaveLength(14);
  });

  test("text of several lines stands as such", () => {
    expect(argument("#!/bin/sh\n\n  echo ${var.a}\n")).toBe(
      "  input = <<-EOT\n    #!/bin/sh\n\n      echo ${var.a}\n  EOT",
    );
    expect(argument("a\nb\nc")).toBe("  input = chomp(<<-EOT\n    a\n    b\n    c\n  EOT\n  )");
  });

  test.each([
    ["all indented", " a\n b\n c\n"],
    ["lines of spaces", "a\n  \nb\n"],
    ["the end marker", "a\nEOT\nb\n"],
    ["a tab", "a\n\tb\nc\n"],
    ["an interpolation at the end", "a\nb\n${var.a}"],
    ["a $ before an interpolation", "a\nb\n$ ${~ var.a}\n"],
  ])("but not with %s, where a heredoc would be another text", (_, text) => {
    expect(argument(text)).toMatch(/^ {2}input = ".*"$/);
  });

  test("nothing is evaluated where Terraform evaluates nothing", () => {
    const text = only({ variable: { v: { description: "${a}\n\nb", default: { "${k}": "$${a} %{if}" } } } });
    expect(text).toContain('  description = "$${a}\\n\\nb"\n');
    expect(text).toContain('    "$${k}" = "$$${a} %%{if}"\n');
  });
});

describe("JSON text", () => {
  test.each([
    ["{}", "jsonencode({})"],
    ['[1,"a",true,null]', 'jsonencode([1, "a", true, null])'],
    ['{"a":"\\u003c\\u0026\\u003e"}', 'jsonencode({\n    a = "<&>"\n  })'],
    ['{"a":"x ${var.n} y","b c":[]}', 'jsonencode({\n    a     = "x ${var.n} y"\n    "b c" = []\n  })'],
    ['{"list":${jsonencode(var.list)}}', "jsonencode({\n    list = var.list\n  })"],
    ['["$${aws:username}"]', 'jsonencode(["$${aws:username}"])'],
  ])("%s is jsonencode of what it says", (text, expected) =>
    expect(argument(text)).toBe(`  input = ${expected}`),
  );

  test("a reference stays a text, though only what is known to be one stands there by itself", () => {
    const config: Config = {
      variable: { text: { type: "string" }, number: { type: "number" } },
      resource: {
        terraform_data: {
          x: {
            input:
              '["${var.text}","${var.number}","${aws_db_instance.d.master_user_secret[0].secret_arn}","${aws_db_instance.d[0].port}","${data.aws_region.r.name}","${local.x}"]',
          },
        },
      },
    };
    const text = files(config).get("main.tf");
    for (const expected of [
      "    var.text,\n",
      "tostring(var.number)",
      "    aws_db_instance.d.master_user_secret[0].secret_arn,\n",
      "tostring(aws_db_instance.d[0].port)",
      "    data.aws_region.r.name,\n",
      "tostring(local.x)",
    ])
      expect(text).toContain(expected);
  });

  test.each([
    ["another order", '{"b":1,"a":2}'],
    ["spaces", '{"a": 1}'],
    ["characters that Terraform escapes", '{"a":"<"}'],
    ["a number that Terraform writes in full", '{"a":1e+21}'],
    ["a reference that may be anything", '{"a":${var.json}}'],
    ["a reference in a key", '{"${var.k}":1}'],
    ["a directive", '{"a":"%{ if var.a }b%{ endif }"}'],
    ["something missing", '{"a":'],
    ["a key beyond ASCII", '{"ä":1}'],
  ])("stays as it is with %s", (_, text) => expect(argument(text)).not.toContain("jsonencode"));
});
