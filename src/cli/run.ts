import { type ChildProcess, spawn } from "node:child_process";
import os from "node:os";
import { PRODUCT } from "./binary";
import { Failure, Interrupted } from "./failure";

export interface RunOptions {
  readonly cwd?: string;
  /** Variables besides those of this process; undefined removes one. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Show the program's output, let it ask. @default false - the output is returned */
  readonly show?: boolean;
}

export interface Result {
  readonly code: number;
  /** Standard output and standard error, when they were not shown. */
  readonly output: string;
}

/** Exit code of a program that a signal ended, by the shell's convention. */
const codeOf = (signal: NodeJS.Signals) => 128 + os.constants.signals[signal];

const SIGNALS: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

const running = new Set<ChildProcess>();
let interrupted = false;

/**
 * Runs a program to its end. An interrupt of ours reaches everything that runs exactly once: Terraform then saves its
 * state and releases its lock, while a second interrupt would make it drop both. Nothing is started afterwards.
 * @throws Interrupted after an interrupt
 */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Result> {
  const { cwd, env = {}, show = false } = options;
  return new Promise((resolve, reject) => {
    if (interrupted) throw new Interrupted();
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: show ? "inherit" : ["ignore", "pipe", "pipe"],
      detached: !inTerminal(),
    });
    let output = "";
    const collect = (text: string) => {
      output += text;
    };
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", collect);
    begin(child);
    child.on("error", (error: NodeJS.ErrnoException) => {
      end(child);
      reject(
        error.code === "ENOENT" ? new Failure(`${program} is not installed, or not on the PATH`) : error,
      );
    });
    child.on("close", (code, signal) => {
      end(child);
      // One of the two is always there.
      const ended = signal ? codeOf(signal) : (code ?? 1);
      resolve({ code: interrupted ? codeOf("SIGINT") : ended, output });
    });
  });
}

/**
 * A terminal interrupts everything in the foreground by itself; elsewhere a program gets a group of its own and only we
 * tell it.
 */
const inTerminal = () => process.stdin.isTTY === true;

function begin(child: ChildProcess): void {
  if (running.size === 0) for (const signal of SIGNALS) process.on(signal, interrupt);
  running.add(child);
}

function end(child: ChildProcess): void {
  running.delete(child);
  if (running.size === 0) for (const signal of SIGNALS) process.off(signal, interrupt);
}

/** Interrupts every child once, for the first signal. */
function interrupt(signal: NodeJS.Signals): void {
  if (interrupted) return;
  interrupted = true;
  process.stderr.write(`\ninterrupted: waiting until ${PRODUCT} has saved its state and released its lock\n`);
  if (!(inTerminal() && signal === "SIGINT")) for (const child of running) child.kill("SIGINT");
}

/** Runs a program whose failure is the end of the command. @throws Failure with its output */
export async function must(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const { code, output } = await run(program, args, options);
  if (code !== 0) throw new Failure(`${program} ${args.join(" ")} failed (${code})\n${output}`, code);
  return output;
}
