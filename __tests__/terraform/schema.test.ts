import fs from "node:fs";
import { expect, test } from "vitest";
import { SCHEMA } from "../../src/cli/paths";
import { currentSchema } from "../../src/cli/schema";

test("the schema digest is what the providers say today (npm run schema writes it anew)", async () => {
  // Compared as one value first: a difference of two such texts would fill the screen for minutes.
  const [kept, current] = [fs.readFileSync(SCHEMA, "utf8").split("\n"), (await currentSchema()).split("\n")];
  expect(current.length).toBe(kept.length);
  expect(current.findIndex((line, index) => line !== kept[index])).toBe(-1);
});
