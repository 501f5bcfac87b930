import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../../../src/cli/paths";
import { problems, staging } from "../../support/synth";
import { rows, tables } from "./rows";

describe("a wrong input is refused, and says how to mend it", () => {
  test.each(rows)("$name", ({ build, problems: expected, environment }) => {
    const found = problems(build, environment ?? staging).map(({ path: where, prop, allowed, fix }) => ({
      path: where.split("/").slice(1).join("/"),
      prop,
      allowed,
      fix,
    }));
    expect(found).toEqual(expected);
  });
});

test("there are rows for every module, each with a name of its own", () => {
  // The state's names come from the platform: it has no props.
  const modules = fs.readdirSync(path.join(ROOT, "modules")).filter((name) => name !== "state");
  expect(Object.keys(tables)).toEqual(expect.arrayContaining([...modules, "core"]));
  expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
  expect(rows.length).toBeGreaterThanOrEqual(150);
});
