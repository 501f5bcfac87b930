import { PlatformStack } from "../core";
import { Input, type Landform, stackFolder } from "../engine";
import { Failure } from "./failure";

/** What `landform list` says of a stack. */
export interface StackInfo {
  readonly name: string;
  readonly platform: string;
  readonly environment: string;
  /** Which stack of its environment it is, when there are several. */
  readonly part: string | null;
  readonly tier: string;
  readonly region: string;
  /** Terraform root, relative to the project. */
  readonly directory: string;
  readonly dependsOn: readonly string[];
  readonly variables: readonly VariableInfo[];
}

interface VariableInfo {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
  /** A value with which the stack plans: a text, a number, a list or an object, as the type says. */
  readonly example: unknown;
  /** What has to be there before the stack is applied. @default - nothing */
  readonly beforehand?: string;
}

/** All stacks of a program, in the order in which they are deployed. */
export function stackInfos(app: Landform): StackInfo[] {
  return platformStacks(app).map((stack) => {
    const { environment, part } = stack;
    return {
      name: stack.node.id,
      platform: environment.platform.name,
      environment: environment.name,
      part: part ?? null,
      tier: environment.tier,
      region: environment.region,
      directory: stackFolder(app.outdir, stack.node.id),
      dependsOn: stack.dependencies.map((dependency) => dependency.node.id),
      variables: inputsOf(stack).map(describe),
    };
  });
}

/** Names of the stacks that make the home of a platform's state, their own included: `bootstrap` is for them. */
export function stateHomes(app: Landform): Set<string> {
  const homes = platformStacks(app).filter((stack) => stack.keepsState);
  return new Set(homes.map((stack) => stack.node.id));
}

/** Stacks that know their environment; others have no place in `environments/`. */
export function platformStacks(app: Landform): PlatformStack[] {
  return app.stacks.filter((stack) => stack instanceof PlatformStack);
}

/** Also those that a module has declared for itself. */
function inputsOf(stack: PlatformStack): Input[] {
  return stack.node.findAll().filter((child) => child instanceof Input);
}

function describe(input: Input): VariableInfo {
  return {
    name: input.friendlyUniqueId,
    type: input.type ?? "string",
    required: input.default === undefined,
    description: input.description ?? "",
    example: input.example,
    ...(input.given.beforehand ? { beforehand: input.given.beforehand } : {}),
  };
}

/** Values with which a stack plans, by variable. */
export function examplesOf({ variables }: StackInfo): Record<string, unknown> {
  return Object.fromEntries(variables.map(({ name, example }) => [name, example]));
}

/**
 * The stacks that words on the command line name: a stack, or a platform with or without one of its environments.
 * @throws Failure when nothing matches
 */
export function select(infos: readonly StackInfo[], words: readonly string[]): StackInfo[] {
  if (words.length === 0) return [...infos];
  const named = infos.filter((info) => words.includes(info.name));
  if (named.length === words.length) return named;
  const [platform, environment] = words;
  const found = infos.filter(
    (info) => info.platform === platform && (!environment || info.environment === environment),
  );
  if (found.length > 0 && words.length <= 2) return found;
  throw new Failure(
    `no stack, platform or environment is called ${JSON.stringify(words.join(" "))}\n` +
      `  allowed: a stack (${infos.map(({ name }) => name).join(", ")}),\n` +
      `           or a platform and one of its environments (${infos.map((info) => `${info.platform} ${info.environment}`).join(", ")})\n` +
      "  fix:     npx landform list shows what there is",
  );
}
