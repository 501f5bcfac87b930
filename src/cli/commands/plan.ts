import { Failure } from "../failure";
import { AWS, onEmulator, open, type Place, type Session, synthesize } from "../session";
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
  const session = open(program, words);
  checkVariables(options, session.stacks);
  synthesize(session);
  if (options.local) await onEmulator(session, true, (place) => planAll(session, options, place));
  else await planAll(session, options, AWS);
}

async function planAll({ stacks }: Session, options: PlanOptions, place: Place): Promise<void> {
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
