import type { Environment, PlatformStack } from "../../../src/core";
import type { Problem } from "../../../src/engine";

/** A wrong input, and what it is refused with. */
export interface Refusal {
  /** What is wrong, in a few words. */
  readonly what: string;
  readonly build: (stack: PlatformStack) => void;
  /** Everything that is reported, and nothing else: path below the stack, prop, allowed, fix. */
  readonly problems: readonly (Pick<Problem, "prop" | "allowed" | "fix"> & { readonly path: string })[];
  /** @default - tier staging */
  readonly environment?: Environment;
}

/** A wrong input with one problem. @param path of the construct below the stack */
export function refusal(
  what: string,
  build: (stack: PlatformStack) => void,
  path: string,
  prop: string,
  allowed: string,
  fix: string,
  environment?: Environment,
): Refusal {
  return { what, build, problems: [{ path, prop, allowed, fix }], ...(environment ? { environment } : {}) };
}
