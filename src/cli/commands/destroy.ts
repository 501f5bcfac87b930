import { type Approval, approvalArgs, confirmDestruction } from "../approval";
import { COMMAND } from "../binary";
import { Failure } from "../failure";
import { AWS, onEmulator, open, type Place, type Selection, synthesize } from "../selection";
import { init, terraform } from "../terraform";
import { checkVariables, type Given, variableArgs } from "../variables";
import type { Program } from "./program";

export interface DestroyOptions extends Given, Approval {
  readonly local?: boolean;
}

/** `landform destroy`: destroys stacks, last listed first. */
export async function destroy(
  program: Program,
  words: readonly string[],
  options: DestroyOptions,
): Promise<void> {
  if (words.length === 0)
    throw new Failure("say what to destroy: a stack, or a platform and one of its environments");
  const selection = open(program, words);
  checkVariables(options, selection.stacks);
  const approval = approvalArgs(options);
  for (const stack of selection.stacks) await confirmDestruction(stack, options);
  synthesize(selection);
  const work = (place: Place) => destroyAll(selection, options, approval, place);
  if (options.local) await onEmulator(selection.app, work);
  else await work(AWS);
}

async function destroyAll(
  { stacks }: Selection,
  options: DestroyOptions,
  approval: readonly string[],
  place: Place,
): Promise<void> {
  for (const stack of [...stacks].reverse()) {
    const { env } = place;
    await init(stack, { env });
    const variables = variableArgs(options, stack, stacks, place.variables(stack));
    process.stdout.write(`\n${stack.name}\n`);
    const { code } = await terraform(stack, ["destroy", "-input=false", ...approval, ...variables], {
      env,
      show: true,
    });
    if (code !== 0)
      throw new Failure(`${stack.name}: ${COMMAND} destroy ended with ${code}${hint(stack.tier)}`, code);
    place.holds(stack, false);
  }
}

function hint(tier: string): string {
  if (tier !== "production") return "";
  return "\n  protected resources refuse it: set protect: false in the environment's file, deploy, then destroy";
}
