import { type TerraformElement, TerraformOutput, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";

/** Leaves the construct path in the configuration, as cdktf does for resources only: an export tells it to its reader. */
export function recordPath(element: TerraformElement): void {
  element.addOverride("//", { metadata: { path: element.node.path, uniqueId: element.friendlyUniqueId } });
}

/** What a value given at plan time looks like. */
export interface InputProps {
  /** A sentence for whoever has to give the value. */
  readonly description: string;
  /** A value with which the stack plans: used by local runs and shown by `landform list --json`. */
  readonly example: string;
  /** Regular expression (RE2) that the value must match. */
  readonly matches: string;
  /** What is allowed, as a sentence that starts with a capital and ends with a full stop, as Terraform wants it. */
  readonly allowed: string;
}

/** A value given at plan time: `terraform plan -var image_tag=v1.2.3`. Required: a platform's own choices are typed props. */
export class Input extends TerraformVariable {
  readonly example: string;

  constructor(scope: Construct, name: string, props: InputProps) {
    const pattern = props.matches.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
    super(scope, name, {
      type: "string",
      description: props.description,
      nullable: false,
      validation: [{ condition: `\${can(regex("${pattern}", var.${name}))}`, errorMessage: props.allowed }],
    });
    this.example = props.example;
    recordPath(this);
  }
}

/** A value that people and pipelines read after apply. */
export class Output extends TerraformOutput {
  constructor(
    scope: Construct,
    name: string,
    value: unknown,
    props: { readonly description: string; readonly sensitive?: boolean },
  ) {
    super(scope, name, { value, ...props });
    recordPath(this);
  }
}
