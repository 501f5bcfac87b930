import { expect, test } from "vitest";
import { digest, Schema } from "../../../src/export";

const SOURCE = "registry.terraform.io/hashicorp/aws";
const string = { type: "string", description: "a long text that nobody needs here" };
const tags = { block: { attributes: { key: string, value: string } } };

const answer = {
  format_version: "1.0",
  provider_schemas: {
    [SOURCE]: {
      provider: { block: { attributes: { region: string } } },
      resource_schemas: {
        aws_b: {
          block: {
            attributes: {
              name: string,
              size: { type: "number" },
              any: { type: "dynamic" },
              rules: { type: ["set", ["object", { ports: ["list", "number"], name: "string" }]] },
            },
            block_types: { tag: { nesting_mode: "set", ...tags } },
          },
        },
        aws_a: { block: { block_types: { tag: { nesting_mode: "list", ...tags } } } },
        aws_empty: { block: {} },
      },
      data_source_schemas: { aws_a: { block: { attributes: { id: string } } } },
      ephemeral_resource_schemas: { aws_a: { block: { attributes: { secret: string } } } },
    },
    "terraform.io/builtin/terraform": { provider: {} },
  },
};

test("holds what is needed, and what is equal once", () => {
  const lines = digest(answer).trimEnd().split("\n");
  expect(lines.filter((line) => line === '{"string":["key","value"]}')).toHaveLength(1);
  expect(lines.join()).not.toContain("nobody needs");
  expect(digest(answer)).toBe(digest(structuredClone(answer)));
});

test("answers what a block can have", () => {
  const schema = new Schema(digest(answer));
  const resource = schema.resource("aws_b");
  expect(["name", "size", "any", "none"].map((name) => resource?.attribute(name))).toEqual([
    "string",
    "number",
    "dynamic",
    undefined,
  ]);
  expect(resource?.block("tag")?.attribute("key")).toBe("string");
  expect(resource?.block("tag")).toBe(schema.resource("aws_a")?.block("tag"));
  expect(resource?.block("name")).toBeUndefined();
  expect(resource?.attributeAsBlock("rules")?.attribute("ports")).toEqual(["list", "number"]);
  expect(resource?.attributeAsBlock("name")).toBeUndefined();
  expect(schema.data("aws_a")?.attribute("id")).toBe("string");
  expect(schema.ephemeral("aws_a")?.attribute("secret")).toBe("string");
  expect(schema.provider(SOURCE)?.attribute("region")).toBe("string");
  expect(schema.provider("terraform.io/builtin/terraform")).toBeDefined();
  expect(schema.resource("aws_c")).toBeUndefined();
});

test("an answer of another shape is refused", () => {
  expect(() => digest({})).toThrow("provider_schemas");
});
