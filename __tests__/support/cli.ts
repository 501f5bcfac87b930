import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
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
  child.stdout.on("data", (data: Buffer) => {
    stdout += data.toString();
  });
  child.stderr.on("data", (data: Buffer) => {
    stderr += data.toString();
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
