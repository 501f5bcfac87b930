import type { IConstruct } from "constructs";

/** One thing wrong in a program, told so that its author can mend it without reading our source. */
export interface Problem {
  /** Construct path, e.g. `takeoff-production/database`. */
  readonly path: string;
  /** The prop (or pair of props) that is wrong, e.g. `scaling.min`. */
  readonly prop: string;
  /** What was given. */
  readonly value: unknown;
  /** What is allowed, as a phrase: `a number from 1 to 10`. */
  readonly allowed: string;
  /** What to do about it, as an imperative: `raise max or lower min`. */
  readonly fix: string;
}

/** All problems of a program at once. Thrown before anything is written. */
export class ValidationError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super(`${count} found, nothing was written\n${problems.map(describe).join("\n")}`);
    this.name = "ValidationError";
  }
}

function describe({ path, prop, value, allowed, fix }: Problem): string {
  return `\n  ${path}: ${prop}\n    given:   ${show(value)}\n    allowed: ${allowed}\n    fix:     ${fix}`;
}

function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  return value === undefined ? "nothing" : (JSON.stringify(value) ?? String(value));
}

const reported = new WeakMap<IConstruct, Problem[]>();

/**
 * Records a problem of a construct. The constructor goes on with the value it was given, so that one run shows
 * every problem; synthesis then refuses them all and writes nothing.
 */
export function report(construct: IConstruct, problem: Omit<Problem, "path">): void {
  const root = construct.node.root;
  const problems = reported.get(root) ?? [];
  problems.push({ path: construct.node.path, ...problem });
  reported.set(root, problems);
}

/** The problems recorded so far below the root of a construct tree, in the order they were found. */
export function problemsOf(root: IConstruct): readonly Problem[] {
  return reported.get(root.node.root) ?? [];
}
