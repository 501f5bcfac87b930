import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { CONFIG_FILE, type Landform, stackFolder } from "../../engine";
import { type Exported, exportStack, type Fault, Schema } from "../../export";
import { Failure } from "../failure";
import { type Folder, refuseForeign, replace } from "../folder";
import { SCHEMA } from "../paths";
import { AWS, onEmulator, open, type Place, type Selection, synthesize } from "../selection";
import { sideBySide } from "../side-by-side";
import type { StackInfo } from "../stacks";
import { checkVariables, type Given } from "../variables";
import { verify } from "../verify";
import type { Program } from "./program";

export interface ExportOptions extends Given {
  /** Folder to write to, absolute. */
  readonly out: string;
  readonly verify?: boolean;
  /** Verify on an emulator. */
  readonly local?: boolean;
}

/** `landform export`: stacks as HCL, each a Terraform root that stands alone. */
export async function exportHcl(
  program: Program,
  words: readonly string[],
  options: ExportOptions,
): Promise<void> {
  const selection = open(program, words);
  checkVariables(options, selection.stacks);
  synthesize(selection);
  const folders = foldersOf(selection, options.out);
  for (const folder of folders) refuseForeign(folder);
  for (const folder of folders) {
    replace(folder, (to) => writeAssets(selection.app, folder.stack, to));
    process.stdout.write(`${path.relative("", folder.path) || "."}\n`);
  }
  if (!options.verify) return;
  const check = (place: Place) => verifyAll(folders, selection, options, place);
  await (options.local ? onEmulator(selection.app, check) : check(AWS));
}

/** What is to be written where. @throws Failure with everything the writer does not know; nothing is written then */
function foldersOf({ stacks }: Selection, out: string): Folder[] {
  const schema = new Schema(fs.readFileSync(SCHEMA, "utf8"));
  const exported = stacks.map((stack): readonly [StackInfo, Exported] => {
    const config = JSON.parse(fs.readFileSync(path.join(stack.directory, CONFIG_FILE), "utf8"));
    return [stack, exportStack(config, stack.name, schema)];
  });
  const faults = exported.flatMap(([{ name }, { faults }]) => faults.map((fault) => describe(name, fault)));
  if (faults.length > 0) {
    throw new Failure(
      `this cannot be written as HCL, and nothing was written\n\n${faults.join("\n")}\n  fix: correct it; if the provider is newer than the schema digest, run npm run schema`,
    );
  }
  return exported.map(([stack, { files }]) => ({
    stack: stack.name,
    path: exported.length === 1 ? out : path.join(out, stack.name),
    files,
  }));
}

function describe(stack: string, { place, message }: Fault): string {
  return `  ${stack}: ${place}\n    ${message}`;
}

function writeAssets(app: Landform, stack: string, folder: string): void {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "landform-assets-"));
  try {
    app.writeAssets(stack, scratch);
    fs.cpSync(stackFolder(scratch, stack), folder, { recursive: true });
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

async function verifyAll(
  folders: readonly Folder[],
  { stacks }: Selection,
  options: ExportOptions,
  place: Place,
): Promise<void> {
  await sideBySide(stacks, async (stack) => {
    const hcl = folders.find((folder) => folder.stack === stack.name)?.path ?? "";
    const { differences, summary } = await verify(stack, hcl, { given: options, stacks, place });
    if (differences.length === 0) return `${stack.name}: HCL and JSON plan the same, ${summary}\n`;
    throw new Failure(`${stack.name}: the plans of HCL and JSON differ\n${differences.join("\n")}`);
  });
}
