import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ROOT } from "../../src/cli/paths";

/** What a command printed and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of the project, e.g. `node bin/landform.js list`, without a terminal. */
export function command(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const child = spawn(process.execPath, [file, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, stdout, stderr })));
}

/** `landform` with a memory of its own, so that no emulator of a developer's is found. */
export function landformIn(work: string) {
  return (...args: string[]) => command("bin/landform.js", args, { LANDFORM_WORK: work });
}

/** A folder for one test file. */
export function workFolder(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), "landform-work-"));
}

/**
 * Runs a program and interrupts it, once, when its output shows that it is in the middle of something.
 * @param moment text to wait for, which ends the wait with `pauseMs` more
 */
export async function interrupted(
  file: string,
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
    readonly moment: string;
    readonly pauseMs?: number;
  },
): Promise<{ readonly code: number | null; readonly output: string }> {
  const { cwd, env, moment, pauseMs = 0 } = options;
  const child = spawn(file, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  while (!output.includes(moment)) {
    if (child.exitCode !== null) throw new Error(`ended before "${moment}"\n${output}`);
    await sleep(200);
  }
  await sleep(pauseMs);
  child.kill("SIGINT");
  return { code: await ended, output };
}
