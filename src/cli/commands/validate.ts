import { progress } from "../progress";
import { open, synthesize } from "../selection";
import { init, mustTerraform } from "../terraform";
import type { Program } from "./program";

/** `landform validate`: has Terraform check the configurations against its providers; needs no AWS account. */
export async function validate(program: Program, words: readonly string[]): Promise<void> {
  const selection = open(program, words);
  synthesize(selection);
  // Its own data folder: without a backend, `plan` in the same folder would ask for another init.
  const env = { TF_DATA_DIR: ".terraform-validate" };
  for (const stack of selection.stacks) {
    await init(stack, { env }, ["-backend=false"]);
    await progress(`${stack.name}: terraform validate`, mustTerraform(stack, ["validate"], { env }));
    process.stdout.write(`${stack.name}: valid\n`);
  }
}
