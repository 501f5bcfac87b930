import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Construct } from "constructs";
import { type Grant, type IGrantable, nameFor, type PhysicalName } from "../../src/core";
import { isToken, report } from "../../src/engine";
import { parameterValue, type SecretValue } from "./secret-value";

/** What a standard parameter holds. https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const MOST_BYTES = 4096;

export interface ParameterProps {
  /** Its text, up to 4096 bytes. Terraform keeps it in its state: what is secret stands in a `Secret` instead. */
  readonly value: string;
  /** What it is for. @default - nothing is said */
  readonly description?: string;
  /** @default - the construct's id, as `/<project>/<environment>/<id>` */
  readonly name?: PhysicalName;
}

/** A setting in Systems Manager, for containers and for scripts. */
export class Parameter extends Construct implements SecretValue {
  readonly resource: SsmParameter;
  readonly arn: string;
  private readonly reference: SecretValue;

  constructor(scope: Construct, id: string, { value, description, name }: ParameterProps) {
    super(scope, id);
    const bytes = isToken(value) ? 1 : Buffer.byteLength(value);
    if (bytes < 1 || bytes > MOST_BYTES) {
      report(this, {
        prop: "value",
        value: `${bytes} bytes`,
        allowed: `1 to ${MOST_BYTES} bytes`,
        fix: "keep long texts in a bucket, and their place here",
      });
    }
    this.resource = new SsmParameter(this, "@parameter", {
      name: nameFor(this, "parameter", name),
      type: "String",
      value,
      ...(description ? { description } : {}),
    });
    this.arn = this.resource.arn;
    this.reference = parameterValue(this.arn, {});
  }

  get valueFrom(): string {
    return this.reference.valueFrom;
  }

  /** Reads the parameter. */
  grantRead(to: IGrantable): Grant {
    return this.reference.grantRead(to);
  }
}
