import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emulatorEnv } from "../../src/cli/emulator";
import { ROOT } from "../../src/cli/paths";
import { providerEnv } from "../../src/cli/providers";
import { workFolder } from "../support/cli";
import { type Bench, bench, TAKEOFF_STATE } from "../support/terraform";

const hasJq = spawnSync("jq", ["--version"]).status === 0;
if (!hasJq) console.warn("not run: the commands of docs/audit.md need jq (apt install jq, brew install jq)");

let place: Bench;
let folder: string;

beforeAll(async () => {
  place = await bench(TAKEOFF_STATE);
  folder = workFolder();
});
afterAll(() => {
  place.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

test.runIf(hasJq)("the guide's commands work as they stand there", async () => {
  const guide = fs.readFileSync(path.join(ROOT, "docs/audit.md"), "utf8");
  const blocks = [...guide.matchAll(/^ *```sh\n(.*?)^ *```$/gms)].map(([, code]) => code ?? "");
  expect(blocks.length).toBeGreaterThan(4);
  // Where the guide writes, only in a folder of the test's.
  const script = blocks
    .join("\n")
    .replaceAll('"$PWD/audit/', `"${folder}/`)
    .replaceAll("audit/", `${folder}/`);
  const { status, stdout, stderr } = spawnSync("bash", ["-e", "-o", "pipefail"], {
    cwd: ROOT,
    encoding: "utf8",
    input: script,
    env: {
      ...process.env,
      ...(await providerEnv()),
      ...emulatorEnv(place.emulator),
      TF_DATA_DIR: ".terraform-audit",
    } as NodeJS.ProcessEnv,
  });
  expect(status, stdout + stderr).toBe(0);
  expect(stdout).toContain("takeoff-registry: HCL and JSON plan the same, 8 to create");
  expect(stdout).toContain("\nthe same plan\n");
  expect(stdout).toContain("create aws_ecr_repository.api\n");
  expect(stdout).toMatch(/^aws_kms_key\.key$/m);
});
