import { COMMAND } from "../binary";
import { Failure } from "../failure";
import { progress } from "../progress";
import { AWS, onEmulator, open, type Place, type Selection, synthesize } from "../selection";
import { inTurn, sideBySide } from "../side-by-side";
import type { StackInfo } from "../stacks";
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
  const { env } = place;
  const flags = options.detailedExitcode ? ["-detailed-exitcode"] : [];
  const plan = async (stack: StackInfo): Promise<string> => {
    await init(stack, { env });
    const variables = variableArgs(options, stack, stacks, place.variables(stack));
    // One alone shows what it says while it says it.
    const show = stacks.length === 1;
    const title = `\n${stack.name}\n`;
    if (show) process.stdout.write(title);
    const running = terraform(stack, ["plan", "-input=false", ...flags, ...variables], { env, show });
    const { code, output } = await (show ? running : progress(`${stack.name}: ${COMMAND} plan`, running));
    if (code === CHANGES && options.detailedExitcode) process.exitCode = CHANGES;
    else if (code !== 0)
      throw new Failure(`${stack.name}: ${COMMAND} plan failed (${code})\n${output}`, code);
    return show ? "" : `${title}${output}`;
  };
  await sideBySide(stacks, (stack) => inTurn(() => plan(stack)));
}
