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

afterAll(() => {
  if (fs.existsSync(record)) stopEmulator(JSON.parse(fs.readFileSync(record, "utf8")));
  fs.rmSync(work, { recursive: true, force: true });
});

test("a bootstrap that is interrupted keeps its state, and the next one finishes it", async () => {
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

  const again = await landform("bootstrap", "takeoff", "--local", "--auto-approve");
  expect(again.code, again.stderr + again.stdout).toBe(0);
  expect(again.stdout).toContain("hold their own state");
  expect(fs.existsSync(path.join(work, "takeoff-state"))).toBe(false);
});
