import { z } from "zod";
import { literal } from "../engine";
import { Failure } from "./failure";
import type { StackInfo } from "./stacks";

const Assignment = z
  .string()
  .regex(/^[A-Za-z_][\w-]*=/)
  .transform((text): [string, string] => [
    text.slice(0, text.indexOf("=")),
    text.slice(text.indexOf("=") + 1),
  ]);

/** What the caller gives as `--var` and `--var-file`. */
export interface Given {
  readonly var?: readonly string[];
  readonly varFile?: readonly string[];
}

/**
 * Arguments that give Terraform its variables: the examples first, so that what the caller says wins. A stack gets
 * only variables it declares, since Terraform refuses others and one command may be about several stacks.
 * @throws Failure for what is no assignment, or declared by none of the stacks
 */
export function variableArgs(
  given: Given,
  stack: StackInfo,
  stacks: readonly StackInfo[],
  examples: Readonly<Record<string, unknown>>,
): string[] {
  const pairs = (given.var ?? []).map((text) => parse(text, stacks));
  const own = pairs.filter(([name]) => declares(stack, name));
  // A variable set in the environment is the caller's too, and weaker than -var: its example must not hide it.
  const missing = Object.entries(examples).filter(([name]) => process.env[`TF_VAR_${name}`] === undefined);
  return [
    ...exampleArgs(Object.fromEntries(missing)),
    ...(given.varFile ?? []).map((file) => `-var-file=${file}`),
    ...own.map(([name, value]) => `-var=${name}=${value}`),
  ];
}

/** Arguments that give Terraform examples: a text is itself, and everything else an expression of Terraform's language. */
export function exampleArgs(examples: Readonly<Record<string, unknown>>): string[] {
  const expression = (value: unknown) => literal(JSON.stringify(value));
  return Object.entries(examples).map(
    ([name, value]) => `-var=${name}=${typeof value === "string" ? value : expression(value)}`,
  );
}

/** Refuses what `variableArgs` would refuse, before anything is started. */
export function checkVariables(given: Given, stacks: readonly StackInfo[]): void {
  for (const text of given.var ?? []) parse(text, stacks);
}

function parse(text: string, stacks: readonly StackInfo[]): [string, string] {
  const parsed = Assignment.safeParse(text);
  if (!parsed.success)
    throw new Failure(
      `--var ${JSON.stringify(text)}\n  allowed: name=value\n  fix:     write for example --var image_tag=v1.2.3`,
    );
  const [name] = parsed.data;
  if (stacks.some((stack) => declares(stack, name))) return parsed.data;
  const names = [...new Set(stacks.flatMap(({ variables }) => variables.map((variable) => variable.name)))];
  throw new Failure(
    `--var ${name}: none of the stacks declares it\n  allowed: ${names.join(", ") || "none"}\n  fix:     remove it, or correct its name`,
  );
}

function declares(stack: StackInfo, name: string): boolean {
  return stack.variables.some((variable) => variable.name === name);
}
