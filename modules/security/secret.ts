import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import {
  SecretsmanagerSecretVersion,
  type SecretsmanagerSecretVersionConfig,
} from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { Construct } from "constructs";
import {
  checkFormat,
  checkNumber,
  type Duration,
  days,
  type Grant,
  type IGrantable,
  nameFor,
  type PhysicalName,
  requireTerraform,
} from "../../src/core";
import { type Dependable, Ephemeral, lazyJson, report } from "../../src/engine";
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
   * @default - `generate`, or whoever owns the value puts it there
   */
  readonly value?: Readonly<Record<string, string>>;
  /**
   * Length of a text of letters and digits that Secrets Manager makes once, 16 to 4096. Terraform never sees it, and
   * leaves later values alone.
   * @default - no text is made
   */
  readonly generate?: number;
}

/** Labels of the value that is made: without one of its own AWS deletes it some time after it was replaced, and Terraform would make another. */
const STAGES = ["AWSCURRENT", "terraform"];

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
  /** What gives it its value. */
  private readonly writers: Dependable[] = [];

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
    const { value, generate } = props;
    if (value) this.write({ secretString: lazyJson(() => value) });
    if (generate !== undefined) this.generate(generate);
  }

  /** The whole secret, for a container, which starts when there is a value. */
  get whole(): SecretValue {
    return this.valueFor("whole");
  }

  /** One field of its JSON, for a container, which starts when there is a value. */
  field(name: string): SecretValue {
    checkFormat(this, "field", name, FIELD);
    return this.valueFor(`field(${name})`, name);
  }

  /** Reads the secret, or what will be in it. */
  grantRead(to: IGrantable): Grant {
    return secretValue(this.arn, { key: this.props.key }).grantRead(to);
  }

  /** Says what puts the value there, where that is neither `value` nor `generate`: containers wait for it. */
  filledBy(...writers: readonly Dependable[]): void {
    this.writers.push(...writers);
  }

  private valueFor(prop: string, field?: string): SecretValue {
    if (this.writers.length === 0) {
      report(this, {
        prop,
        value: undefined,
        allowed: "a secret that has a value before containers start",
        fix: "write generate: 64, or let its owner make it beforehand and pass existingSecret(arn)",
      });
    }
    const location = { key: this.props.key, ...(field === undefined ? {} : { field }) };
    return secretValue(this.arn, location, this.writers);
  }

  private generate(length: number): void {
    requireTerraform(this, "1.11.0", "older ones write a secret's value into the state");
    checkNumber(this, "generate", length, { min: 16, max: 4096, unit: "characters" });
    if (this.props.value) {
      report(this, {
        prop: "generate",
        value: length,
        allowed: "either value or generate",
        fix: "remove one of the two",
      });
    }
    const made = new Ephemeral(this, "@made", "aws_secretsmanager_random_password", {
      password_length: length,
      exclude_punctuation: true,
    });
    this.write({
      secretStringWo: `\${${made.reference("random_password")}}`,
      secretStringWoVersion: 1,
      versionStages: STAGES,
      // Whoever changes the value moves the first of them.
      lifecycle: { ignoreChanges: ["version_stages"] },
    });
  }

  private write(value: Omit<SecretsmanagerSecretVersionConfig, "secretId">): void {
    if (this.writers.length > 0) return;
    this.writers.push(
      new SecretsmanagerSecretVersion(this, "@version", { secretId: this.resource.id, ...value }),
    );
  }
}
