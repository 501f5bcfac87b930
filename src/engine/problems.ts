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

/** One mistake, in all the stacks that have it. */
interface Mistake {
  readonly first: Problem;
  /** What was given where, first the first. */
  readonly given: readonly { readonly stack: string; readonly text: string }[];
}

/** One mistake in a platform shows in each of its environments: it is told once, with their names. */
function shared(problems: readonly Problem[]): Mistake[] {
  const mistakes = new Map<string, { first: Problem; given: { stack: string; text: string }[] }>();
  const times = new Map<string, number>();
  for (const problem of problems) {
    const [stack = "", ...below] = problem.path.split("/");
    const what = [below.join("/"), problem.prop, problem.fix]
      .map((text) => text.replaceAll(stack, "*"))
      .join("\n");
    const nth = (times.get(`${stack}\n${what}`) ?? 0) + 1;
    times.set(`${stack}\n${what}`, nth);
    const key = `${nth}\n${what}`;
    const known = mistakes.get(key) ?? { first: problem, given: [] };
    known.given.push({ stack, text: show(problem.value) });
    mistakes.set(key, known);
  }
  return [...mistakes.values()];
}

function describe({ first, given }: Mistake): string {
  const [own, ...others] = given;
  const differ = others.filter(({ text }) => text !== own?.text);
  const lines = [
    `  ${first.path || "the program"}: ${first.prop}`,
    `    given:   ${own?.text}`,
    ...differ.map(({ stack, text }) => `             ${text} in ${stack}`),
    `    allowed: ${plain(first.allowed)}`,
    `    fix:     ${plain(first.fix)}`,
    ...(others.length > 0 ? [`    also in: ${others.map(({ stack }) => stack).join(", ")}`] : []),
  ];
  return `\n${lines.join("\n")}`;
}

function show(value: unknown): string {
  if (typeof value === "string") return plain(JSON.stringify(value));
  return value === undefined ? "nothing" : plain(JSON.stringify(value) ?? String(value));
}

/** Tokens have numbers that say nothing to anybody. */
function plain(text: string): string {
  return text.replaceAll(/\$\{TfToken\[[^\]]*\]\}/g, "(known to Terraform only)");
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

/** Runs the checks of a program, each once; also those that a check has added. */
export function runChecks(root: IConstruct): void {
  for (let all = checks.get(root); all; all = checks.get(root)) {
    checks.delete(root);
    for (const check of all) check();
  }
}
