import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emulatorEnv, type RunningEmulator, startEmulator, stopEmulator } from "../../src/cli/emulator";
import { CACHE, ROOT } from "../../src/cli/paths";
import { run } from "../../src/cli/run";
import { workFolder } from "../support/cli";

/** Python's tests by file, and how many each has at least: one that is not found would pass in silence. */
const FILES = { test_ecs: 14, test_network: 9, test_data: 13, test_account: 10 };

let emulator: RunningEmulator;

beforeAll(async () => {
  emulator = await startEmulator({ buckets: [], tables: [] }, path.join(workFolder(), "emulator.log"));
});
afterAll(() => stopEmulator(emulator));

test.each(Object.entries(FILES))(
  "the emulator refuses as AWS does, and takes what is right: %s",
  async (file, least) => {
    const { code, output } = await run(
      path.join(CACHE, "python/bin/python"),
      ["-B", "-m", "unittest", file],
      {
        cwd: path.join(ROOT, "__tests__/support/refusals"),
        env: emulatorEnv(emulator),
      },
    );
    expect(code, output).toBe(0);
    expect(Number(/Ran (\d+) tests/.exec(output)?.[1]), output).toBeGreaterThanOrEqual(least);
  },
);
