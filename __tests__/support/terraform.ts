import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { environments } from "../../environments";
import { emulatorEnv, type RunningEmulator, startEmulator, stopEmulator } from "../../src/cli/emulator";
import type { Result } from "../../src/cli/run";
import { examplesOf, type StackInfo, stackInfos } from "../../src/cli/stacks";
import { init, terraform } from "../../src/cli/terraform";
import { exampleArgs } from "../../src/cli/variables";
import { Landform } from "../../src/engine";
import { readLock } from "../../src/lock";

/** Terraform roots in a folder of their own, and an emulator of their own to apply them to. */
export interface Bench {
  readonly emulator: RunningEmulator;
  readonly folder: string;
  /** Writes the stacks of a program; a second program replaces the first. @param lock file that records addresses */
  write(build: (app: Landform) => void, lock?: string): StackInfo[];
  init(stack: StackInfo): Promise<void>;
  /** Runs Terraform with the examples of the stack's variables. */
  run(stack: StackInfo, command: string, ...args: string[]): Promise<Result>;
  /** Runs a command that takes no variables, e.g. `state list`. */
  read(stack: StackInfo, ...args: string[]): Promise<Result>;
  close(): void;
}

/** @param seeded state buckets and lock tables that exist from the start */
export async function bench(seeded: {
  readonly buckets: readonly string[];
  readonly tables: readonly string[];
}): Promise<Bench> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "landform-bench-"));
  const emulator = await startEmulator(seeded, path.join(folder, "emulator.log"));
  const env = emulatorEnv(emulator);
  let running = 0;
  return {
    emulator,
    folder,
    write(build, lock) {
      const app = new Landform({
        outdir: path.join(folder, "out"),
        ...(lock ? { lock: readLock(lock) } : {}),
      });
      build(app);
      app.synth();
      return stackInfos(app);
    },
    init: (stack) => init(stack, { env }),
    async run(stack, command, ...args) {
      const variables = exampleArgs(examplesOf(stack));
      const attempt = () => terraform(stack, [command, "-input=false", ...args, ...variables], { env });
      const others = running++;
      try {
        const result = await attempt();
        const lock = /Error acquiring the state lock.*?ID:\s+(\S+)/s.exec(result.output)?.[1];
        if (!lock || others > 0) return result;
        // Nobody else is there: the emulator answered too late, and the retry of the request met its own lock.
        await terraform(stack, ["force-unlock", "-force", lock], { env });
        return await attempt();
      } finally {
        running--;
      }
    },
    read: (stack, ...args) => terraform(stack, args, { env }),
    close() {
      stopEmulator(emulator);
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A bench with every stack written. */
export async function benchOfEverything(): Promise<readonly [Bench, StackInfo[]]> {
  const place = await bench(TAKEOFF_STATE);
  return [place, place.write(everyStack)];
}

/** Every environment of every platform. */
export function everyStack(app: Landform): void {
  for (const environment of environments) environment(app);
}

/** The buckets and tables of takeoff's state. */
export const TAKEOFF_STATE = { buckets: ["takeoff-terraform-state"], tables: ["takeoff-terraform-locks"] };

/** Fails with what Terraform said, which a bare exit code does not tell. */
export function succeeded({ code, output }: Result): string {
  if (code !== 0) throw new Error(`terraform ended with ${code}\n${output}`);
  return output;
}

/** Id of something that is applied. @param address e.g. `aws_vpc.network` */
export async function idOf(place: Bench, stack: StackInfo, address: string): Promise<string> {
  const { resources } = JSON.parse(succeeded(await place.read(stack, "state", "pull"))) as {
    resources: { type: string; name: string; instances: { attributes: { id: string } }[] }[];
  };
  const found = resources.find(({ type, name }) => `${type}.${name}` === address);
  if (!found?.instances[0]) throw new Error(`no ${address}`);
  return found.instances[0].attributes.id;
}
