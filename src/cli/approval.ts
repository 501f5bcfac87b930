import readline from "node:readline/promises";
import { Failure } from "./failure";
import type { StackInfo } from "./stacks";

export interface Approval {
  /** Do not ask. */
  readonly autoApprove?: boolean;
  /** Names of the production stacks that may be destroyed, for scripts that cannot be asked. */
  readonly confirm?: readonly string[];
}

/**
 * Terraform's arguments for approval: none where it can ask, `-auto-approve` where the caller has said so.
 * @throws Failure when nobody is there to answer
 */
export function approvalArgs({ autoApprove }: Approval): string[] {
  if (autoApprove) return ["-auto-approve"];
  if (process.stdin.isTTY) return [];
  throw new Failure(
    "nobody is there to approve the plan: standard input is no terminal\n  fix: add --auto-approve",
  );
}

/** Asks for a production stack's name before it is destroyed. @throws Failure when the answer is another */
export async function confirmDestruction(stack: StackInfo, { confirm = [] }: Approval): Promise<void> {
  if (stack.tier !== "production" || confirm.includes(stack.name)) return;
  if (!process.stdin.isTTY) {
    throw new Failure(
      `${stack.name} is of tier production: destroying it takes its name\n  fix: add --confirm ${stack.name}, which --auto-approve does not replace`,
    );
  }
  const terminal = readline.createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${stack.name} is of tier production. Its name, to destroy it: `);
    if (answer.trim() !== stack.name)
      throw new Failure(`"${answer}" is not ${stack.name}: nothing was destroyed`);
  } finally {
    terminal.close();
  }
}
