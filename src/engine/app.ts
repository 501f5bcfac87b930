import fs from "node:fs";
import { App, type TerraformStack } from "cdktf";
import { applyLock, losses } from "./addresses/apply";
import { type Changes, changesOf } from "./addresses/changes";
import type { Lock } from "./addresses/lock";
import { duplicateAddresses } from "./addresses/names";
import { CrossStackReference } from "./cross-stack";
import { stackFolder } from "./folders";
import { findTraps, StateOwners } from "./guards";
import { reportRepeatedIds } from "./ids";
import { problemsOf, reportAt, runChecks, ValidationError } from "./problems";
import { type Json, render } from "./render";
import { gather, lostAspects, misuses, stacksOf, type Tree } from "./tree";
import { Drafts } from "./write";

/** The program: every stack of every platform. Synthesis refuses all problems at once, before it writes anything. */
export class Landform extends App {
  private readonly lock: Lock | undefined;
  /** What is different from the recorded addresses; known when stacks have been resolved. */
  changes: readonly Changes[] = [];

  /**
   * @param options.outdir folder for the result. @default "cdktf.out", or what the cdktf command line names
   * @param options.lock recorded addresses of all stacks. @default - addresses are free to change
   */
  constructor(options: { readonly outdir?: string; readonly lock?: Lock } = {}) {
    if (["true", "1"].includes(process.env.SYNTH_HCL_OUTPUT ?? "")) {
      throw new Error(
        "cdktf synth --hcl changes the meaning of configurations: run cdktf synth without --hcl",
      );
    }
    super(options);
    reportRepeatedIds();
    this.lock = options.lock;
  }

  /** Adds what a program makes, e.g. an environment. What it throws is a problem like any other, told under its name. */
  add(program: (app: this) => unknown): this {
    try {
      program(this);
    } catch (error) {
      if (process.env.LANDFORM_DEBUG) throw error;
      reportAt(this, program.name, {
        prop: "program",
        value: (error as Error).message.split("\n")[0],
        allowed: "a program that runs to its end",
        fix: "see the message; LANDFORM_DEBUG=1 shows where it comes from",
      });
    }
    return this;
  }

  /** The Terraform roots of the program, in the order in which they were made. */
  get stacks(): TerraformStack[] {
    return stacksOf(this);
  }

  /**
   * Resolves every stack in memory, then writes them.
   * @param names write these stacks only. @default - all, and what stacks that are gone have left is removed
   * @throws ValidationError with all problems of all stacks; the output folder stays as it was
   */
  override synth(names?: readonly string[]): void {
    const drafts = new Drafts(this);
    try {
      this.resolveAll((stack, config, tree) => drafts.add(stack, config, tree.assets));
      drafts.publish(names);
    } finally {
      drafts.remove();
    }
  }

  /**
   * The configuration of every stack, without writing it.
   * @param options.acceptLosses for whoever is about to record what has changed. @default false
   * @throws ValidationError as `synth`
   */
  resolveStacks(
    options: { readonly acceptLosses?: boolean } = {},
  ): { readonly stack: TerraformStack; readonly config: Json }[] {
    return this.resolveAll((stack, config) => ({ stack, config }), options.acceptLosses);
  }

  /** Writes what lies beside the configuration of a stack, such as archives, into `<folder>/stacks/<name>`. */
  writeAssets(name: string, folder: string): void {
    const stack = this.stacks.find(({ node }) => node.id === name);
    fs.mkdirSync(stackFolder(folder, name), { recursive: true });
    if (stack) for (const asset of gather(stack).assets) asset.onSynthesize({ outdir: folder });
  }

  private resolveAll<T>(
    keep: (stack: TerraformStack, config: Json, tree: Tree) => T,
    acceptLosses = false,
  ): T[] {
    runChecks(this);
    const problems = [...problemsOf(this), ...lostAspects(this)];
    const stateOf = new StateOwners();
    const { lock } = this;
    const changes: Changes[] = [];
    const kept = this.stacks.map((stack) => {
      const tree = gather(stack);
      problems.push(...duplicateAddresses(tree.elements), ...misuses(stack, tree));
      const before = problems.length;
      const config = render(stack, tree.elements, (problem) => problems.push(problem));
      // What could not be written is not gone.
      const isWhole = problems.length === before;
      problems.push(...findTraps(stack, config), ...stateOf.claim(stack, config));
      if (lock && isWhole) changes.push(applyLock(stack.node.id, config, lock[stack.node.id]));
      return keep(stack, config, tree);
    });
    const names = new Set(this.stacks.map(({ node }) => node.id));
    const gone = Object.entries(lock ?? {}).filter(([name]) => !names.has(name));
    this.changes = [...changes, ...gone.map(([name, recorded]) => changesOf(name, undefined, recorded))];
    if (!acceptLosses) problems.push(...this.changes.flatMap(losses));
    const late = problemsOf(this).filter((problem) => !problems.includes(problem));
    if (problems.length + late.length > 0) throw new ValidationError([...problems, ...late]);
    return kept;
  }

  /** cdktf would hand the whole state of one stack to the other; and the reader could not be planned before the other is applied. */
  override crossStackReference(from: TerraformStack, to: TerraformStack, identifier: string): string {
    throw new CrossStackReference(from, to, identifier);
  }
}
