import os from "node:os";
import path from "node:path";

/** Folder of the project: the bundle lies in dist/, sources under src/cli/. */
export const ROOT =
  path.basename(__dirname) === "dist" ? path.dirname(__dirname) : path.join(__dirname, "../..");

/** What providers say of their resources, as far as the export needs it. */
export const SCHEMA = path.join(ROOT, "src/export/schema.jsonl");

/** Where synthesized stacks go. */
export const OUTDIR = "cdktf.out";

/** What is downloaded or built once per checkout. */
export const CACHE = path.join(ROOT, ".cache");

/** What runs remember between each other: where the emulator listens, local states of a bootstrap. */
export const WORK = process.env.LANDFORM_WORK ?? path.join(ROOT, ".landform");

/** What belongs to the emulator alone, and goes with it. */
export const EMULATOR_WORK = path.join(WORK, "emulator");

/** The machine as Terraform names it, e.g. `linux_amd64`. */
export function machine(): string {
  const arch = { x64: "amd64", ia32: "386" }[os.arch() as string] ?? os.arch();
  return `${os.platform() === "win32" ? "windows" : os.platform()}_${arch}`;
}
