import { type Approval, approvalArgs } from "../approval";
import { BINARY, COMMAND } from "../binary";
import { Failure } from "../failure";
import { AWS, onEmulator, open, type Place, type Selection, synthesize } from "../selection";
import type { StackInfo } from "../stacks";
import { init, terraform } from "../terraform";
import { checkVariables, type Given, variableArgs } from "../variables";
import { bootstrapStack } from "./bootstrap";
import type { Program } from "./program";

export interface DeployOptions extends Given, Approval {
  readonly local?: boolean;
}

const ADVICE =
  "\n  the same command again finishes what it began" +
  `\n  if it then wants to replace something protected that an interruption caught half-made: ${BINARY} untaint <address>`;

/** `landform deploy`: applies stacks, in the order in which they are listed. */
export async function deploy(
  program: Program,
  words: readonly string[],
  options: DeployOptions,
): Promise<void> {
  const selection = open(program, words);
  checkVariables(options, selection.stacks);
  const approval = approvalArgs(options);
  synthesize(selection);
  if (!options.local) process.stdout.write(beforehand(selection.stacks));
  const work = (place: Place) => applyAll(selection, options, approval, place);
  const home = selection.stacks.find(({ name }) => selection.homes.has(name));
  if (options.local) await onEmulator(selection.app, work, home);
  else await work(AWS);
}

/** What stacks take for granted: Terraform can see only some of it. */
export function beforehand(stacks: readonly StackInfo[]): string {
  return stacks
    .map(({ name, variables }) => {
      const lines = variables.flatMap(({ name: variable, beforehand: what }) =>
        what ? [`  ${variable}: ${what}\n`] : [],
      );
      return lines.length > 0 ? `${name} needs beforehand\n${lines.join("")}` : "";
    })
    .join("");
}

async function applyAll(
  { stacks, homes }: Selection,
  options: DeployOptions,
  approval: readonly string[],
  place: Place,
): Promise<void> {
  for (const stack of stacks) {
    const { env } = place;
    if (homes.has(stack.name)) {
      await bootstrapStack(stack, approval, place);
      continue;
    }
    await init(stack, { env });
    const variables = variableArgs(options, stack, stacks, place.variables(stack));
    place.holds(stack, true);
    process.stdout.write(`\n${stack.name}\n`);
    const { code } = await terraform(stack, ["apply", "-input=false", ...approval, ...variables], {
      env,
      show: true,
    });
    if (code !== 0) throw new Failure(`${stack.name}: ${COMMAND} apply ended with ${code}${ADVICE}`, code);
  }
}
