import { spawn } from "node:child_process";
import path from "node:path";
import { text } from "node:stream/consumers";
import { CACHE, ROOT } from "../../../src/cli/paths";

/** Runs a program of this folder in the Python of the emulator. @param input what it reads, as JSON */
export async function python(program: string, input: unknown): Promise<unknown> {
  const child = spawn(path.join(CACHE, "python/bin/python"), [path.join(__dirname, program)], {
    env: { ...process.env, PYTHONPATH: path.join(ROOT, "tools") },
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  child.stdin.end(JSON.stringify(input));
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if ((await ended) !== 0) throw new Error(errors);
  return JSON.parse(output);
}
