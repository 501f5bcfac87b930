import fs from "node:fs";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { stopEmulator } from "../../src/cli/emulator";
import { ROOT } from "../../src/cli/paths";
import { interrupted, landformIn, workFolder } from "../support/cli";
import { rightsProblems } from "../support/rights/rights";
import { sharedRights } from "../support/rights/takeoff-shared";

const work = workFolder();
const landform = landformIn(work);
const record = path.join(work, "emulator.json");
const running = () => JSON.parse(fs.readFileSync(record, "utf8"));

afterAll(() => {
  if (fs.existsSync(record)) stopEmulator(running());
  fs.rmSync(work, { recursive: true, force: true });
});

test("plan --local starts an emulator, plans with the examples, and stops it", async () => {
  const { code, stdout, stderr } = await landform("plan", "takeoff-registry", "--local");
  expect(code, stderr).toBe(0);
  expect(stdout).toContain("Plan: 8 to add, 0 to change, 0 to destroy.");
  expect(fs.existsSync(record)).toBe(false);
});

test("files of variables are where the caller is, not where Terraform runs", async () => {
  const file = path.join(work, "mine.tfvars");
  fs.writeFileSync(file, 'image_tag = "latest"\n');
  const args = ["takeoff-staging", "--local", "--var-file", path.relative(ROOT, file)];
  const { code, stderr } = await landform("export", "--out", path.join(work, "refused"), "--verify", ...args);
  expect(code).toBe(1);
  expect(stderr).toContain("Must be a version such as v1.2.3");
});

test("export --verify --local has Terraform plan both, and says what it compared", async () => {
  const out = path.join(work, "hcl");
  const { code, stdout, stderr } = await landform(
    "export",
    "takeoff-registry",
    "--out",
    out,
    "--verify",
    "--local",
  );
  expect(code, stderr).toBe(0);
  expect(stdout).toContain("takeoff-registry: HCL and JSON plan the same, 8 to create\n");
  expect(fs.readdirSync(out).filter((file) => !file.endsWith(".tf"))).toEqual([]);
});

test("a bootstrap that is interrupted keeps its state", async () => {
  const args = ["bin/landform.js", "bootstrap", "takeoff", "--local", "--auto-approve"];
  const { code, output } = await interrupted(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, LANDFORM_WORK: work },
    moment: "aws_s3_bucket.state: Creation complete",
  });
  expect(code, output).toBe(130);
  expect(output).toContain("waiting until Terraform has saved its state and released its lock");
  expect(fs.existsSync(path.join(work, "emulator/takeoff-state/terraform.tfstate"))).toBe(true);
});

test("the next bootstrap finishes it, and moves the state into its own bucket", async () => {
  const { code, stdout, stderr } = await landform("bootstrap", "takeoff", "--local", "--auto-approve");
  expect(code, stderr).toBe(0);
  expect(stdout).toContain("takeoff-state: bucket, lock table and key are there, and hold their own state");
  expect(fs.existsSync(path.join(work, "emulator/takeoff-state"))).toBe(false);
});

test("bootstrap may be run again, and deploy does the same for a stack that keeps its own state", async () => {
  const { code, stdout, stderr } = await landform("deploy", "takeoff", "state", "--local", "--auto-approve");
  expect(code, stderr).toBe(0);
  expect(stdout).toContain("No changes.");
  expect(stdout).toContain("hold their own state");
});

test("deploy applies into the state that bootstrap made, and plan finds nothing to do", async () => {
  const deployed = await landform("deploy", "takeoff", "registry", "--local", "--auto-approve");
  expect(deployed.code, deployed.stderr).toBe(0);
  expect(deployed.stdout).toContain("Apply complete! Resources: 8 added");
  expect(running().deployed).toEqual(["takeoff-state", "takeoff-registry"]);
  const planned = await landform("plan", "takeoff", "registry", "--local", "--detailed-exitcode");
  expect(planned.code, planned.stdout).toBe(0);
});

test("of state and images nobody has rights but S3, which copies and logs", async () => {
  expect(await rightsProblems(running(), sharedRights)).toEqual([]);
});

test("nobody there to approve is said before anything happens", async () => {
  const { code, stderr } = await landform("deploy", "takeoff-registry", "--local");
  expect(code).toBe(1);
  expect(stderr).toContain(
    "nobody is there to approve the plan: standard input is no terminal\n  fix: add --auto-approve",
  );
});

test("destroying production takes its name, and then meets its protections", async () => {
  const unnamed = await landform("destroy", "takeoff-registry", "--local", "--auto-approve");
  expect(unnamed.code).toBe(1);
  expect(unnamed.stderr).toContain("takeoff-registry is of tier production: destroying it takes its name");
  const named = await landform(
    "destroy",
    "takeoff-registry",
    "--local",
    "--auto-approve",
    "--confirm",
    "takeoff-registry",
  );
  expect(named.code).toBe(1);
  expect(named.stderr).toContain("set protect: false in the environment's file, deploy, then destroy");
});

test("a home for state is not made beside one that was there from the start", async () => {
  const other = workFolder();
  const seeded = landformIn(other);
  try {
    expect((await seeded("deploy", "takeoff-registry", "--local", "--auto-approve")).code).toBe(0);
    const { code, stderr } = await seeded("bootstrap", "takeoff", "--local", "--auto-approve");
    expect(code).toBe(1);
    expect(stderr).toContain("takeoff-state makes the bucket and table that the running emulator began with");
  } finally {
    stopEmulator(JSON.parse(fs.readFileSync(path.join(other, "emulator.json"), "utf8")));
    fs.rmSync(other, { recursive: true, force: true });
  }
});
