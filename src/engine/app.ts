import { App, Aspects, AssetType, TerraformAsset, type TerraformElement, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { duplicateAddresses } from "./addresses";
import { findTraps, StateOwners } from "./guards";
import { type Problem, problemsOf, ValidationError } from "./problems";
import { elementsOf, type Json, render } from "./render";
import { serialize, write } from "./write";

const { invokeAspects } = require("cdktf/lib/synthesize/synthesizer") as {
  invokeAspects: (root: IConstruct) => void;
};

/** The program: every stack of every platform. Synthesis refuses all problems at once, before it writes anything. */
export class Landform extends App {
  /** @param options.outdir folder for the result. @default "cdktf.out", or what the cdktf command line names */
  constructor(options: { readonly outdir?: string } = {}) {
    if (["true", "1"].includes(process.env.SYNTH_HCL_OUTPUT ?? "")) {
      throw new Error(
        "cdktf synth --hcl changes the meaning of configurations: run cdktf synth without --hcl",
      );
    }
    super(options);
  }

  /** The Terraform roots of the program, in the order in which they were made. */
  get stacks(): TerraformStack[] {
    return this.node.findAll().filter(TerraformStack.isStack);
  }

  /**
   * Resolves every stack in memory, then writes them.
   * @param names write these stacks only. @default - all, and what stacks that are gone have left is removed
   * @throws ValidationError with all problems of all stacks; the output folder stays as it was
   */
  override synth(names?: readonly string[]): void {
    // Bytes at once: sixty configurations as objects take twice the memory of everything else.
    const files = this.resolveAll((stack, config) => ({ stack, content: serialize(config) }));
    write(this, files, names);
  }

  /** The configuration of every stack, without writing it. @throws ValidationError as `synth` */
  resolveStacks(): { readonly stack: TerraformStack; readonly config: Json }[] {
    return this.resolveAll((stack, config) => ({ stack, config }));
  }

  private resolveAll<T>(keep: (stack: TerraformStack, config: Json) => T): T[] {
    const problems = [...problemsOf(this), ...this.misuses()];
    const stateOf = new StateOwners();
    const kept = this.stacks.map((stack) => {
      invokeAspects(stack);
      stack.ensureBackendExists();
      const elements = elementsOf(stack);
      problems.push(...duplicateAddresses(elements), ...constructErrors(stack));
      const config = this.renderOrReport(stack, elements, problems);
      problems.push(...findTraps(stack, config), ...stateOf.claim(stack, config));
      return keep(stack, config);
    });
    const late = problemsOf(this).filter((problem) => !problems.includes(problem));
    if (problems.length + late.length > 0) throw new ValidationError([...problems, ...late]);
    return kept;
  }

  private renderOrReport(
    stack: TerraformStack,
    elements: readonly TerraformElement[],
    problems: Problem[],
  ): Json {
    try {
      return render(stack, elements);
    } catch (error) {
      if (!(error instanceof CrossStackReference)) throw error;
      problems.push(error.problem);
      return {};
    }
  }

  /** cdktf would hand the whole state of one stack to the other; and the reader could not be planned before the other is applied. */
  override crossStackReference(from: TerraformStack, to: TerraformStack, identifier: string): string {
    throw new CrossStackReference({
      path: to.node.path,
      prop: identifier,
      value: `an attribute of stack ${from.node.id}`,
      allowed: "references inside one stack",
      fix: "declare an output there and an Input here, or look the resource up by its name",
    });
  }

  private misuses(): Problem[] {
    const problems: Problem[] = [];
    if (Aspects.of(this).all.length > 0) {
      problems.push({
        path: "the app",
        prop: "Aspects.of(app)",
        value: `${Aspects.of(this).all.length} aspects`,
        allowed: "aspects on stacks: cdktf never runs those of the app",
        fix: "call Aspects.of(stack).add(…) for each stack",
      });
    }
    for (const node of this.node.findAll()) {
      if (node instanceof TerraformAsset && node.type === AssetType.ARCHIVE) {
        problems.push({
          path: node.node.path,
          prop: "type",
          value: "AssetType.ARCHIVE",
          allowed: "AssetType.FILE or AssetType.DIRECTORY",
          fix: "zip the files yourself and pass the archive as a FILE asset",
        });
      }
    }
    return problems;
  }
}

/** Found while resolving, where cdktf would add an output here and a remote state there. */
class CrossStackReference extends Error {
  constructor(readonly problem: Problem) {
    super(problem.prop);
  }
}

/** What constructs of others report in cdktf's own ways: validations and error annotations. */
function constructErrors(stack: TerraformStack): Problem[] {
  return stack.node.findAll().flatMap((construct) => {
    const annotated = construct.node.metadata
      .filter((entry) => entry.type === "@cdktf/error")
      .map((entry) => String(entry.data));
    return [...construct.node.validate(), ...annotated].map((message) => ({
      path: construct.node.path,
      prop: "validation",
      value: message,
      allowed: "constructs that validate",
      fix: "see the message",
    }));
  });
}
