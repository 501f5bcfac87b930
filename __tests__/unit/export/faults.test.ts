import { describe, expect, test } from "vitest";
import type { Config } from "../../../src/export";
import { written } from "../../support/hcl";

describe("what is not known is refused by name", () => {
  const faults = (config: Config) =>
    written(config).faults.map(({ place, message }) => `${place}: ${message}`);

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
    const { files, faults } = written({ list: {}, resource: { aws_vpc: { v: { a: 1, b: 2 } } } });
    expect(faults).toHaveLength(3);
    expect(files.size).toBe(0);
  });
});
