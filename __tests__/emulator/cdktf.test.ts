import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { staging } from "../../environments/takeoff/staging";
import { emulatorEnv, type RunningEmulator, startEmulator, stopEmulator } from "../../src/cli/emulator";
import { ROOT } from "../../src/cli/paths";
import { providerEnv } from "../../src/cli/providers";
import { stackInfos } from "../../src/cli/stacks";
import { command, workFolder } from "../support/cli";
import { app } from "../support/synth";
import { TAKEOFF_STATE } from "../support/terraform";

const CDKTF = path.join(ROOT, "node_modules/cdktf-cli/bundle/bin/cdktf.js");
/** `terraform providers lock`, which cdktf runs, asks the registry whatever else is configured. */
const OFFLINE = ["--skip-provider-lock"];
const output = workFolder();
let emulator: RunningEmulator;

beforeAll(async () => {
  emulator = await startEmulator(TAKEOFF_STATE, path.join(output, "emulator.log"));
});
afterAll(() => stopEmulator(emulator));

async function cdktf(...args: string[]) {
  const landform = app();
  staging(landform);
  const variables = stackInfos(landform).flatMap((stack) =>
    stack.variables.map(({ name, example }) => [`TF_VAR_${name}`, example]),
  );
  const env = {
    ...Object.fromEntries(variables),
    ...(await providerEnv()),
    ...emulatorEnv(emulator),
    CI: "1",
  };
  return command(CDKTF, [...args, "--output", path.join(output, "out")], env);
}

test("cdktf deploy, diff and destroy do what their users expect", async () => {
  const deployed = await cdktf("deploy", "takeoff-staging", "--auto-approve", ...OFFLINE);
  expect(deployed.code, deployed.stderr + deployed.stdout).toBe(0);
  const diff = await cdktf("diff", "takeoff-staging", ...OFFLINE);
  expect(diff.code, diff.stderr).toBe(0);
  expect(diff.stdout).toContain("No changes.");
  const destroyed = await cdktf("destroy", "takeoff-staging", "--auto-approve", ...OFFLINE);
  expect(destroyed.code, destroyed.stderr).toBe(0);
});
