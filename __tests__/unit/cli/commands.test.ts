import fs from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { command, landformIn, workFolder } from "../../support/cli";

const work = workFolder();
const landform = landformIn(work);
afterAll(() => fs.rmSync(work, { recursive: true, force: true }));

describe("landform", () => {
  test("list --json prints an array, and nothing else, on standard output", async () => {
    const { code, stdout, stderr } = await landform("list", "--json");
    expect(code, stderr).toBe(0);
    const stacks = JSON.parse(stdout) as Record<string, unknown>[];
    expect(stacks.map(({ name }) => name)).toContain("takeoff-production");
    expect(Object.keys(stacks[0] ?? {})).toEqual([
      "name",
      "platform",
      "environment",
      "part",
      "tier",
      "region",
      "directory",
      "dependsOn",
      "variables",
    ]);
    expect(stderr).toBe("");
  });

  test("list is a table for people", async () => {
    const { stdout } = await landform("list", "takeoff", "production");
    expect(stdout).toBe(
      "STACK               PLATFORM  ENVIRONMENT  TIER        REGION\ntakeoff-production  takeoff   production   production  us-east-1\n",
    );
  });

  test("synth says what it wrote", async () => {
    const { code, stdout } = await landform("synth", "takeoff-registry");
    expect(code).toBe(0);
    expect(stdout).toBe("cdktf.out/stacks/takeoff-registry/cdk.tf.json\n");
  });

  test.each([
    [["synth", "nothing"], 1, 'is called "nothing"'],
    [["frobnicate"], 1, "unknown command 'frobnicate'"],
    [["plan", "--frobnicate"], 1, "unknown option '--frobnicate'"],
    [["destroy"], 1, "say what to destroy"],
    [
      ["destroy", "takeoff-production", "--auto-approve"],
      1,
      "add --confirm takeoff-production, which --auto-approve does not replace",
    ],
    [["deploy", "takeoff-staging"], 1, "fix: add --auto-approve"],
    [["plan", "takeoff-staging", "--local", "--var", "x"], 1, "allowed: name=value"],
  ])("%j ends with %i and says %s", async (args, expected, message) => {
    const { code, stderr } = await landform(...args);
    expect(stderr).toContain(message);
    expect(code).toBe(expected);
  });

  test("help ends with 0", async () => {
    const { code, stdout } = await landform("--help");
    expect(code).toBe(0);
    expect(stdout).toContain("bootstrap [options] <platform>");
  });

  test("a Terraform that is not there is said plainly", async () => {
    const { code, stderr } = await command("bin/landform.js", ["validate", "takeoff-registry"], {
      TERRAFORM_BINARY_NAME: "no-such-terraform",
      LANDFORM_WORK: work,
    });
    expect(code).toBe(1);
    expect(stderr).toContain("no-such-terraform is not installed, or not on the PATH");
  });
});

test("the program that cdktf runs writes where cdktf says", async () => {
  const { code, stderr } = await command("bin/app.js", [], { CDKTF_OUTDIR: work });
  expect(code, stderr).toBe(0);
  expect(fs.existsSync(`${work}/stacks/takeoff-staging/cdk.tf.json`)).toBe(true);
});
