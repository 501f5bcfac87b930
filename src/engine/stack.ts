import {
  dependable,
  type ITerraformDependable,
  TerraformElement,
  type TerraformResource,
  TerraformStack,
} from "cdktf";
import type { Construct, Node } from "constructs";
import { addressName } from "./addresses/names";
import { PROVIDERS } from "./providers";

/** What another resource can wait for: `dependsOn: [association]`. */
export type Dependable = ITerraformDependable;

/** Makes a resource wait for others as well. Its `dependsOn` takes plain addresses, and expressions only fail in Terraform. */
export function waitFor(resource: TerraformResource, others: readonly Dependable[]): void {
  resource.dependsOn = [...(resource.dependsOn ?? []), ...others.map((other) => dependable(other))];
}

/** A Terraform root: readable addresses, qualified provider sources, a floor for Terraform's version. */
export class LandformStack extends TerraformStack {
  constructor(scope: Construct, id: string, requiredVersion: string) {
    super(scope, id);
    this.addOverride("terraform.required_version", requiredVersion);
    // Only for providers the stack uses: required_providers lists what cdktf emits for provider blocks.
    this.requireProvider("aws");
  }

  /** Names the source and version of a provider that this stack uses. */
  requireProvider(name: keyof typeof PROVIDERS): void {
    // A copy: a later override of the same path would write into the table itself.
    this.addOverride(`terraform.required_providers.${name}`, { ...PROVIDERS[name] });
  }

  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : element;
    return addressName(node.path.slice(this.node.path.length + 1).split("/"));
  }
}
