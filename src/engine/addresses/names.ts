import { type TerraformElement, TerraformOutput } from "cdktf";
import type { IConstruct } from "constructs";
import type { Problem } from "../problems";

/**
 * The Terraform name of an element: the ids on its path below the stack, joined by `_`. Ids that begin with `@` do not
 * show: `new Vpc(this, "@vpc", …)` in the module `network` is `aws_vpc.network`, since its type says the rest.
 * The name depends on the path alone, never on what else the stack holds or in which order it was made.
 */
export function addressName(idsBelowStack: readonly string[]): string {
  let name = "";
  for (const id of idsBelowStack) {
    if (!id.startsWith("@"))
      name += `${name && "_"}${WORD.test(id) ? id : id.replace(/[^A-Za-z0-9]+/g, "_")}`;
  }
  return /^[A-Za-z_]/.test(name) ? name : `_${name}`;
}

const WORD = /^[A-Za-z0-9]*$/;

/** The Terraform address of an element, e.g. `aws_subnet.network_public_a`, `var.image_tag`; undefined for a provider. */
export function addressOf(element: TerraformElement): string | undefined {
  const type = TerraformOutput.isTerraformOutput(element)
    ? "output"
    : (element as unknown as { _elementType?: string })._elementType;
  return type && `${type}.${element.friendlyUniqueId}`;
}

/** Two elements of one address: cdktf would merge them in silence, and one of the two resources would never exist. */
export function duplicateAddresses(elements: readonly TerraformElement[]): Problem[] {
  const seen = new Map<string, IConstruct>();
  const problems: Problem[] = [];
  for (const element of elements) {
    const address = addressOf(element);
    const first = address && seen.get(address);
    // The same path twice is the same id twice, which is reported as what it is.
    if (first && first.node.path !== element.node.path) {
      problems.push({
        path: element.node.path,
        prop: "address",
        value: address,
        allowed: `an address that no other construct of the stack has; ${first.node.path} has it already`,
        fix: "give one of the two constructs another id",
      });
    } else if (address && !first) seen.set(address, element);
  }
  return problems;
}
