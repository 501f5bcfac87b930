import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lastValid } from "../../../src/cli/valid";
import { command, workFolder } from "../../support/cli";
import { type FakeTerraform, fakeTerraform } from "../../support/fake-terraform";

const PROVIDER = ".data/providers/registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64/aws";

let folder: string;
beforeEach(() => {
  folder = workFolder();
  write("cdk.tf.json", "{}");
  write("assets/code.zip", "code");
  write(".terraform.lock.hcl", "checksums");
  write(PROVIDER, "program");
  known().record();
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const stack = () => ({ name: "shop", directory: path.join(folder, "stack") });
const known = (version = "Terraform v1.11.4") =>
  lastValid(stack(), ".data", version, path.join(folder, "work"));
const write = (file: string, text: string) => {
  const target = path.join(stack().directory, file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, text);
};

test("nothing has changed", () => expect(known().unchanged).toBe(true));

test("a file that is written again with the same content has not changed", () => {
  write("cdk.tf.json", "{}");
  expect(known().unchanged).toBe(true);
});

test.each([
  ["the configuration", "cdk.tf.json", "[]"],
  ["an asset", "assets/code.zip", "edoc"],
  ["another file of Terraform", "more.tf", ""],
  ["the lock file", ".terraform.lock.hcl", "others"],
  ["a provider", PROVIDER, "another program"],
])("%s has", (_, file, text) => {
  write(file, text);
  expect(known().unchanged).toBe(false);
});

test("providers that are gone have", () => {
  fs.rmSync(path.join(stack().directory, ".data"), { recursive: true });
  expect(known().unchanged).toBe(false);
});

test("another Terraform has", () => expect(known("OpenTofu v1.10.6").unchanged).toBe(false));

test("what Terraform leaves beside, or another command's data, has not", () => {
  write(".terraform/providers/x", "x");
  write("terraform.tfstate", "x");
  expect(known().unchanged).toBe(true);
});

test("what changes while it is checked is not taken for valid", () => {
  write("cdk.tf.json", '{"new":1}');
  const asked = known();
  write("cdk.tf.json", '{"new":2}');
  asked.record();
  expect(known().unchanged).toBe(false);
});

test("providers under development are always asked", () => {
  const file = path.join(folder, "terraform.rc");
  fs.writeFileSync(file, 'provider_installation {\n  dev_overrides { "hashicorp/aws" = "/src" }\n}\n');
  const before = process.env.TF_CLI_CONFIG_FILE;
  process.env.TF_CLI_CONFIG_FILE = file;
  try {
    known().record();
    expect(known().unchanged).toBe(false);
  } finally {
    if (before === undefined) delete process.env.TF_CLI_CONFIG_FILE;
    else process.env.TF_CLI_CONFIG_FILE = before;
  }
});

test("landform validate asks Terraform once, and again only after a failure", async () => {
  const fakes: FakeTerraform[] = [];
  const run = async (script: string) => {
    const fake = fakeTerraform(script);
    fakes.push(fake);
    const landform = () => command("bin/landform.js", ["validate", "takeoff-state"], fake.env);
    return [
      await landform(),
      await landform(),
      fake.notes().filter((note) => note === "validate takeoff-state"),
    ] as const;
  };
  try {
    const [first, second, asked] = await run("");
    expect([first.stdout, second.stdout]).toEqual([
      "takeoff-state: valid\n",
      "takeoff-state: unchanged since it was last valid\n",
    ]);
    expect(asked).toHaveLength(1);
    const [failed, again, retried] = await run("exit 1");
    expect([failed.code, again.code]).toEqual([1, 1]);
    expect(retried).toHaveLength(2);
  } finally {
    for (const fake of fakes) fake.close();
  }
});
