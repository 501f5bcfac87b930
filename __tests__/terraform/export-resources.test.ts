import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emulatorEnv, type RunningEmulator, startEmulator, stopEmulator } from "../../src/cli/emulator";
import { stackInfos } from "../../src/cli/stacks";
import { Landform } from "../../src/engine";
import type { Config } from "../../src/export";
import { MUTATIONS, mutate, resourcesOf } from "../support/mutations";
import { type Pair, pair, schema } from "../support/pair";
import { everyStack } from "../support/terraform";

let emulator: RunningEmulator;
let roots: Pair;
let config: Config;

beforeAll(async () => {
  config = everyType();
  emulator = await startEmulator({ buckets: [], tables: [] });
  const archives = JSON.stringify(config).matchAll(/filebase64sha256\(\\"([^"\\]+)/g);
  const besides = Object.fromEntries([...archives].map(([, archive]) => [archive, ""]));
  roots = await pair(config, { env: emulatorEnv(emulator), besides });
});
afterAll(() => {
  roots.close();
  stopEmulator(emulator);
});

/** All stacks in one configuration, so that every type of resource is there that any of them has. */
function everyType(): Config {
  const app = new Landform();
  everyStack(app);
  const stacks = app.resolveStacks().map(({ config }) => config as Record<string, Record<string, object>>);
  const examples = new Map(
    stackInfos(app).flatMap(({ variables }) => variables.map(({ name, example }) => [name, example])),
  );
  const names = ["resource", "data", "ephemeral", "variable", "output"];
  const merged: Record<string, Record<string, object>> = {};
  // The last one wins: production.
  for (const stack of stacks)
    for (const section of names)
      for (const [type, named] of Object.entries(stack[section] ?? {}))
        merged[section] = {
          ...merged[section],
          [type]: section === "resource" ? { ...merged[section]?.[type], ...named } : named,
        };
  const { provider, terraform } = stacks.at(-1) ?? {};
  const { backend: _, ...versions } = terraform ?? {};
  const aliases = stacks.flatMap(({ provider }) => (provider as { aws: { alias?: string }[] }).aws);
  const aws = [...new Map(aliases.map((one) => [one.alias, one])).values()];
  return {
    ...merged,
    variable: Object.fromEntries(
      Object.entries(merged.variable ?? {}).map(([name, one]) => [
        name,
        { ...one, default: examples.get(name) },
      ]),
    ),
    data: { ...merged.data, aws_partition: { here: {} } },
    provider: { ...provider, aws: [...aws, { ...aws[0], alias: "again" }] },
    terraform: versions,
  };
}

test("every type of resource that we emit, in every form that JSON has for it", async () => {
  const resources = resourcesOf(config);
  expect(new Set(resources.map(({ type }) => type)).size).toBeGreaterThan(60);
  const forms = fc.array(fc.constantFrom(...Object.keys(MUTATIONS)), {
    minLength: resources.length,
    maxLength: resources.length,
  });
  const property = fc.asyncProperty(forms, async (chosen) => {
    expect(await roots.differences(mutate(config, chosen, schema()))).toEqual([]);
  });
  await fc.assert(property, { numRuns: 3, endOnFailure: true });
});
