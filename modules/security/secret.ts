import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { Construct } from "constructs";
import {
  checkFormat,
  type Duration,
  days,
  type Grant,
  type IGrantable,
  nameFor,
  type PhysicalName,
} from "../../src/core";
import { lazyJson } from "../../src/engine";
import { checkKeyRegion, type IEncryptionKey } from "./encryption-key";
import { type SecretValue, secretValue } from "./secret-value";

export interface SecretProps {
  readonly description: string;
  readonly key: IEncryptionKey;
  /** @default - the construct's id */
  readonly name?: PhysicalName;
  /** Days during which a deleted secret can be recovered, 7 to 30. @default "7 days" - the name cannot be used again until then */
  readonly recoveryWindow?: Duration;
  /**
   * JSON that Terraform writes, and therefore keeps in its state: only for values AWS cannot generate itself. Fields may
   * be added until synthesis.
   * @default - none: whoever owns the value puts it there
   */
  readonly value?: Readonly<Record<string, string>>;
}

const FIELD = {
  pattern: /^[^:\s]+$/,
  allowed: "a key of the secret's JSON, without colon and space",
  fix: 'write for example "password"',
};

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
    checkKeyRegion(this, props.key);
    this.resource = new SecretsmanagerSecret(this, "@secret", {
      name: nameFor(this, "secret", props.name),
      description: props.description,
      kmsKeyId: props.key.arn,
      recoveryWindowInDays: days(this, "recoveryWindow", props.recoveryWindow ?? "7 days", {
        min: "7 days",
        max: "30 days",
      }),
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
    return secretValue(this.arn, { key: this.props.key });
  }

  /** One field of its JSON, for a container. */
  field(name: string): SecretValue {
    checkFormat(this, "field", name, FIELD);
    return secretValue(this.arn, { field: name, key: this.props.key });
  }

  /** Reads the secret. */
  grantRead(to: IGrantable): Grant {
    return this.whole.grantRead(to);
  }
}
