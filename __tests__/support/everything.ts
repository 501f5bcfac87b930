import { PROVIDERS } from "../../src/engine";
import { RESOURCES } from "./every-resource";

/** A configuration with everything that Terraform 1.11 knows, mostly in more than one spelling. */

const provider = {
  region: "us-east-1",
  default_tags: [{ tags: { Project: "everything", 'odd "key"': "$${x}" } }],
};

/** Providers and a module, which `terraform init` prepares. */
export const BASE = {
  terraform: {
    required_version: ">= 1.5.0",
    required_providers: { ...PROVIDERS, terraform: { source: "terraform.io/builtin/terraform" } },
    backend: { local: { path: "state.tfstate" } },
  },
  provider: { aws: [provider, { alias: "recovery", region: "eu-west-1" }], random: {} },
  module: {
    child: {
      "//": { metadata: { path: "pair/child/@module", uniqueId: "child" } },
      source: "./child",
      providers: { aws: "aws", "aws.other": "aws.recovery" },
      for_each: '${toset(["a","b"])}',
      name: "${each.key}",
      settings: { "odd key": [1, "${var.number}"], lifecycle_days: 0 },
      depends_on: ["aws_sqs_queue.plain"],
    },
  },
};

/** What the module is made of. */
export const CHILD = {
  "child/main.tf": `terraform {
  required_providers {
    aws = { source = "registry.terraform.io/hashicorp/aws", configuration_aliases = [aws.other] }
  }
}
variable "name" { type = string }
variable "settings" { type = any }
resource "aws_sqs_queue" "child" {
  provider = aws.other
  name     = var.name
}
output "arn" { value = aws_sqs_queue.child.arn }
`,
};

const described = (type: string, more: object) => ({
  type,
  description: 'Says "$${not}" %%{if} \\ ${"x"}',
  ...more,
});

export const EVERYTHING = {
  variable: {
    text: described("string", { default: "${literal} %{if} $${twice}", nullable: false }),
    number: described("number", { default: 0, sensitive: false }),
    flag: described("bool", { default: false }),
    empty: { type: "list(string)", default: [] },
    nothing: { type: "string", default: null },
    secret: { type: "string", default: "s3cr3t", sensitive: true },
    passing: { type: "string", default: "gone", ephemeral: true },
    shape: {
      type: 'object({name=string, size=optional(number,1), tags=optional(map(string),{"a b"="c"})})',
      default: { name: "n" },
      validation: [
        { condition: "${length(var.shape.name) > 0}", error_message: 'Must have a "name".' },
        { condition: "${var.shape.size >= 0 && var.shape.size < 10}", error_message: "Must be ${1}-digit." },
      ],
    },
  },
  locals: {
    no: false,
    zero: 0,
    blank: "",
    none: null,
    list: [],
    map: {},
    of: { "a.b/c": ["${var.text}"], for: 1 },
  },
  data: {
    aws_caller_identity: { current: {} },
    aws_iam_policy_document: {
      policy: {
        statement: [
          {
            actions: ["s3:*"],
            resources: ["*"],
            principals: { type: "Service", identifiers: ["x.amazonaws.com"] },
          },
          {
            effect: "Deny",
            not_actions: [],
            actions: ["iam:*"],
            resources: ["${aws_s3_bucket.bucket.arn}/$${aws:username}"],
          },
        ],
      },
    },
  },
  ephemeral: {
    // Without a precondition: `terraform show -json` of 1.11 crashes on one.
    random_password: {
      once: {
        length: 20,
        special: false,
        depends_on: ["terraform_data.imported"],
      },
    },
  },
  check: {
    reachable: {
      data: { aws_region: { here: { provider: "aws.recovery" } } },
      assert: [
        {
          condition: '${data.aws_region.here.name == "eu-west-1"}',
          error_message: "Is ${data.aws_region.here.name}.",
        },
        { condition: "${var.number >= 0}", error_message: "Negative." },
      ],
    },
  },
  moved: [
    { from: "aws_sqs_queue.before", to: "aws_sqs_queue.plain" },
    { from: "terraform_data.single", to: 'terraform_data.each["a b"]' },
  ],
  removed: [
    { from: "aws_vpc.gone", lifecycle: { destroy: false } },
    { from: "module.gone", lifecycle: [{ destroy: true }] },
  ],
  import: [
    { to: "terraform_data.imported", id: "abc-${var.number}" },
    { for_each: '${toset(["a b", "c"])}', to: "terraform_data.each[each.key]", id: "${each.value}" },
  ],
  resource: RESOURCES,
  output: {
    plain: { value: '${module.child["a"].arn}', depends_on: ["aws_sqs_queue.plain"] },
    secret: { value: "${var.secret}", sensitive: true, description: "Of ${nothing}" },
    checked: {
      value: [0, false, null, {}, []],
      precondition: [{ condition: "${var.number == 0}", error_message: "Not zero." }],
    },
    script: { value: '#!/bin/sh\nset -eu\n\n  echo "$${HOME}" ${var.text}\n' },
    cut: { value: "first\nsecond ${var.number}\nthird" },
  },
};
