import { type Landform, ValidationError } from "../engine";
import { emulatorEnv, keepEmulator, runningEmulator, startEmulator, stopEmulator } from "./emulator";
import { Failure } from "./failure";
import { platformStacks, type StackInfo, select, stackInfos } from "./stacks";
import type { TerraformOptions } from "./terraform";

/** The program, its stacks, and those of them that a command is about. */
export interface Selection {
  readonly app: Landform;
  readonly all: readonly StackInfo[];
  readonly stacks: readonly StackInfo[];
}

/** Builds the program and picks stacks from it; nothing is written yet. */
export function open(program: () => Landform, words: readonly string[]): Selection {
  const app = program();
  const all = stackInfos(app);
  return { app, all, stacks: select(all, words) };
}

/** Writes the configurations of a selection. @throws Failure with every problem; nothing is written then */
export function synthesize({ app, all, stacks }: Selection): void {
  try {
    app.synth(stacks.length === all.length ? undefined : stacks.map(({ name }) => name));
  } catch (error) {
    throw error instanceof ValidationError ? new Failure(error.message) : error;
  }
}

/** Where Terraform works: on AWS, or on an emulator. */
export interface Place {
  readonly env: NonNullable<TerraformOptions["env"]>;
  /** What `-var` has to say so that the stack plans; on AWS that is for the caller to say. */
  variables(stack: StackInfo): Record<string, string>;
  /** Told before a stack is applied and after it is destroyed. */
  holds(stack: StackInfo, held: boolean): void;
}

/** AWS, with the caller's credentials. */
export const AWS: Place = { env: {}, variables: () => ({}), holds: () => undefined };

/**
 * Does something on the emulator, which it starts unless an earlier command left it running. It keeps running as long
 * as something is applied in it, since that lives nowhere else.
 * @param seeded whether buckets and tables for state exist from the start
 */
export async function onEmulator(
  selection: Selection,
  seeded: boolean,
  work: (place: Place) => Promise<void>,
): Promise<void> {
  const emulator =
    runningEmulator() ?? (await startEmulator(seeded ? seedsOf(selection.app) : { buckets: [], tables: [] }));
  const deployed = new Set(emulator.deployed);
  const keep = () => keepEmulator({ ...emulator, deployed: [...deployed] });
  keep();
  try {
    await work({
      // Its own data folder: the same stack may be initialised for AWS as well.
      env: { ...emulatorEnv(emulator), TF_DATA_DIR: ".terraform-local" },
      variables: (stack) => Object.fromEntries(stack.variables.map(({ name, example }) => [name, example])),
      holds(stack, held) {
        if (held) deployed.add(stack.name);
        else deployed.delete(stack.name);
        keep();
      },
    });
  } finally {
    if (deployed.size === 0) stopEmulator(emulator);
    else
      process.stderr.write(
        `emulator: ${emulator.url} holds ${[...deployed].join(", ")}; destroying them ends it, as does an hour of silence\n`,
      );
  }
}

function seedsOf(app: Landform) {
  const states = platformStacks(app).map((stack) => stack.environment.platform.state);
  return {
    buckets: [...new Set(states.map(({ bucket }) => bucket))],
    tables: [...new Set(states.map(({ table }) => table))],
  };
}
