import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { stopEmulator } from "../../src/cli/emulator";
import { ROOT } from "../../src/cli/paths";
import { landformIn, workFolder } from "../support/cli";

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

test("a bootstrap that is interrupted keeps its state", async () => {
  const args = ["bin/landform.js", "bootstrap", "takeoff", "--local", "--auto-approve"];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, LANDFORM_WORK: work },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data: Buffer) => {
      output += data.toString();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  while (!output.includes("aws_s3_bucket.state: Creation complete")) await sleep(200);
  child.kill("SIGINT");
  expect(await ended, output).toBe(130);
  expect(output).toContain("waiting until Terraform has saved its state and released its lock");
  expect(fs.existsSync(path.join(work, "takeoff-state/terraform.tfstate"))).toBe(true);
});

test("the next bootstrap finishes it, and moves the state into its own bucket", async () => {
  const { code, stdout, stderr } = await landform("bootstrap", "takeoff", "--local", "--auto-approve");
  expect(code, stderr).toBe(0);
  expect(stdout).toContain("takeoff-state: bucket, lock table and key are there, and hold their own state");
  expect(fs.existsSync(path.join(work, "takeoff-state"))).toBe(false);
});

test("bootstrap may be run again", async () => {
  const { code, stdout, stderr } = await landform("bootstrap", "takeoff", "--local", "--auto-approve");
  expect(code, stderr).toBe(0);
  expect(stdout).toContain("No changes.");
});

test("deploy applies into the state that bootstrap made, and plan finds nothing to do", async () => {
  const deployed = await landform("deploy", "takeoff", "registry", "--local", "--auto-approve");
  expect(deployed.code, deployed.stderr).toBe(0);
  expect(deployed.stdout).toContain("Apply complete! Resources: 8 added");
  expect(running().deployed).toEqual(["takeoff-state", "takeoff-registry"]);
  const planned = await landform("plan", "takeoff", "registry", "--local", "--detailed-exitcode");
  expect(planned.code, planned.stdout).toBe(0);
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
