import { type TerraformElement, TerraformOutput, type TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { CrossStackReference } from "./cross-stack";
import { NotData } from "./json";
import type { Problem } from "./problems";

// Not part of cdktf's public API; pinned with its version and compared with its own output by a test.
const { resolve } = require("cdktf/lib/_tokens") as {
  resolve: (scope: IConstruct, value: unknown, preparing: boolean) => Json;
};

/** A resolved Terraform configuration, as it stands in `cdk.tf.json`. */
export type Json = Record<string, unknown>;

/**
 * What `TerraformStack.toTerraform` returns, resolved once instead of three times. Resolving as `preparing` makes cdktf
 * report references to other stacks, for which it would need a dry run otherwise.
 * @param fault told what cannot be written
 */
export function render(
  stack: TerraformStack,
  elements: readonly TerraformElement[],
  fault: (problem: Problem) => void,
): Json {
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
    if (Object.keys(own).length > 0) merge(metadata, resolve(stack, own, true));
  }
  for (const element of elements) {
    if (TerraformOutput.isTerraformOutput(element)) {
      const path = element.node.path.split("/");
      merge(
        outputs,
        path.reduceRight<unknown>((inner, part) => ({ [part]: inner }), element.friendlyUniqueId) as Json,
      );
    }
    merge(result, resolveElement(stack, element, fault));
  }
  return merge(result, resolve(stack, overrides, true));
}

function resolveElement(
  stack: TerraformStack,
  element: TerraformElement,
  fault: (problem: Problem) => void,
): Json {
  try {
    return resolve(stack, element.toTerraform(), true);
  } catch (error) {
    fault(error instanceof CrossStackReference ? error.problem : unwritable(element, error as Error));
    return {};
  }
}

function unwritable(element: TerraformElement, error: Error): Problem {
  const isObject = error instanceof NotData || error instanceof RangeError;
  return {
    path: element.node.path,
    prop: isObject ? "a value in it" : "an expression in it",
    value: error.message.split("\n")[0],
    allowed: isObject
      ? "text, numbers, booleans, lists and plain objects"
      : "values that are known at synthesis, or passed on whole",
    fix: isObject
      ? "pass an attribute of a construct, e.g. its name or ARN, and not the construct"
      : "do not take apart or join what only Terraform knows",
  };
}

/** cdktf's `deepMerge` for resolved values: what is new is taken over as it is, not copied. */
function merge(target: Json, source: Json): Json {
  for (const [key, value] of Object.entries(source)) {
    const known = target[key];
    if (known === undefined) target[key] = value;
    else if (Array.isArray(known) && Array.isArray(value)) target[key] = [...known, ...value];
    else if (isObject(known) && isObject(value)) merge(known, value);
    else target[key] = value;
  }
  return target;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
