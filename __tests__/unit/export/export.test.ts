import { describe, expect, test } from "vitest";
import { type Config, exportStack } from "../../../src/export";
import { BASE, EVERYTHING } from "../../support/everything";
import { schema } from "../../support/pair";

const digest = schema();

function files(config: Config): ReadonlyMap<string, string> {
  const { files, faults } = exportStack(config, "shop", digest);
  expect(faults).toEqual([]);
  return files;
}

/** Text of the only file of a configuration. */
function only(config: Config): string {
  const written = files(config);
  expect(written.size).toBe(1);
  return [...written.values()].join();
}

const at = (path: string) => ({ "//": { metadata: { path, uniqueId: path } } });
const data = (input: unknown) => only({ resource: { terraform_data: { x: { input } } } });
const body = (input: unknown) => data(input).split("\n").slice(2, -2).join("\n");

describe("a folder", () => {
  test("has a file for each kind of block, and one per module", () => {
    expect([...files({ ...BASE, ...EVERYTHING }).keys()]).toEqual([
      "backend.tf",
      "checks.tf",
      "child.tf",
      "imports.tf",
      "locals.tf",
      "main.tf",
      "moved.tf",
      "outputs.tf",
      "providers.tf",
      "removed.tf",
      "variables.tf",
      "versions.tf",
    ]);
  });

  test("calls a file by its module, and never by a name that Terraform merges into others", () => {
    const resource = {
      terraform_data: {
        a: at("shop/Web App/@x"),
        b: at("shop/my_override/@x"),
        c: at("shop/override/deep/@x"),
        d: at("shop/d"),
      },
    };
    expect([...files({ resource }).keys()]).toEqual([
      "main.tf",
      "my_override_module.tf",
      "override_module.tf",
      "web_app.tf",
    ]);
  });

  test("tells each block's construct path, and a move's by what has moved", () => {
    const written = files({
      resource: { terraform_data: { vpc: at("shop/network/@vpc") } },
      moved: [{ from: "terraform_data.old", to: "terraform_data.vpc" }],
      output: { id: { ...at("shop/id"), value: 1 } },
      removed: [{ from: "terraform_data.gone" }],
    });
    expect(written.get("network.tf")).toBe('# shop/network/@vpc\nresource "terraform_data" "vpc" {}\n');
    expect(written.get("moved.tf")).toBe(
      "# shop/network/@vpc\nmoved {\n  from = terraform_data.old\n  to   = terraform_data.vpc\n}\n",
    );
    expect(written.get("outputs.tf")).toBe('# shop/id\noutput "id" {\n  value = 1\n}\n');
    expect(written.get("removed.tf")).toContain("# shop\nremoved {");
  });

  test("shows what others refer to before them, and what is a module's own first", () => {
    const text = only({
      resource: {
        aws_subnet: {
          a: { ...at("shop/net/public/a"), vpc_id: "${aws_vpc.net.id}" },
          b: { ...at("shop/net/public/b"), vpc_id: "${aws_vpc.net.id}" },
        },
        aws_flow_log: {
          net: {
            ...at("shop/net/logs/@flow_log"),
            vpc_id: "${aws_vpc.net.id}",
            depends_on: ["aws_iam_role.net"],
          },
        },
        aws_iam_role: { net: at("shop/net/logs/@role") },
        aws_vpc: { net: at("shop/net/@vpc") },
      },
    });
    const labels = [...text.matchAll(/^resource "(\w+)" "(\w+)"/gm)].map(
      ([, type, name]) => `${type}.${name}`,
    );
    expect(labels).toEqual([
      "aws_vpc.net",
      "aws_iam_role.net",
      "aws_flow_log.net",
      "aws_subnet.a",
      "aws_subnet.b",
    ]);
  });
});

