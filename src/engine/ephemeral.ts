import { TerraformElement, type TerraformProvider, Token } from "cdktf";
import type { Construct } from "constructs";

/**
 * An ephemeral resource, which cdktf does not know: Terraform asks for its values in every plan and apply, and keeps
 * them in neither state nor plan. Only write-only arguments (`…_wo`) take them.
 * https://developer.hashicorp.com/terraform/language/resources/ephemeral
 */
export class Ephemeral extends TerraformElement {
  /** @default - that of its scope, e.g. of another region; else the stack's own */
  provider: TerraformProvider | undefined;

  /** @param type e.g. `aws_secretsmanager_secret_version`. @param config its arguments, by their Terraform names */
  constructor(
    scope: Construct,
    id: string,
    private readonly type: string,
    private readonly config: Readonly<Record<string, unknown>>,
  ) {
    super(scope, id, `ephemeral.${type}`);
  }

  /** One of its values, by its Terraform name, for use inside an expression. */
  reference(name: string): string {
    return `ephemeral.${this.type}.${this.friendlyUniqueId}.${name}`;
  }

  override toTerraform(): object {
    const body = {
      ...this.config,
      ...(this.provider ? { provider: this.provider.fqn } : {}),
      "//": { metadata: { path: this.node.path, uniqueId: this.friendlyUniqueId } },
    };
    return { ephemeral: { [this.type]: { [this.friendlyUniqueId]: body } } };
  }
}

/** An expression as a number: `numberOf("parseint(var.text, 16)")`. */
export function numberOf(expression: string): number {
  return Token.asNumber(`\${${expression}}`);
}
