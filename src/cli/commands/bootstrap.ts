import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { type Approval, approvalArgs } from "../approval";
import { COMMAND } from "../binary";
import { Failure } from "../failure";
import { ROOT } from "../paths";
import { progress } from "../progress";
import { AWS, onEmulator, open, type Place, synthesize } from "../selection";
import type { StackInfo } from "../stacks";
import { init, mustTerraform, terraform } from "../terraform";
import type { Program } from "./program";

export interface BootstrapOptions extends Approval {
  readonly local?: boolean;
}

/** Overrides the backend of a configuration, by Terraform's own rule for files of this name. */
const OVERRIDE = "backend_override.tf.json";

/** What Terraform says of a bucket that is not there. */
const NO_BUCKET = /NoSuchBucket|S3 bucket .* does not exist/;

/**
 * `landform bootstrap <platform>`: makes bucket, lock table and key for all state of a platform, and moves their own
 * state into them. At every point where it may be interrupted the state is in one of two places, and the next run
 * finds it there: the local file until the bucket exists and the file has been copied into it, the bucket from then on.
 */
export async function bootstrap(
  program: Program,
  platform: string,
  options: BootstrapOptions,
): Promise<void> {
  const platformStacks = open(program, [platform]);
  const approval = approvalArgs(options);
  const stack = platformStacks.stacks.find(({ name }) => platformStacks.homes.has(name));
  if (!stack) {
    throw new Failure(
      `no stack of ${platform} has a StateStore\n  fix: add one, as modules/state/README.md shows`,
    );
  }
  const selection = { ...platformStacks, stacks: [stack] };
  synthesize(selection);
  const work = (place: Place) => bootstrapStack(stack, approval, place);
  if (options.local) await onEmulator(selection.app, work, stack);
  else await work(AWS);
}

/** Applies a stack that makes the home of its own state. */
export async function bootstrapStack(
  stack: StackInfo,
  approval: readonly string[],
  place: Place,
): Promise<void> {
  const { env } = place;
  place.holds(stack, true);
  const local = path.join(place.work, stack.name, "terraform.tfstate");
  const override = path.resolve(ROOT, stack.directory, OVERRIDE);
  fs.rmSync(override, { force: true });
  const bucketExists = await connect(stack, env);
  if (!bucketExists || fs.existsSync(local)) {
    fs.mkdirSync(path.dirname(local), { recursive: true });
    fs.writeFileSync(override, JSON.stringify({ terraform: { backend: { local: { path: local } } } }));
    try {
      await init(stack, { env }, ["-reconfigure"]);
      await untaint(stack, env);
      await apply(stack, approval, env);
    } finally {
      fs.rmSync(override, { force: true });
    }
    const moving = mustTerraform(stack, ["init", "-input=false", "-migrate-state", "-force-copy"], { env });
    await progress(`${stack.name}: moving the state into its bucket`, moving);
    fs.rmSync(path.dirname(local), { recursive: true, force: true });
  }
  await apply(stack, approval, env);
  process.stdout.write(`${stack.name}: bucket, lock table and key are there, and hold their own state\n`);
}

/** Connects to the bucket, if there is one. @throws Failure for anything but a bucket that is missing */
async function connect(stack: StackInfo, env: Place["env"]): Promise<boolean> {
  const { code, output } = await progress(
    `${stack.name}: looking for the bucket`,
    terraform(stack, ["init", "-input=false", "-reconfigure"], { env }),
  );
  if (code === 0) return true;
  if (NO_BUCKET.test(output)) return false;
  throw new Failure(`${stack.name}: ${COMMAND} init failed (${code})\n${output}`, code);
}

async function apply(stack: StackInfo, approval: readonly string[], env: Place["env"]): Promise<void> {
  const { code } = await terraform(stack, ["apply", "-input=false", ...approval], { env, show: true });
  if (code !== 0)
    throw new Failure(
      `${stack.name}: ${COMMAND} apply ended with ${code}; the same command again goes on from there`,
      code,
    );
}

/** What `terraform show -json` says of a state, as far as it is looked at here. */
const State = z.object({
  values: z
    .object({
      root_module: z.object({
        resources: z.array(z.object({ address: z.string(), tainted: z.boolean().optional() })),
      }),
    })
    .optional(),
});

/**
 * What an interruption caught while AWS was making it counts as broken, and Terraform would replace it, which its
 * protection forbids. All of it is there and only has to be finished, which the next apply does.
 */
async function untaint(stack: StackInfo, env: Place["env"]): Promise<void> {
  const state = State.parse(JSON.parse(await mustTerraform(stack, ["show", "-json"], { env })));
  const tainted = state.values?.root_module.resources.filter((resource) => resource.tainted) ?? [];
  for (const { address } of tainted) await mustTerraform(stack, ["untaint", address], { env });
}
