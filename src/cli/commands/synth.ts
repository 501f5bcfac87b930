import { open, synthesize } from "../session";
import type { Program } from "./program";

/** `landform synth`: writes the Terraform of stacks. */
export async function synth(program: Program, words: readonly string[]): Promise<void> {
  const session = open(program, words);
  synthesize(session);
  for (const { directory } of session.stacks) process.stdout.write(`${directory}/cdk.tf.json\n`);
}
