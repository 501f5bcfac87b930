import path from "node:path";

/** The configuration in the folder of a stack. */
export const CONFIG_FILE = "cdk.tf.json";

/** Folder of all stacks, in the output folder of a program, as cdktf's manifest has it. */
export function stacksFolder(outdir: string): string {
  return path.join(outdir, "stacks");
}

/** Folder of a stack: a Terraform root. */
export function stackFolder(outdir: string, stack: string): string {
  return path.join(stacksFolder(outdir), stack);
}
