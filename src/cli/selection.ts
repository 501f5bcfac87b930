import fs from "node:fs";
import { type Landform, LOCK_FILE, ValidationError } from "../engine";
import { describeChanges } from "./changes";
import {
  emulatorEnv,
  keepEmulator,
  type RunningEmulator,
  runningEmulator,
  startEmulator,
  stopEmulator,
} from "./emulator";
import { Failure } from "./failure";
import { EMULATOR_WORK, WORK } from "./paths";
import { examplesOf, platformStacks, type StackInfo, select, stackInfos, stateHomes } from "./stacks";
import { type TerraformOptions, versionForEmulator } from "./terraform";

/** The program, its stacks, and those of them that a command is about. */
export interface Selection {
  readonly app: Landform;
  readonly all: readonly StackInfo[];
  readonly stacks: readonly StackInfo[];
  /** Names of the stacks that make the home of a platform's state. */
  readonly homes: ReadonlySet<string>;
}

/** Builds the program and picks stacks from it; nothing is written yet. */
export function open(program: () => Landform, words: readonly string[]): Selection {
  const app = program();
  const all = stackInfos(app);
  return { app, all, stacks: select(all, words), homes: stateHomes(app) };
}

/** Writes the configurations of a selection, and says which addresses are new or gone. @throws Failure with every problem; nothing is written then */
export function synthesize({ app, all, stacks }: Selection): void {
  try {
    app.synth(stacks.length === all.length ? undefined : stacks.map(({ name }) => name));
  } catch (error) {
    throw error instanceof ValidationError ? new Failure(error.message) : error;
  }
  const changes = app.changes.map(describeChanges).join("");
  if (changes)
    process.stderr.write(
      `since ${LOCK_FILE} was written:\n${changes}  record it: npx landform moves --write\n`,
    );
}

/** Where Terraform works: on AWS, or on an emulator. */
export interface Place {
  readonly env: NonNullable<TerraformOptions["env"]>;
  /** Folder for states on their way into a bucket: never the same for AWS and an emulator. */
  readonly work: string;
  /** What `-var` has to say so that the stack plans; on AWS that is for the caller to say. */
  variables(stack: StackInfo): Readonly<Record<string, unknown>>;
  /** Told before a stack is applied and after it is destroyed. */
  holds(stack: StackInfo, held: boolean): void;
}

/** AWS, with the caller's credentials. */
export const AWS: Place = { env: {}, work: WORK, variables: () => ({}), holds: () => undefined };

/**
 * Does something on the emulator, which it starts unless an earlier command left it running. It keeps running as long
 * as something is applied in it, since that lives nowhere else.
 * @param home stack that makes bucket and table for state; without one they are there from the start
 * @throws Failure when the running emulator has them already, or Terraform cannot work with one
 */
export async function onEmulator(
  app: Landform,
  work: (place: Place) => Promise<void>,
  home?: StackInfo,
): Promise<void> {
  const given = await versionForEmulator();
  const emulator = runningEmulator() ?? (await startFresh(app, home));
  if (home) refuseSecondHome(home, emulator);
  const deployed = new Set(emulator.deployed);
  const keep = () => keepEmulator({ ...emulator, deployed: [...deployed] });
  keep();
  try {
    await work({
      // Its own data folder: the same stack may be initialised for AWS as well, and what one version of Terraform
      // writes there of a backend looks changed to another.
      env: { ...emulatorEnv(emulator), TF_DATA_DIR: `.terraform-local-${given.replaceAll(/[^\w.]+/g, "-")}` },
      work: EMULATOR_WORK,
      variables: examplesOf,
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

function startFresh(app: Landform, home: StackInfo | undefined): Promise<RunningEmulator> {
  // Left by an emulator that ended by itself.
  fs.rmSync(EMULATOR_WORK, { recursive: true, force: true });
  return startEmulator(home ? { buckets: [], tables: [] } : seedsOf(app));
}

function refuseSecondHome(home: StackInfo, { seeded, deployed }: RunningEmulator): void {
  if (!seeded) return;
  throw new Failure(
    `${home.name} makes the bucket and table that the running emulator began with\n  fix: destroy what it holds (${deployed.join(", ")}) with --local, which ends it, then start with ${home.name}`,
  );
}

function seedsOf(app: Landform) {
  const states = platformStacks(app).map((stack) => stack.environment.platform.state);
  return {
    buckets: [...new Set(states.map(({ bucket }) => bucket))],
    tables: [...new Set(states.map(({ table }) => table))],
  };
}
