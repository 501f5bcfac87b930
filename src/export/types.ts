import type { Expr } from "../hcl";
import type { Type } from "./digest";
import type { BlockSchema, Schema } from "./schema";

type Json = Readonly<Record<string, unknown>>;

/** What is known of the types of expressions. */
export interface Types {
  /** Whether an expression is certainly a text: only then does it stay the same inside and outside of quotes. */
  isText(expr: Expr): boolean;
}

/** Types of a configuration, from the variables it declares and what providers say of its resources. */
export function typesOf(config: Json, schema: Schema): Types {
  const variables = (config.variable ?? {}) as Record<string, Json>;
  return {
    isText(expr) {
      const [root, ...steps] = stepsOf(expr) ?? [];
      if (root === "var" && steps.length === 1) return variables[String(steps[0])]?.type === "string";
      return resultOf(schema, root, steps) === "string";
    },
  };
}

const ELEMENT = Symbol("element");
type Step = string | typeof ELEMENT;

/** `aws_x.y.list[0].name` as its steps; undefined for what is no plain path. */
function stepsOf(expr: Expr): Step[] | undefined {
  if (expr.kind === "name") return [expr.name];
  if (expr.kind !== "attribute" && expr.kind !== "index") return undefined;
  return stepsOf(expr.of)?.concat(expr.kind === "attribute" ? expr.name : ELEMENT);
}

function resultOf(schema: Schema, root: Step | undefined, steps: readonly Step[]): Type | undefined {
  if (typeof root !== "string") return undefined;
  const nested = root === "data" || root === "ephemeral";
  const type = String(nested ? steps[0] : root);
  const block = nested ? schema[root](type) : schema.resource(type);
  // The name, and the key of an instance.
  const rest = steps.slice(nested ? 2 : 1);
  return block && inBlock(block, rest[0] === ELEMENT ? rest.slice(1) : rest);
}

function inBlock(block: BlockSchema, [name, ...rest]: readonly Step[]): Type | undefined {
  if (typeof name !== "string") return undefined;
  const nested = block.block(name);
  if (nested) return inBlock(nested, rest[0] === ELEMENT ? rest.slice(1) : rest);
  const type = block.attribute(name);
  return type && inType(block, type, rest);
}

function inType(block: BlockSchema, type: Type, steps: readonly Step[]): Type | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) return type;
  const object = block.objectOf(type);
  if (object) return inBlock(object, steps);
  if (typeof type === "string") return undefined;
  return step === ELEMENT || type[0] === "map" ? inType(block, type[1] as Type, rest) : undefined;
}