describe("a resource", () => {
  test("has its parts in the order in which people write them", () => {
    const text = only({
      resource: {
        aws_sqs_queue: {
          q: {
            depends_on: ["aws_vpc.v", 'module.m["k"]'],
            lifecycle: {
              ignore_changes: ["tags", "name"],
              prevent_destroy: false,
              create_before_destroy: true,
            },
            name: "q",
            delay_seconds: 0,
            tags: { Name: "q" },
            timeouts: { create: "5m" },
            for_each: '${toset(["a"])}',
            provider: "aws.other",
          },
        },
      },
    });
    expect(text).toBe(`# shop
resource "aws_sqs_queue" "q" {
  provider = aws.other
  for_each = toset(["a"])

  delay_seconds = 0
  name          = "q"
  tags = {
    Name = "q"
  }

  timeouts {
    create = "5m"
  }

  lifecycle {
    create_before_destroy = true
    prevent_destroy       = false
    ignore_changes        = [tags, name]
  }

  depends_on = [aws_vpc.v, module.m["k"]]
}
`);
  });

  test("keeps lists that look like blocks as they are: an empty one removes rules", () => {
    const text = only({ resource: { aws_security_group: { closed: { ingress: [], egress: null } } } });
    expect(text).toContain("  egress  = null\n  ingress = []\n");
  });

  test("has no block for null or an empty list", () => {
    expect(only({ resource: { aws_sqs_queue: { q: { timeouts: null } } } })).toBe(
      '# shop\nresource "aws_sqs_queue" "q" {}\n',
    );
  });
});

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
  ])("%j", (value, expected) => expect(body(value)).toBe(expected));

  test("long lists stand below each other", () => {
    const long = Array.from({ length: 12 }, (_, index) => `subnet-${index}0000`);
    expect(body(long).split("\n")).toHaveLength(14);
  });

  test("text of several lines stands as such", () => {
    expect(body("#!/bin/sh\n\n  echo ${var.a}\n")).toBe(
      "  input = <<-EOT\n    #!/bin/sh\n\n      echo ${var.a}\n  EOT",
    );
    expect(body("a\nb\nc")).toBe("  input = chomp(<<-EOT\n    a\n    b\n    c\n  EOT\n  )");
  });

  test.each([
    ["all indented", " a\n b\n c\n"],
    ["lines of spaces", "a\n  \nb\n"],
    ["the end marker", "a\nEOT\nb\n"],
    ["a tab", "a\n\tb\nc\n"],
    ["an interpolation at the end", "a\nb\n${var.a}"],
    ["a $ before an interpolation", "a\nb\n$ ${~ var.a}\n"],
  ])("but not with %s, where a heredoc would be another text", (_, text) => {
    expect(body(text)).toMatch(/^ {2}input = ".*"$/);
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
    expect(body(text)).toBe(`  input = ${expected}`),
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
  ])("stays as it is with %s", (_, text) => expect(body(text)).not.toContain("jsonencode"));
});

describe("what is not known is refused by name", () => {
  const faults = (config: Config) =>
    exportStack(config, "shop", digest).faults.map(({ place, message }) => `${place}: ${message}`);

  test.each<[string, Config]>([
    ["list: is not known to the writer", { list: {} }],
    [
      "resource.aws_nothing.x: no provider of the schema digest has a resource aws_nothing",
      { resource: { aws_nothing: { x: {} } } },
    ],
    [
      "data.aws_nothing.x: no provider of the schema digest has data aws_nothing",
      { data: { aws_nothing: { x: {} } } },
    ],
    ["resource.aws_vpc.v.cidrBlock: is not known here", { resource: { aws_vpc: { v: { cidrBlock: "x" } } } }],
    [
      "resource.aws_vpc.v.lifecycle.destroy: is not known here",
      { resource: { aws_vpc: { v: { lifecycle: { destroy: true } } } } },
    ],
    [
      "resource.aws_vpc.v.dynamic.nothing: is not known here",
      { resource: { aws_vpc: { v: { dynamic: { nothing: { for_each: [], content: {} } } } } } },
    ],
    [
      'resource.aws_lb.l.access_logs: "${var.x}" is no block: Terraform wants an object, or a list of objects',
      { resource: { aws_lb: { l: { access_logs: "${var.x}" } } } },
    ],
    [
      'resource.aws_vpc.v.depends_on: "${aws_vpc.w}" is not an address such as aws_vpc.main',
      { resource: { aws_vpc: { v: { depends_on: ["${aws_vpc.w}"] } } } },
    ],
    ['variable.v.type: "list(" is not a type', { variable: { v: { type: "list(" } } }],
    [
      'resource.terraform_data.x.input.a: "${b c}" is no template of Terraform: expected }, found "c}"',
      { resource: { terraform_data: { x: { input: { a: "${b c}" } } } } },
    ],
    [
      'provider.gcp: the schema digest has no provider "", which is what required_providers says',
      { provider: { gcp: {} } },
    ],
    [
      "terraform.backend.kubernetes: nobody publishes which arguments of this backend are blocks: only those of s3, local, http and remote are known",
      { terraform: { backend: { kubernetes: {} } } },
    ],
    ["check.c.nothing: is not known here", { check: { c: { nothing: {} } } }],
  ])("%s", (expected, config) => expect(faults(config)).toEqual([expected]));

  test("all at once, and nothing is written", () => {
    const { files, faults } = exportStack(
      { list: {}, resource: { aws_vpc: { v: { a: 1, b: 2 } } } },
      "shop",
      digest,
    );
    expect(faults).toHaveLength(3);
    expect(files.size).toBe(0);
  });
});

test("where state is kept, in whatever way", () => {
  const written = files({
    terraform: [
      { required_version: ">= 1.11", cloud: { organization: "o", workspaces: { tags: ["a"] } } },
      {
        backend: { remote: { hostname: "h", workspaces: [{ prefix: "p-" }] } },
        provider_meta: { aws: { user_agent: ["x"] } },
      },
    ],
  });
  expect(written.get("backend.tf")).toContain(
    '  cloud {\n    organization = "o"\n\n    workspaces {\n      tags = ["a"]',
  );
  expect(written.get("backend.tf")).toContain(
    '  backend "remote" {\n    hostname = "h"\n\n    workspaces {\n      prefix = "p-"',
  );
  expect(written.get("versions.tf")).toContain('  provider_meta "aws" {\n    user_agent = ["x"]');
});
