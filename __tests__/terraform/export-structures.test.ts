import { afterAll, beforeAll, expect, test } from "vitest";
import { emulatorEnv, type RunningEmulator, startEmulator, stopEmulator } from "../../src/cli/emulator";
import { BASE, CHILD, EVERYTHING } from "../support/everything";
import { type Pair, pair } from "../support/pair";

let emulator: RunningEmulator;
let roots: Pair;

beforeAll(async () => {
  emulator = await startEmulator({ buckets: [], tables: [] });
  roots = await pair({ ...BASE, ...EVERYTHING }, { env: emulatorEnv(emulator), besides: CHILD });
});
afterAll(() => {
  roots.close();
  stopEmulator(emulator);
});

test("everything that Terraform knows plans the same as HCL", async () => {
  expect(await roots.differences({ ...BASE, ...EVERYTHING })).toEqual([]);
});
