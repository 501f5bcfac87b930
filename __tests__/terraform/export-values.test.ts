import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Pair, pair } from "../support/pair";
import { EXPRESSIONS, literalText, SURROUNDINGS, value } from "../support/templates";

// Terraform's own resource that takes any value needs no provider: plans take a second.
let roots: Pair;

beforeAll(async () => {
  roots = await pair(SURROUNDINGS);
});
afterAll(() => roots.close());

test("every kind of expression, alone, inside of text, and as JSON text", async () => {
  const inputs = EXPRESSIONS.map((text, index) => [`n${index}`, { input: `\${${text}}` }]);
  const asJson = ["var.text", "var.number", "var.flag", "local.list[0]"].map((text, index) => [
    `json${index}`,
    { input: `{"text":"\${${text}}","value":\${jsonencode(${text})}}` },
  ]);
  const found = await roots.differences({
    resource: { terraform_data: Object.fromEntries([...inputs, ...asJson]) },
    output: Object.fromEntries(
      EXPRESSIONS.map((text, index) => [`o${index}`, { value: ["x", `\${${text}}`] }]),
    ),
  });
  expect(found).toEqual([]);
});

test("any value", async () => {
  const property = fc.asyncProperty(fc.array(value, { minLength: 30, maxLength: 30 }), async (values) => {
    const named = values.map((input, index) => [`n${index}`, { input }]);
    expect(await roots.differences({ resource: { terraform_data: Object.fromEntries(named) } })).toEqual([]);
  });
  await fc.assert(property, { numRuns: 12, interruptAfterTimeLimit: 120_000, markInterruptAsFailure: false });
});

test("any text where nothing is evaluated", async () => {
  const property = fc.asyncProperty(
    fc.array(literalText, { minLength: 20, maxLength: 20 }),
    async (texts) => {
      const named = texts.map((text, index) => [
        `n${index}`,
        { description: text, default: { [text]: [text, 0, false, null, ""] }, type: "any" },
      ]);
      const variable = { ...SURROUNDINGS.variable, ...Object.fromEntries(named) };
      expect(await roots.differences({ variable })).toEqual([]);
    },
  );
  await fc.assert(property, { numRuns: 6, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: false });
});
