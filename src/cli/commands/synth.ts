import path from "node:path";
import { CONFIG_FILE } from "../../engine";
import { open, synthesize } from "../selection";
import type { Program } from "./program";

/** `landform synth`: writes the Terraform of stacks. */
export async function synth(program: Program, words: readonly string[]): Promise<void> {
  const selection = open(program, words);
  synthesize(selection);
  for (const { directory } of selection.stacks)
    process.stdout.write(`${path.join(directory, CONFIG_FILE)}\n`);
}
