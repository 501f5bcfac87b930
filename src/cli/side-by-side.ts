import os from "node:os";
import { Failure, Interrupted } from "./failure";
import type { StackInfo } from "./stacks";

/** What Terraform and its AWS provider take together while they plan two hundred resources, in bytes. */
const RUN_BYTES = 1200 * 1024 ** 2;

/** What a machine has for runs of Terraform. */
export interface Machine {
  readonly cores: number;
  /** Memory that nobody uses, in bytes. */
  readonly memory: number;
}

/** How many runs of Terraform a machine takes at a time: each wants a core and its memory. */
export function capacity({ cores, memory }: Machine = thisMachine()): number {
  return Math.max(1, Math.min(cores, Math.floor(memory / RUN_BYTES)));
}

function thisMachine(): Machine {
  // macOS counts as free only what was never used since it started.
  const free = os.platform() === "darwin" ? os.totalmem() / 2 : os.freemem();
  // A container may have less than its host; without a limit this is 0, or more than there is.
  const memory = Math.min(free, process.constrainedMemory() || Number.POSITIVE_INFINITY);
  return { cores: os.availableParallelism(), memory };
}

/** Starts work in the order in which it comes, never more of it at a time than there are places. */
export function limiter(places: () => number): <T>(work: () => Promise<T>) => Promise<T> {
  let free: number | undefined;
  const waiting: (() => void)[] = [];
  return async (work) => {
    free ??= places();
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}

/** Runs Terraform as soon as this machine has a place for it; everything that plans or validates goes through here. */
export const inTurn = limiter(capacity);

/**
 * Does the same for several stacks at a time. What one prints comes whole, when it ends; a stack that fails says so then,
 * and the others go on.
 * @param work returns what to print on standard output
 * @throws Failure with the worst exit code when a stack failed, or was not begun because of an interrupt
 */
export async function sideBySide(
  stacks: readonly StackInfo[],
  work: (stack: StackInfo) => Promise<string>,
): Promise<void> {
  const [only] = stacks;
  if (only && stacks.length === 1) {
    process.stdout.write(await work(only));
    return;
  }
  const failures = new Map<string, Failure>();
  const said = new Set<string>();
  const ended = await Promise.allSettled(
    stacks.map(async (stack) => {
      try {
        process.stdout.write(await work(stack));
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        failures.set(stack.name, error);
        // What is wrong with all of them, e.g. no Terraform, is said once.
        if (!(error instanceof Interrupted || said.has(error.message)))
          process.stderr.write(`${error.message.trimEnd()}\n`);
        said.add(error.message);
      }
    }),
  );
  for (const one of ended) if (one.status === "rejected") throw one.reason;
  if (failures.size === 0) return;
  const names = stacks.map(({ name }) => name).filter((name) => failures.has(name));
  const missing = names.filter((name) => failures.get(name) instanceof Interrupted);
  const failed = names.filter((name) => !missing.includes(name));
  const lines = [
    ...(failed.length > 0
      ? [`${failed.length} of ${stacks.length} stacks failed: ${failed.join(", ")}`]
      : []),
    ...(missing.length > 0 ? [`not done: ${missing.join(", ")}`] : []),
  ];
  throw new Failure(lines.join("\n"), Math.max(...[...failures.values()].map(({ exitCode }) => exitCode)));
}
