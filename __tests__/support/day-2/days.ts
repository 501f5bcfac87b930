import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { emulatorEnv } from "../../../src/cli/emulator";
import { CACHE, ROOT } from "../../../src/cli/paths";
import { run } from "../../../src/cli/run";
import type { Landform } from "../../../src/engine";
import { type bench, succeeded } from "../terraform";
import { Applied, type Change, differences, inOrder } from "./changes";

/** What is applied, and then changed day by day. */
interface Days<C> {
  readonly seeds: Parameters<typeof bench>[0];
  readonly program: (choices: C) => (app: Landform) => void;
  readonly first: C;
  readonly days: readonly (readonly Change<C>[])[];
}

/**
 * Applies an environment, and on each day plans every change alone, against what is applied, where it may do what its
 * table says and nothing else. Then all are applied at once: they do what each does alone, Terraform finds nothing left to
 * do, and what was served is served.
 */
export function changeDayByDay<C>({ seeds, program, first, days }: Days<C>): () => Applied<C> {
  let applied: Applied<C>;
  beforeAll(async () => {
    applied = await Applied.from(seeds, program, first);
  });
  afterAll(() => applied?.close());

  test("is served from the first day", async () => {
    expect(await problems(applied)).toBe("");
  });

  for (const [index, changes] of days.entries())
    describe(`day ${index + 2}`, () => {
      const alone = new Set<string>();
      test.each(changes)("$what", async (change) => {
        const actions = await applied.plan(change.to);
        for (const { address } of actions) alone.add(address);
        expect(differences(change, actions)).toEqual([]);
        expect(applied.harm(change, actions)).toEqual([]);
      });

      test("together they do what each does alone, leave nothing to do, and all is served", async () => {
        const all = inOrder(changes);
        const actions = await applied.plan(all);
        expect(new Set(actions.map(({ address }) => address))).toEqual(alone);
        await applied.apply(all);
        expect(await applied.drift()).toEqual([]);
        expect(await problems(applied)).toBe("");
      });
    });
  return () => applied;
}

/** What keeps the environment from serving, as the emulator has it. */
async function problems<C>({ place }: Applied<C>): Promise<string> {
  const program = path.join(ROOT, "__tests__/support/day-2/serving.py");
  const env = emulatorEnv(place.emulator);
  return succeeded(await run(path.join(CACHE, "python/bin/python"), ["-B", program], { env })).trim();
}
