import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { ROOT } from "../../../src/cli/paths";
import { capacity, limiter } from "../../../src/cli/side-by-side";
import { command, interrupted } from "../../support/cli";
import { type FakeTerraform, fakeTerraform } from "../../support/fake-terraform";

const STACKS = ["takeoff-state", "takeoff-registry", "takeoff-staging", "takeoff-production"];
const GB = 1024 ** 3;

let fake: FakeTerraform;
afterEach(() => fake?.close());

const landform = (...args: string[]) => command("bin/landform.js", args, fake.env);

test.each([
  [{ cores: 8, memory: 32 * GB }, 8],
  [{ cores: 8, memory: 5 * GB }, 4],
  [{ cores: 1, memory: 32 * GB }, 1],
  [{ cores: 4, memory: 0.2 * GB }, 1],
])("a machine with %j takes %i", (machine, expected) => expect(capacity(machine)).toBe(expected));

test("never more at a time than there are places, in the order in which it came, also after a failure", async () => {
  const inTurn = limiter(() => 2);
  const begun: number[] = [];
  let [now, most] = [0, 0];
  const work = async (index: number) => {
    begun.push(index);
    most = Math.max(most, ++now);
    await sleep(5);
    now--;
    if (index === 1) throw new Error("one");
    return index;
  };
  const ended = await Promise.allSettled([0, 1, 2, 3, 4].map((index) => inTurn(() => work(index))));
  expect(most).toBe(2);
  expect(begun).toEqual([0, 1, 2, 3, 4]);
  expect(ended.map(({ status }) => status === "fulfilled")).toEqual([true, false, true, true, true]);
});

describe.each(["plan", "validate"])("%s", (what) => {
  test("never begins more than this machine takes, and begins in the order in which stacks are listed", async () => {
    fake = fakeTerraform("sleep 0.3");
    expect((await landform(what, "takeoff")).code).toBe(0);
    const notes = fake.notes().filter((note) => note.startsWith(what));
    let [now, most] = [0, 0];
    for (const note of notes) {
      now += note.endsWith("ended") ? -1 : 1;
      most = Math.max(most, now);
    }
    expect(most).toBeLessThanOrEqual(os.availableParallelism());
    expect(most > 1).toBe(capacity() > 1);
    const inits = fake.notes().filter((note) => note.startsWith("init") && !note.endsWith("ended"));
    expect(inits.map((note) => note.slice("init ".length)).sort()).toEqual([...STACKS].sort());
  });

  test("a stack that fails hides no other, and its exit code is that of the command", async () => {
    fake = fakeTerraform('if [ "$stack" = takeoff-state ]; then echo "Error: no" >&2; exit 1; fi');
    const { code, stdout, stderr } = await landform(what, "takeoff");
    expect(code).toBe(1);
    expect(stderr).toContain(`takeoff-state: terraform ${what} failed (1)\nError: no\n`);
    expect(stderr.trimEnd().split("\n").at(-1)).toBe("1 of 4 stacks failed: takeoff-state");
    for (const stack of STACKS.slice(1)) expect(stdout).toContain(stack);
    expect(fake.notes()).toContain(`${what} takeoff-production ended`);
  });
});

test("what is wrong for all stacks is said once", async () => {
  fake = fakeTerraform("");
  fs.rmSync(path.join(fake.work, "terraform"));
  const { code, stderr } = await landform("validate", "takeoff");
  expect(code).toBe(1);
  expect(stderr.match(/is not installed, or not on the PATH/g)).toHaveLength(1);
});

describe("plan", () => {
  test("what a stack says comes whole, under its name", async () => {
    fake = fakeTerraform("for line in 1 2 3; do echo $stack $line; sleep 0.1; done");
    const { code, stdout } = await landform("plan", "takeoff");
    expect(code).toBe(0);
    const blocks = stdout.split("\n\n").map((block) => block.trim());
    expect(blocks.sort()).toEqual(STACKS.map((name) => [name, 1, 2, 3].join(`\n${name} `)).sort());
  });

  test("letters of more than one byte arrive whole", async () => {
    fake = fakeTerraform("yes '│ ╵' | head -n 20000");
    const { stdout } = await landform("plan", "takeoff");
    expect(stdout.match(/│ ╵\n/g)).toHaveLength(80_000);
  });

  test("one stack alone shows what it says", async () => {
    fake = fakeTerraform("echo $stack plans; echo a warning >&2");
    const { stdout, stderr } = await landform("plan", "takeoff-state");
    expect(stdout).toBe("\ntakeoff-state\ntakeoff-state plans\n");
    expect(stderr).toContain("a warning\n");
  });

  test.each([
    ["", 2],
    ['if [ "$stack" = takeoff-state ]; then exit 1; fi;', 1],
  ])("with --detailed-exitcode and %j it ends with %i", async (first, expected) => {
    fake = fakeTerraform(`${first} if [ "$stack" = takeoff-staging ]; then exit 2; fi`);
    expect((await landform("plan", "takeoff", "--detailed-exitcode")).code).toBe(expected);
  });

  test("an interrupt reaches everything that runs, once, and nothing begins after it", async () => {
    fake = fakeTerraform('trap "echo saved; kill \\$!; exit 1" INT; sleep 60 & wait');
    const ended = await interrupted(process.execPath, ["bin/landform.js", "plan", "takeoff"], {
      cwd: ROOT,
      env: { ...process.env, ...fake.env },
      moment: "terraform plan …",
      pauseMs: 300,
    });
    const begun = fake.notes().filter((note) => note.startsWith("plan"));
    const places = begun.length;
    expect(places).toBeLessThanOrEqual(os.availableParallelism());
    expect(ended.code, ended.output).toBe(130);
    expect(ended.output.match(/interrupted: waiting until Terraform has saved its state/g)).toHaveLength(1);
    expect(ended.output.match(/^saved$/gm)).toHaveLength(places);
    expect(ended.output).toContain(`${places} of 4 stacks failed: ${STACKS.slice(0, places).join(", ")}`);
    if (places < STACKS.length)
      expect(ended.output).toContain(`not done: ${STACKS.slice(places).join(", ")}`);
  });
});
