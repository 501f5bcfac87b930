import fs from "node:fs";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { command } from "../../support/cli";
import { type FakeTerraform, fakeTerraform } from "../../support/fake-terraform";

let fake: FakeTerraform;
afterEach(() => fake.close());

const landform = (...args: string[]) => command("bin/landform.js", args, fake.env);

test.each(["plan", "deploy", "destroy", "export", "bootstrap"])(
  "%s --local refuses a Terraform whose S3 backend would go to AWS",
  async (what) => {
    fake = fakeTerraform("", "Terraform v1.5.7");
    const stack = what === "bootstrap" ? "takeoff" : "takeoff-staging";
    const more =
      what === "plan" ? [] : what === "export" ? ["--verify", "--out", fake.work] : ["--auto-approve"];
    const { code, stderr } = await landform(what, stack, "--local", ...more);
    expect(code).toBe(1);
    expect(stderr).toContain("--local: the S3 backend of this Terraform knows no AWS_ENDPOINT_URL");
    expect(stderr).toContain(`  given:   Terraform v1.5.7 (${fake.env.TERRAFORM_BINARY_NAME})\n`);
    expect(stderr).toContain("  allowed: Terraform 1.7 or later, or OpenTofu\n");
    expect(stderr).toContain("TERRAFORM_BINARY_NAME=tofu");
    expect(fake.notes()).toEqual([]);
    expect(fs.existsSync(path.join(fake.work, "emulator.json"))).toBe(false);
  },
);

test("1.6, of which only the last patches find their state there, is refused as a whole", async () => {
  fake = fakeTerraform("", "Terraform v1.6.6");
  const { stderr } = await landform("plan", "takeoff-state", "--local");
  expect(stderr).toContain("  given:   Terraform v1.6.6 (");
});

test("an old version validates and plans all the same", async () => {
  fake = fakeTerraform("", "Terraform v1.5.7");
  expect((await landform("validate", "takeoff-state")).code).toBe(0);
  expect((await landform("plan", "takeoff-state")).code).toBe(0);
});

test("messages call OpenTofu by its name", async () => {
  fake = fakeTerraform("exit 1", "OpenTofu v1.10.6", "tofu");
  expect((await landform("validate", "takeoff-state")).stderr).toContain(
    "takeoff-state: tofu validate failed (1)",
  );
  expect((await landform("plan", "takeoff-state")).stderr).toContain("takeoff-state: tofu plan failed (1)");
});
