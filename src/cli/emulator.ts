import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { Failure } from "./failure";
import { CACHE, EMULATOR_WORK, ROOT, WORK } from "./paths";
import { progress } from "./progress";
import { must, run } from "./run";

const TOOLS = path.join(ROOT, "tools");
const REQUIREMENTS = path.join(TOOLS, "emulator/requirements.txt");
const RECORD = path.join(WORK, "emulator.json");
const START_TIMEOUT_MS = 60_000;

const Running = z.object({
  pid: z.number(),
  url: z.url(),
  /** Whether state buckets and lock tables were there from the start. */
  seeded: z.boolean(),
  /** Stacks that are applied in it, wholly or half-way. */
  deployed: z.array(z.string()),
});

/** An emulator that listens. */
export type RunningEmulator = z.infer<typeof Running>;

/** State buckets and lock tables that exist from the start, so that stacks need no bootstrap first. */
export interface Seeds {
  readonly buckets: readonly string[];
  readonly tables: readonly string[];
}

/** Environment in which Terraform talks to an emulator, and cannot talk to AWS. */
export function emulatorEnv({ url }: Pick<RunningEmulator, "url">): Record<string, string | undefined> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
    AWS_EC2_METADATA_DISABLED: "true",
    CHECKPOINT_DISABLE: "1",
  };
}

/** The emulator that earlier commands left running, if any. */
export function runningEmulator(): RunningEmulator | undefined {
  if (!fs.existsSync(RECORD)) return undefined;
  const record = Running.safeParse(JSON.parse(fs.readFileSync(RECORD, "utf8")));
  return record.success && isAlive(record.data.pid) ? record.data : undefined;
}

/** Starts an emulator with nothing in it but the seeds. It ends by itself after an hour without requests. */
export async function startEmulator(
  { buckets, tables }: Seeds,
  log = path.join(WORK, "emulator.log"),
): Promise<RunningEmulator> {
  const python = await pythonWithMoto();
  fs.mkdirSync(path.dirname(log), { recursive: true });
  fs.rmSync(log, { force: true });
  const errors = fs.openSync(log, "a");
  const seeds = [
    ...buckets.flatMap((name) => ["--bucket", name]),
    ...tables.flatMap((name) => ["--table", name]),
  ];
  // A session of its own: an interrupt is for Terraform, which still has state to save.
  const child = spawn(python, ["-m", "emulator", ...seeds], {
    cwd: TOOLS,
    detached: true,
    stdio: ["ignore", "pipe", errors],
  });
  const { stdout } = child;
  if (!stdout) throw new Error("spawn gave no pipe");
  fs.closeSync(errors);
  const listening = new Promise<string>((resolve, reject) => {
    const late = () => reject(new Failure(`the emulator did not start in time, see ${log}`));
    const timer = setTimeout(late, START_TIMEOUT_MS);
    let line = "";
    stdout.on("data", (data: Buffer) => {
      line += data.toString();
      // Not before the end of the line: closing the pipe while Python still writes to it would end the emulator.
      if (!line.endsWith("\n")) return;
      clearTimeout(timer);
      resolve(line.trim());
    });
    child.once("exit", () => {
      clearTimeout(timer);
      reject(new Failure(`the emulator ended at once, see ${log}`));
    });
  });
  const url = await progress("starting the emulator", listening);
  stdout.destroy();
  child.unref();
  return { pid: child.pid ?? 0, url, seeded: seeds.length > 0, deployed: [] };
}

/** Keeps an emulator for later commands, which find what this one applied. */
export function keepEmulator(emulator: RunningEmulator): void {
  fs.mkdirSync(WORK, { recursive: true });
  fs.writeFileSync(RECORD, JSON.stringify(emulator));
}

/** Ends an emulator, and with it everything it holds. */
export function stopEmulator(emulator: Pick<RunningEmulator, "pid">): void {
  fs.rmSync(RECORD, { force: true });
  fs.rmSync(EMULATOR_WORK, { recursive: true, force: true });
  if (isAlive(emulator.pid)) process.kill(emulator.pid, "SIGKILL");
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Python with moto, in an environment of the project's own that is made once. @throws Failure that says what to install */
async function pythonWithMoto(): Promise<string> {
  const folder = path.join(CACHE, "python");
  const python = path.join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  const wanted = fs.readFileSync(REQUIREMENTS, "utf8");
  const stamp = path.join(folder, "requirements.txt");
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === wanted) return python;
  const base = await basePython();
  fs.rmSync(folder, { recursive: true, force: true });
  const install = async () => {
    await must(base, ["-m", "venv", folder]);
    await must(python, [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--disable-pip-version-check",
      "-r",
      REQUIREMENTS,
    ]);
  };
  await progress("installing the AWS emulator, once", install()).catch((error: Error) => {
    throw new Failure(
      `the AWS emulator could not be installed: it needs Python 3.10 or later with venv, and PyPI\n  fix: apt install python3-venv, or brew install python\n${error.message}`,
    );
  });
  fs.writeFileSync(stamp, wanted);
  return python;
}

async function basePython(): Promise<string> {
  for (const name of ["python3", "python"]) {
    const found = await run(name, ["-c", "import sys; sys.exit(sys.version_info < (3, 10))"]).catch(
      () => undefined,
    );
    if (found?.code === 0) return name;
  }
  throw new Failure(
    "the AWS emulator needs Python 3.10 or later, and none is on the PATH\n  fix: install Python from https://www.python.org/downloads",
  );
}
