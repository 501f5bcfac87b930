import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { Construct } from "constructs";
import { type Duration, days, nameFor } from "../../src/core";
import { lazyJson } from "../../src/engine";
import type { IEncryptionKey } from "./encryption-key";

/** One value in Secrets Manager, as a container gets it: a whole secret, or one key of its JSON. */
export interface SecretValue {
  /** What the task definition refers to. */
  readonly valueFrom: string;
  /** What the execution role must be able to read. */
  readonly secretArn: string;
  /** Key the secret is encrypted with, when it is one of ours. */
  readonly key?: IEncryptionKey;
}

/** A secret that exists already, referred to by its ARN. */
export function existingSecret(secretArn: string): SecretValue {
  return { valueFrom: secretArn, secretArn };
}

/** One key of a JSON secret. */
export function secretField(secretArn: string, field: string, key?: IEncryptionKey): SecretValue {
  return { valueFrom: `${secretArn}:${field}::`, secretArn, ...(key ? { key } : {}) };
}

export interface SecretProps {
  /** The thing in its name, e.g. `redis`. */
  readonly name: string;
  readonly description: string;
  readonly key: IEncryptionKey;
  /** Days during which a deleted secret can be recovered, 7 to 30. @default "7 days" - 001-054 */
  readonly recoveryWindow?: Duration;
  /**
   * JSON that Terraform writes, and therefore keeps in its state: only for values AWS cannot generate itself.
   * @default - none: whoever owns the value puts it there
   */
  readonly value?: Readonly<Record<string, string>>;
}

/** A secret of this environment. */
export class Secret extends Construct {
  readonly resource: SecretsmanagerSecret;
  /** One and the same text every time, so that policies can tell that two values are of one secret. */
  readonly arn: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: SecretProps,
  ) {
    super(scope, id);
    this.resource = new SecretsmanagerSecret(this, "@secret", {
      name: nameFor(this, "secret", props.name),
      description: props.description,
      kmsKeyId: props.key.arn,
      recoveryWindowInDays: days(props.recoveryWindow ?? "7 days"),
    });
    this.arn = this.resource.arn;
    const { value } = props;
    if (value)
      new SecretsmanagerSecretVersion(this, "@version", {
        secretId: this.resource.id,
        secretString: lazyJson(() => value),
      });
  }

  /** The whole secret, for a container. */
  get whole(): SecretValue {
    return { valueFrom: this.arn, secretArn: this.arn, key: this.props.key };
  }

  /** One key of its JSON, for a container. */
  field(name: string): SecretValue {
    return secretField(this.arn, name, this.props.key);
  }
}
