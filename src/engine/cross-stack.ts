import type { TerraformStack } from "cdktf";
import type { Problem } from "./problems";

/** Found while resolving, where cdktf would add an output here and a remote state there. */
export class CrossStackReference extends Error {
  readonly problem: Problem;

  constructor(from: TerraformStack, to: TerraformStack, identifier: string) {
    super(identifier);
    this.problem = {
      path: to.node.path,
      prop: identifier,
      value: `an attribute of stack ${from.node.id}`,
      allowed: "references inside one stack",
      fix: "declare an output there and an Input here, or look the resource up by its name",
    };
  }
}
