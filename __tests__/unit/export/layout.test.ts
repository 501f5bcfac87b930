import { describe, expect, test } from "vitest";
import { json } from "../../../src/engine";
import { BASE, EVERYTHING } from "../../support/everything";
import { files, only } from "../../support/hcl";

const at = (path: string) => ({ "//": { metadata: { path, uniqueId: path } } });

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

  test("has comments of one line, whatever an id is made of", () => {
    const text = only({ resource: { terraform_data: { x: at('shop/a\nresource "x" "y" {}/@x') } } });
    expect(text).toBe('# shop/a resource "x" "y" {}/@x\nresource "terraform_data" "x" {}\n');
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

describe("a policy", () => {
  const written = (policy: unknown) =>
    only({ resource: { aws_sqs_queue: { q: { policy: json(policy) } } } })
      .split("\n")
      .slice(3, -2)
      .join("\n");

  test("has its elements in the order in which people write them", () => {
    const statement = {
      Action: "sqs:SendMessage",
      Condition: { StringEquals: { "aws:SourceAccount": "123456789012", "aws:PrincipalType": "x" } },
      Effect: "Allow",
      Principal: { Service: "sns.amazonaws.com", AWS: "*" },
      Resource: "${aws_sqs_queue.q.arn}",
      Sid: "Send",
    };
    const others = {
      NotAction: ["a:B"],
      NotPrincipal: "*",
      NotResource: ["*"],
      Effect: "Deny",
      Sid: "Others",
    };
    expect(
      written({ Version: "2012-10-17", Statement: [statement, others], Id: "queue" }),
    ).toBe(`    Version = "2012-10-17"
    Id      = "queue"
    Statement = [
      {
        Sid    = "Send"
        Effect = "Allow"
        Principal = {
          AWS     = "*"
          Service = "sns.amazonaws.com"
        }
        Action   = "sqs:SendMessage"
        Resource = aws_sqs_queue.q.arn
        Condition = {
          StringEquals = {
            "aws:PrincipalType" = "x"
            "aws:SourceAccount" = "123456789012"
          }
        }
      },
      {
        Sid          = "Others"
        Effect       = "Deny"
        NotPrincipal = "*"
        NotAction    = ["a:B"]
        NotResource  = ["*"]
      },
    ]
  })`);
  });

  test("may have one statement, no list of them", () => {
    expect(written({ Version: "2012-10-17", Statement: { Action: "*", Effect: "Deny" } })).toContain(
      '    Statement = {\n      Effect = "Deny"\n      Action = "*"\n',
    );
  });

  test("is not what other JSON is, which keeps its order", () => {
    expect(written({ Statement: { Effect: "x", Action: "y" }, Priority: 1 })).toBe(`    Priority = 1
    Statement = {
      Action = "y"
      Effect = "x"
    }
  })`);
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

  name          = "q"
  delay_seconds = 0
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

  test("has names first in its blocks too", () => {
    const parameter = [{ apply_method: "immediate", name: "log_statement", value: "ddl" }];
    const family = "postgres16";
    expect(only({ resource: { aws_db_parameter_group: { p: { family, parameter } } } })).toContain(
      '    name         = "log_statement"\n    apply_method = "immediate"\n    value        = "ddl"\n',
    );
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

test("where state is kept, in whatever way", () => {
  const text = files({
    terraform: [
      { required_version: ">= 1.11", cloud: { organization: "o", workspaces: { tags: ["a"] } } },
      {
        backend: { remote: { hostname: "h", workspaces: [{ prefix: "p-" }] } },
        provider_meta: { aws: { user_agent: ["x"] } },
      },
    ],
  });
  expect(text.get("backend.tf")).toContain(
    '  cloud {\n    organization = "o"\n\n    workspaces {\n      tags = ["a"]',
  );
  expect(text.get("backend.tf")).toContain(
    '  backend "remote" {\n    hostname = "h"\n\n    workspaces {\n      prefix = "p-"',
  );
  expect(text.get("versions.tf")).toContain('  provider_meta "aws" {\n    user_agent = ["x"]');
});
