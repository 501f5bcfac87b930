import { COMMAND } from "../binary";
import { progress } from "../progress";
import { open, synthesize } from "../selection";
import { inTurn, sideBySide } from "../side-by-side";
import type { StackInfo } from "../stacks";
import { init, mustTerraform, version } from "../terraform";
import { lastValid } from "../valid";
import type { Program } from "./program";

/** Its own data folder: without a backend, `plan` in the same folder would ask for another init. */
const DATA = ".terraform-validate";

/** `landform validate`: has Terraform check the configurations against its providers; needs no AWS account. */
export async function validate(program: Program, words: readonly string[]): Promise<void> {
  const selection = open(program, words);
  synthesize(selection);
  await sideBySide(selection.stacks, validateStack);
}

async function validateStack(stack: StackInfo): Promise<string> {
  const { unchanged, record } = lastValid(stack, DATA, await version());
  if (unchanged) return `${stack.name}: unchanged since it was last valid\n`;
  const env = { TF_DATA_DIR: DATA };
  await inTurn(async () => {
    await init(stack, { env }, ["-backend=false"]);
    await progress(`${stack.name}: ${COMMAND} validate`, mustTerraform(stack, ["validate"], { env }));
  });
  record();
  return `${stack.name}: valid\n`;
}
