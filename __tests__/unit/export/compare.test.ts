import { expect, test } from "vitest";
import { comparePlans } from "../../../src/export";

const plan = (more: object = {}) => ({
  timestamp: "2026-01-01",
  terraform_version: "1.11.4",
  resource_changes: [
    {
      address: "aws_vpc.a",
      change: { actions: ["create"], after: { tags: { Name: "x" } }, after_sensitive: {} },
    },
  ],
  ...more,
});
const configuration = (resource: object, more: object = {}) =>
  plan({ configuration: { root_module: { resources: [{ address: "aws_vpc.a", ...resource }] }, ...more } });

test("equal plans have no differences, whenever they were made", () => {
  expect(comparePlans(plan(), plan({ timestamp: "2027-01-01" }))).toEqual([]);
});

test("a difference has address and path", () => {
  const other = plan({
    resource_changes: [
      {
        address: "aws_vpc.a",
        change: { actions: ["update"], after: { tags: {} }, after_sensitive: { tags: true } },
      },
      { address: "aws_vpc.b", change: { actions: ["create"] } },
    ],
    output_changes: { id: { actions: ["create"] } },
    variables: { a: { value: 1 } },
  });
  expect(comparePlans(plan(), other)).toEqual([
    { address: "aws_vpc.a", path: "change.actions.0", left: "create", right: "update" },
    { address: "aws_vpc.a", path: "change.after.tags.Name", left: "x", right: undefined },
    { address: "aws_vpc.a", path: "change.after_sensitive.tags", left: undefined, right: true },
    {
      address: "aws_vpc.b",
      path: "",
      left: undefined,
      right: { address: "aws_vpc.b", change: { actions: ["create"] } },
    },
    { address: "output.id", path: "", left: undefined, right: { actions: ["create"] } },
    { address: "variables", path: "", left: undefined, right: { a: { value: 1 } } },
  ]);
});

test("an empty list is not an empty table, and null is not nothing", () => {
  const [list, table, nothing] = [[], {}, null].map((value) => plan({ checks: value }));
  expect(comparePlans(list ?? {}, table ?? {})).toHaveLength(1);
  expect(comparePlans(nothing ?? {}, plan())).toHaveLength(1);
});

test("deposed objects and drift are things of their own", () => {
  const one = { address: "aws_vpc.a", change: { actions: ["delete"] } };
  const differences = comparePlans(
    plan({ resource_changes: [one], resource_drift: [one] }),
    plan({ resource_changes: [{ ...one, deposed: "1" }] }),
  );
  expect(differences.map(({ address }) => address)).toEqual([
    "aws_vpc.a",
    "aws_vpc.a (drift)",
    "aws_vpc.a 1",
  ]);
});

test("of an expression counts what it refers to, in whatever order; constants stand elsewhere in the plan", () => {
  const left = configuration({
    expressions: {
      tags: { references: ["a", "b", "a"] },
      policy: { constant_value: "{}" },
      other: { constant_value: 1 },
    },
    depends_on: ["x", "y"],
  });
  const right = configuration({
    expressions: { tags: { references: ["b", "a"] }, policy: {} },
    depends_on: ["y", "x"],
  });
  expect(comparePlans(left, right)).toEqual([]);
  const other = configuration({ expressions: { tags: { references: ["b"] } }, depends_on: ["x"] });
  expect(comparePlans(left, other).map(({ path }) => path)).toEqual([
    "expressions.tags.references.0",
    "expressions.tags.references.1",
    "depends_on.1",
  ]);
});

test("what a provider is given counts, unless it is written as a template", () => {
  const provider = (region: string) =>
    configuration(
      {},
      { provider_config: { aws: { name: "aws", expressions: { region: { constant_value: region } } } } },
    );
  expect(comparePlans(provider("us-east-1"), provider("eu-west-1"))).toMatchObject([
    { address: "provider.aws", path: "expressions.region.constant_value" },
  ]);
  expect(comparePlans(provider("$${x}"), provider("$${x}"))).toEqual([]);
});
