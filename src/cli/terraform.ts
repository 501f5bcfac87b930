import fs from "node:fs";
import path from "node:path";
import { Failure } from "./failure";
import { ROOT } from "./paths";
import { progress } from "./progress";
import { providerEnv } from "./providers";
import { type Result, run } from "./run";
import type { StackInfo } from "./stacks";

/** Terraform, or what `TERRAFORM_BINARY_NAME` names instead, as cdktf does: OpenTofu. */
const BINARY = process.env.TERRAFORM_BINARY_NAME ?? "terraform";

export interface TerraformOptions {
  /** Variables besides those of this process. @default - none */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Show what Terraform says and let it ask. @default false */
  readonly show?: boolean;
}

/** A folder with a configuration, and what people call it. */
export type Root = Pick<StackInfo, "name" | "directory">;

let found: Promise<unknown> | undefined;

/** Looks for Terraform once, before anything is downloaded or built for it. @throws Failure when it is not there */
function requireBinary(): Promise<unknown> {
  found ??= run(BINARY, ["version"]);
  return found;
}

/** Runs Terraform in the folder of a stack. */
export async function terraform(
  stack: Root,
  args: readonly string[],
  options: TerraformOptions = {},
): Promise<Result> {
  await requireBinary();
  const plain = process.stdout.isTTY
    ? {}
    : { TF_CLI_ARGS: [process.env.TF_CLI_ARGS, "-no-color"].filter(Boolean).join(" ") };
  const env = { TF_IN_AUTOMATION: "1", ...plain, ...(await providerEnv()), ...options.env };
  return run(BINARY, args, { cwd: path.resolve(ROOT, stack.directory), env, show: options.show ?? false });
}

/** Runs Terraform where only success lets the command go on. @throws Failure with what Terraform said */
export async function mustTerraform(
  stack: Root,
  args: readonly string[],
  options: TerraformOptions = {},
): Promise<string> {
  const { code, output } = await terraform(stack, args, options);
  if (code !== 0) throw new Failure(`${stack.name}: ${BINARY} ${args[0]} failed (${code})\n${output}`, code);
  return output;
}

/** Connects the folder of a stack to its state and providers. */
export async function init(
  stack: Root,
  options: TerraformOptions = {},
  args: readonly string[] = [],
): Promise<void> {
  // A mirror's providers have other checksums than the registry's, and the lock file is made anew from what is there.
  await requireBinary();
  const mirrored = "TF_CLI_CONFIG_FILE" in (await providerEnv());
  if (mirrored) fs.rmSync(path.resolve(ROOT, stack.directory, ".terraform.lock.hcl"), { force: true });
  const work = mustTerraform(stack, ["init", "-input=false", "-no-color", ...args], options);
  await progress(`${stack.name}: terraform init`, work);
}
