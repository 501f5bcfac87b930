import { type Config, declaredIn } from "./declared";
import { type Fault, Faults } from "./faults";
import { intoFiles } from "./files";
import { print } from "./print";
import type { Schema } from "./schema";
import { typesOf } from "./types";

export { comparePlans, type Difference, type Plan } from "./compare";
export type { Config } from "./declared";
export { digest } from "./digest";
export type { Fault } from "./faults";
export { Schema } from "./schema";

/** A configuration as HCL, or why there is none. */
export interface Exported {
  /** Text by the name of its file, e.g. `network.tf`. Empty when there are faults. */
  readonly files: ReadonlyMap<string, string>;
  /** What the writer does not know. */
  readonly faults: readonly Fault[];
}

/** Writes a configuration as the HCL of a Terraform root. @param stack name of the stack, for comments */
export function exportStack(config: Config, stack: string, schema: Schema): Exported {
  const faults = new Faults("");
  const declared = declaredIn(config, schema, typesOf(config, schema), faults);
  if (faults.all.length > 0) return { files: new Map(), faults: faults.all };
  const files = new Map<string, string>();
  for (const [file, blocks] of intoFiles(declared, stack)) files.set(file, print(blocks));
  return { files, faults: [] };
}
