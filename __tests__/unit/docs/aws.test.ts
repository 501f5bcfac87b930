import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../../../src/cli/paths";
import type { Json } from "../../../src/engine";
import { exists, hasHeading, hasTest, named, quoted, tableRows } from "../../support/ledger";
import { app } from "../../support/synth";
import { stacks } from "../../support/takeoff";
import { Twice } from "../../support/twice";
import { rows as refusals } from "../refusals/rows";

const LEDGER = "docs/aws.md";
const DECISIONS = ["shaped", "refused", "emulated", "told", "later", "not ours"];

const rows = tableRows(LEDGER, 5).map(([truth = "", source = "", decision = "", code = "", proof = ""]) => ({
  ...{ truth, source, decision, proof },
  code: quoted(code),
}));
/** A module's test, and one that asks the emulator, where there are both. */
const proofs = (cell: string) => cell.split(/; (?=`)/).map(named);
const of = (...decisions: readonly string[]) => rows.filter(({ decision }) => decisions.includes(decision));
const told = (found: readonly { readonly truth: string }[]) => found.map(({ truth }) => truth);

describe("the ledger of what AWS refuses", () => {
  test("has a decision and a source for each truth, and each once", () => {
    expect(rows.length).toBeGreaterThanOrEqual(180);
    expect(told(rows.filter(({ decision }) => !DECISIONS.includes(decision)))).toEqual([]);
    const sources = /#\d+|guide|doc|re:Post|API|source|https:/;
    expect(told(rows.filter(({ source }) => !sources.test(source)))).toEqual([]);
    expect(new Set(told(rows)).size).toBe(rows.length);
  });

  test("counts them right", () => {
    const counts = Object.fromEntries(
      tableRows(LEDGER, 3).map(([name = "", , count]) => [name, Number(count)]),
    );
    const found = Object.fromEntries(DECISIONS.map((decision) => [decision, of(decision).length]));
    expect(counts).toEqual(found);
  });

  test("names code that exists", () => {
    const handled = of("shaped", "refused", "emulated");
    expect(told(handled.filter(({ code }) => code.length === 0 || !code.every(exists)))).toEqual([]);
    const emulator = of("emulated").filter(
      ({ code }) => !code.some((file) => file.startsWith("tools/emulator/")),
    );
    expect(told(emulator)).toEqual([]);
  });

  test("names tests that exist: of what is refused, the row with the whole message", () => {
    const names = refusals.map(({ name }) => name);
    const isThere = ({ file, title }: ReturnType<typeof named>) =>
      file === "__tests__/unit/refusals/rows.ts" ? names.includes(title) : hasTest(file, title);
    const missing = of("shaped", "refused", "emulated").filter(({ proof }) => !proofs(proof).every(isThere));
    expect(missing.map(({ truth, proof }) => `${truth}: ${proof}`)).toEqual([]);
    const unasked = of("emulated").filter(
      ({ proof }) =>
        !proofs(proof).some(({ file }) => /^__tests__\/(?:emulator|support\/refusals)\//.test(file)),
    );
    expect(told(unasked)).toEqual([]);
  });

  test("names the chapter where something is told, and why something is not ours", () => {
    const untold = of("told").filter(({ proof }) => {
      const { file, title } = named(proof);
      return !hasHeading(file, title);
    });
    expect(told(untold)).toEqual([]);
    expect(told(of("not ours").filter(({ proof }) => proof.split(" ").length < 5))).toEqual([]);
  });
});

/** What stacks have: the program's own, and two of every module. */
const twice = app();
new Twice(twice);
const configs = [...stacks.values(), ...twice.resolveStacks().map(({ config }) => config)];
const resources = configs.flatMap((config) =>
  Object.entries((config.resource ?? {}) as Record<string, Record<string, Json>>).flatMap(([type, named]) =>
    Object.values(named).map((resource) => ({ type, resource })),
  ),
);
const texts = configs.map((config) => JSON.stringify(config));

/** Types that modules and environments import, also where no stack uses them yet. */
const imported = ["modules", "environments"]
  .flatMap((folder) =>
    fs
      .readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .map((file) => path.join(ROOT, folder, file)),
  )
  .filter((file) => file.endsWith(".ts"))
  .flatMap((file) => [...fs.readFileSync(file, "utf8").matchAll(/@cdktf\/provider-aws\/lib\/([a-z0-9-]+)"/g)])
  .map(([, name = ""]) => `aws_${name.replaceAll("-", "_")}`);

/** Whether something is emitted: a type, an argument of one, one value of it, or any other text. */
function isEmitted(what: string): boolean {
  const [, type, argument, value] = /^(aws_\w+)(?:\.(\w+)(?:=(\w+))?)?$/.exec(what) ?? [];
  if (!type) return texts.some((text) => text.includes(what));
  if (!argument) return imported.includes(type) || resources.some((one) => one.type === type);
  return resources.some(
    ({ type: own, resource }) =>
      own === type && argument in resource && (value === undefined || String(resource[argument]) === value),
  );
}

test("what is left for later is not emitted yet: with its type its rows have to be decided", () => {
  const later = of("later");
  expect(later.length).toBeGreaterThan(40);
  expect(told(later.filter(({ code }) => code.length === 0))).toEqual([]);
  const emitted = later.flatMap(({ truth, code }) =>
    code.filter(isEmitted).map((what) => `${truth}: ${what}`),
  );
  expect(emitted).toEqual([]);
});

test("what is emitted is found in every form", () => {
  expect(
    [
      "aws_ecs_service",
      "aws_lb.load_balancer_type",
      "aws_lb.load_balancer_type=application",
      "ssmmessages:",
    ].filter(isEmitted),
  ).toHaveLength(4);
  expect(isEmitted("aws_lb.load_balancer_type=network")).toBe(false);
});
