import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "../../src/cli/paths";
import type { StackInfo } from "../../src/cli/stacks";
import { mustTerraform } from "../../src/cli/terraform";
import { type Bench, bench, succeeded } from "../support/terraform";
import { TWICE_STATE, Twice } from "../support/twice";

/** What modules make for those that need it; and the state, which has one home a platform. */
const MADE_BY_OTHERS = [
  "DeadLetterQueue",
  "Listener",
  "LogDelivery",
  "LogGroup",
  "ProvidedSecret",
  "PythonFunction",
  "Role",
  "SecretRotation",
  "SecurityGroup",
  "StateStore",
  "TargetGroup",
];

let place: Bench;
let stack: StackInfo;

beforeAll(async () => {
  place = await bench(TWICE_STATE);
  [stack] = place.write((app) => void new Twice(app)) as [StackInfo];
  await place.init(stack);
});
afterAll(() => place.close());

test("two of every module are a platform of less than 200 lines", () => {
  const program = fs.readFileSync(path.join(ROOT, "__tests__/support/twice.ts"), "utf8");
  expect(program.slice(program.indexOf("export class")).split("\n").length).toBeLessThan(200);
  for (const folder of fs.readdirSync(path.join(ROOT, "modules"))) {
    const index = fs.readFileSync(path.join(ROOT, "modules", folder, "index.ts"), "utf8");
    const modules = [...index.matchAll(/^export \{([^}]+)\}/gm)]
      .flatMap(([, names = ""]) => names.split(",").map((name) => name.trim()))
      .filter((name) => /^[A-Z][a-z]/.test(name) && !MADE_BY_OTHERS.includes(name));
    for (const name of modules) {
      const made = program.match(new RegExp(`new ${name}\\(`, "g"))?.length ?? 0;
      const inLoop = new RegExp(`for \\([^\\n]*\\n? *new ${name}\\(`).test(program);
      expect(made >= 2 || inLoop, `two of ${name}`).toBe(true);
    }
  }
});

test("validate without a warning", async () => {
  const result = JSON.parse(await mustTerraform(stack, ["validate", "-json"]));
  expect(result).toMatchObject({ valid: true, error_count: 0, warning_count: 0 });
});

test("apply in one go", async () => {
  succeeded(await place.run(stack, "apply", "-auto-approve"));
});

test("plan nothing afterwards", async () => {
  const { code, output } = await place.run(stack, "plan", "-detailed-exitcode");
  expect(code, output).toBe(0);
});

test("are destroyed without a rest", async () => {
  succeeded(await place.run(stack, "destroy", "-auto-approve"));
  expect(succeeded(await place.read(stack, "state", "list")).trim()).toBe("");
});
