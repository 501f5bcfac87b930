import fs from "node:fs";
import path from "node:path";
import { BINARY, COMMAND } from "./binary";
import { Failure } from "./failure";
import { ROOT } from "./paths";
import { progress } from "./progress";
import { cachesPlugins, providerEnv } from "./providers";
import { type Result, run } from "./run";
import { limiter } from "./side-by-side";
import type { StackInfo } from "./stacks";

export interface TerraformOptions {
  /** Variables besides those of this process. @default - none */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Show what Terraform says and let it ask. @default false */
  readonly show?: boolean;
}

/** Where Terraform keeps the versions and checksums of a configuration's providers. */
export const LOCK_FILE = ".terraform.lock.hcl";

/** Whether a file is what earlier runs of Terraform left, which is big and not part of the configuration. */
export function isTerraformsOwn(file: string): boolean {
  return file.startsWith(".terraform") || file.startsWith("terraform.tfstate");
}

/** A folder with a configuration, and what people call it. */
export type Root = Pick<StackInfo, "name" | "directory">;

/**
 * How much garbage Terraform and its providers, which are written in Go, let gather, in percent of what they use. Nearly
 * all of that are schemas, which stay: with Go's own 100 a quarter of their time goes into looking at them again.
 */
const GOGC = process.env.GOGC ?? "400";

/** From here on Terraform's S3 backend knows `AWS_ENDPOINT_URL` (of 1.6 only the last patches do); every OpenTofu does. */
const FIRST_FOR_EMULATOR = [1, 7] as const;

let found: Promise<string> | undefined;

/**
 * What Terraform calls itself, e.g. `Terraform v1.11.4`; its name when it does not say. Asked once, before anything is
 * downloaded or built for it.
 * @throws Failure when it is not there
 */
export function version(): Promise<string> {
  found ??= run(BINARY, ["version"], { env: { CHECKPOINT_DISABLE: "1" } }).then(
    ({ output }) => /^(Terraform|OpenTofu) v\S+/m.exec(output)?.[0] ?? COMMAND,
  );
  return found;
}

/** As `version`, of a Terraform that finds its state in an emulator. @throws Failure that says which does */
export async function versionForEmulator(): Promise<string> {
  const given = await version();
  const [first, second] = FIRST_FOR_EMULATOR;
  const [, major = first, minor = second] = /^Terraform v(\d+)\.(\d+)/.exec(given)?.map(Number) ?? [];
  if (major > first || (major === first && minor >= second)) return given;
  throw new Failure(
    `--local: the S3 backend of this Terraform knows no AWS_ENDPOINT_URL, and would look for state in AWS\n  given:   ${given} (${BINARY})\n  allowed: Terraform ${first}.${second} or later, or OpenTofu\n  fix:     install one, and name it if it is not the first on the PATH: TERRAFORM_BINARY_NAME=tofu`,
  );
}

/** Runs Terraform in the folder of a stack. */
export async function terraform(
  stack: Root,
  args: readonly string[],
  options: TerraformOptions = {},
): Promise<Result> {
  await version();
  const plain = process.stdout.isTTY
    ? {}
    : { TF_CLI_ARGS: [process.env.TF_CLI_ARGS, "-no-color"].filter(Boolean).join(" ") };
  const env = { TF_IN_AUTOMATION: "1", GOGC, ...plain, ...(await providerEnv()), ...options.env };
  return run(BINARY, args, { cwd: path.resolve(ROOT, stack.directory), env, show: options.show ?? false });
}

/** Runs Terraform where only success lets the command go on. @throws Failure with what Terraform said */
export async function mustTerraform(
  stack: Root,
  args: readonly string[],
  options: TerraformOptions = {},
): Promise<string> {
  const { code, output } = await terraform(stack, args, options);
  if (code !== 0) throw new Failure(`${stack.name}: ${COMMAND} ${args[0]} failed (${code})\n${output}`, code);
  return output;
}

/** Terraform's cache of plugins breaks when two runs write to it. */
const oneByOne = limiter(() => 1);

/** Connects the folder of a stack to its state and providers. */
export async function init(
  stack: Root,
  options: TerraformOptions = {},
  args: readonly string[] = [],
): Promise<void> {
  // A mirror's providers have other checksums than the registry's, and the lock file is made anew from what is there.
  await version();
  const mirrored = "TF_CLI_CONFIG_FILE" in (await providerEnv());
  if (mirrored) fs.rmSync(path.resolve(ROOT, stack.directory, LOCK_FILE), { force: true });
  const work = () => mustTerraform(stack, ["init", "-input=false", "-no-color", ...args], options);
  await progress(`${stack.name}: ${COMMAND} init`, (await cachesPlugins()) ? oneByOne(work) : work());
}
