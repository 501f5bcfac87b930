import { TerraformElement, TerraformOutput, type TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";

// Not part of cdktf's public API; pinned with its version and compared with its own output by a test.
const { resolve } = require("cdktf/lib/_tokens") as {
  resolve: (scope: IConstruct, value: unknown, preparing: boolean) => Json;
};
const { deepMerge } = require("cdktf/lib/util") as { deepMerge: (target: Json, ...sources: Json[]) => Json };

/** A resolved Terraform configuration, as it stands in `cdk.tf.json`. */
export type Json = Record<string, unknown>;

/** The Terraform elements of a stack in the order of its tree. */
export function elementsOf(scope: IConstruct): TerraformElement[] {
  const found: TerraformElement[] = [];
  const visit = (construct: IConstruct): void => {
    if (TerraformElement.isTerraformElement(construct)) found.push(construct);
    for (const child of construct.node.children) visit(child);
  };
  visit(scope);
  return found;
}

/**
 * What `TerraformStack.toTerraform` returns, resolved once instead of three times. Resolving as `preparing` makes cdktf
 * report references to other stacks, for which it would need a dry run otherwise.
 */
export function render(stack: TerraformStack, elements: readonly TerraformElement[]): Json {
  const overrides = (stack as unknown as { rawOverrides: Json }).rawOverrides;
  const metadata: Json = {
    version: stack.node.tryGetContext("cdktfVersion"),
    stackName: stack.node.id,
    backend: "local",
    ...(Object.keys(overrides).length > 0 ? { overrides: { stack: Object.keys(overrides) } } : {}),
  };
  const outputs: Json = {};
  const result: Json = { "//": { metadata, outputs } };
  for (const element of elements) {
    const own = element.toMetadata();
    if (Object.keys(own).length > 0) deepMerge(metadata, resolve(stack, own, true));
  }
  for (const element of elements) {
    if (TerraformOutput.isTerraformOutput(element)) {
      const path = element.node.path.split("/");
      deepMerge(
        outputs,
        path.reduceRight<unknown>((inner, part) => ({ [part]: inner }), element.friendlyUniqueId) as Json,
      );
    }
    deepMerge(result, resolve(stack, element.toTerraform(), true));
  }
  return deepMerge(result, resolve(stack, overrides, true));
}
