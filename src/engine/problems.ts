import type { IConstruct } from "constructs";

/** One thing wrong in a program, told so that its author can mend it without reading our source. */
export interface Problem {
  /** Construct path, e.g. `shop-production/database`. */
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
    const mistakes = shared(problems);
    const count = mistakes.length === 1 ? "1 problem" : `${mistakes.length} problems`;
    super(`${count} found, nothing was written\n${mistakes.map(describe).join("\n")}`);
    this.name = "ValidationError";
  }
}

interface Mistake extends Problem {
  /** Other stacks that have the same problem. */
  readonly others: readonly string[];
}

/** One mistake in a platform shows in each of its environments: it is told once, with their names. */
function shared(problems: readonly Problem[]): Mistake[] {
  const mistakes = new Map<string, { problem: Problem; stacks: Set<string> }>();
  for (const problem of problems) {
    const [stack = ""] = problem.path.split("/");
    const { path, prop, value, allowed, fix } = problem;
    const key = [path, prop, show(value), allowed, fix].map((text) => text.replaceAll(stack, "*")).join("\n");
    const known = mistakes.get(key);
    if (known) known.stacks.add(stack);
    else mistakes.set(key, { problem, stacks: new Set([stack]) });
  }
  return [...mistakes.values()].map(({ problem, stacks }) => ({ ...problem, others: [...stacks].slice(1) }));
}

function describe({ path, prop, value, allowed, fix, others }: Mistake): string {
  const also = others.length > 0 ? `\n    also in: ${others.join(", ")}` : "";
  return `\n  ${path}: ${prop}\n    given:   ${show(value)}\n    allowed: ${allowed}\n    fix:     ${fix}${also}`;
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
  reportAt(construct, construct.node.path, problem);
}

/** Records a problem of something that is no construct, or not yet one. */
export function reportAt(near: IConstruct, path: string, problem: Omit<Problem, "path">): void {
  const root = near.node.root;
  const problems = reported.get(root) ?? [];
  problems.push({ path, ...problem });
  reported.set(root, problems);
}

/** The problems recorded so far below the root of a construct tree, in the order they were found. */
export function problemsOf(root: IConstruct): readonly Problem[] {
  return reported.get(root.node.root) ?? [];
}

const checks = new WeakMap<IConstruct, (() => void)[]>();

/** Runs a check when the program is complete: for what only the sum of all calls shows, e.g. that something is missing. */
export function whenComplete(construct: IConstruct, check: () => void): void {
  const root = construct.node.root;
  const all = checks.get(root) ?? [];
  all.push(check);
  checks.set(root, all);
}

/** Runs the checks of a program, each once. */
export function runChecks(root: IConstruct): void {
  const all = checks.get(root) ?? [];
  checks.delete(root);
  for (const check of all) check();
}
