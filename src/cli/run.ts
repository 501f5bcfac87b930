import { type ChildProcess, spawn } from "node:child_process";
import os from "node:os";
import { Failure } from "./failure";

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

/**
 * Runs a program to its end. An interrupt of ours reaches it exactly once: Terraform then saves its state and releases
 * its lock, while a second interrupt would make it drop both.
 */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Result> {
  const { cwd, env = {}, show = false } = options;
  // A terminal interrupts everything in the foreground by itself; elsewhere the program gets a group of its own and
  // only we tell it.
  const terminal = process.stdin.isTTY === true;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: show ? "inherit" : ["ignore", "pipe", "pipe"],
      detached: !terminal,
    });
    let output = "";
    const collect = (data: Buffer) => {
      output += data.toString();
    };
    child.stdout?.on("data", collect);
    child.stderr?.on("data", collect);
    const stop = passOn(child, terminal);
    child.on("error", (error: NodeJS.ErrnoException) => {
      stop();
      reject(
        error.code === "ENOENT" ? new Failure(`${program} is not installed, or not on the PATH`) : error,
      );
    });
    child.on("close", (code, signal) => {
      const interrupted = stop();
      // One of the two is always there.
      const ended = signal ? codeOf(signal) : (code ?? 1);
      resolve({ code: interrupted ? codeOf("SIGINT") : ended, output });
    });
  });
}

/** Interrupts the child once for the first signal. @returns ends that, and says whether there was one */
function passOn(child: ChildProcess, terminal: boolean): () => boolean {
  let interrupted = false;
  const tell = (signal: NodeJS.Signals) => {
    if (interrupted) return;
    interrupted = true;
    process.stderr.write(
      "\ninterrupted: waiting until Terraform has saved its state and released its lock\n",
    );
    if (!(terminal && signal === "SIGINT")) child.kill("SIGINT");
  };
  const signals: NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, tell);
  return () => {
    for (const signal of signals) process.off(signal, tell);
    return interrupted;
  };
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
