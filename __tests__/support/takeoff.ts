import { program } from "../../main";
import type { Json } from "../../src/engine";
import { app } from "./synth";

/** Every stack of the program, resolved once. */
export const stacks = new Map(
  program(app().outdir)
    .resolveStacks()
    .map(({ stack, config }) => [stack.node.id, config]),
);

/** One stack of the program, to be looked at as its reviewer does. */
export function read(name: string) {
  const config = stacks.get(name);
  if (!config) throw new Error(`no stack ${name}`);
  const byType = config.resource as Record<string, Record<string, Json>>;
  const all = (type: string) => byType[type] ?? {};
  const one = (type: string, key: string): Json => {
    const found = all(type)[key];
    if (!found) throw new Error(`no ${type}.${key}: ${Object.keys(all(type)).join(", ")}`);
    return found;
  };
  const container = (service: string) =>
    (
      JSON.parse(
        String(one("aws_ecs_task_definition", service).container_definitions),
      ) as ContainerDefinition[]
    )[0] as ContainerDefinition;
  return { config, byType, all, one, container };
}

/** What these tests look at in a container. */
interface ContainerDefinition {
  readonly image: string;
  readonly entryPoint?: readonly string[];
  readonly command?: readonly string[];
  readonly stopTimeout?: number;
  readonly healthCheck?: { readonly command: readonly string[] };
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly secrets: readonly { readonly name: string; readonly valueFrom: string }[];
}
