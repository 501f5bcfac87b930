import { Failure } from "../failure";
import { AWS, onEmulator, open, type Place, type Selection, synthesize } from "../selection";
import { init, terraform } from "../terraform";
import { checkVariables, type Given, variableArgs } from "../variables";
import type { Program } from "./program";

export interface PlanOptions extends Given {
  readonly local?: boolean;
  /** Exit code 2 when there is something to change, as Terraform does it. */
  readonly detailedExitcode?: boolean;
}

const CHANGES = 2;

/** `landform plan`: what Terraform would do. */
export async function plan(program: Program, words: readonly string[], options: PlanOptions): Promise<void> {
  const selection = open(program, words);
  checkVariables(options, selection.stacks);
  synthesize(selection);
  if (options.local) await onEmulator(selection.app, (place) => planAll(selection, options, place));
  else await planAll(selection, options, AWS);
}

async function planAll({ stacks }: Selection, options: PlanOptions, place: Place): Promise<void> {
  for (const stack of stacks) {
    const { env } = place;
    await init(stack, { env });
    const variables = variableArgs(options, stack, stacks, place.variables(stack));
    const flags = options.detailedExitcode ? ["-detailed-exitcode"] : [];
    process.stdout.write(`\n${stack.name}\n`);
    const { code } = await terraform(stack, ["plan", "-input=false", ...flags, ...variables], {
      env,
      show: true,
    });
    if (code === CHANGES && options.detailedExitcode) process.exitCode = CHANGES;
    else if (code !== 0) throw new Failure(`${stack.name}: terraform plan failed`, code);
  }
}
