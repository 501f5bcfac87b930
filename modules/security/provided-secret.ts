import { DataAwsSecretsmanagerSecretVersions } from "@cdktf/provider-aws/lib/data-aws-secretsmanager-secret-versions";
import { Construct } from "constructs";
import type { Grant, IGrantable } from "../../src/core";
import type { IEncryptionKey } from "./encryption-key";
import { type SecretValue, secretValue } from "./secret-value";

export interface ProvidedSecretProps {
  /** Full ARN, usually an `Input`. */
  readonly arn: string;
  /** Field of the secret's JSON. @default - the whole text */
  readonly field?: string;
  /** Key it is encrypted with. @default - the account's own `aws/secretsmanager`, which needs no right */
  readonly key?: Pick<IEncryptionKey, "grantDecrypt">;
}

/**
 * A secret whose value somebody provides before the stack is applied, e.g. the key of another company's API. Every plan
 * fails that finds none: containers would not start. Terraform asks which versions there are, and reads no value; whoever
 * runs it needs `secretsmanager:ListSecretVersionIds`.
 */
export class ProvidedSecret extends Construct implements SecretValue {
  readonly resource: DataAwsSecretsmanagerSecretVersions;
  readonly arn: string;
  readonly valueFrom: string;
  private readonly value: SecretValue;

  constructor(scope: Construct, id: string, { arn, ...location }: ProvidedSecretProps) {
    super(scope, id);
    this.arn = arn;
    this.resource = new DataAwsSecretsmanagerSecretVersions(this, "@versions", {
      secretId: arn,
      lifecycle: {
        postcondition: [
          {
            // A secret without any version has null.
            condition:
              '${try(anytrue([for version in self.versions : contains(version.version_stages, "AWSCURRENT")]), false)}',
            errorMessage: `The secret ${arn} has no value. Put it there, then plan again.`,
          },
        ],
      },
    });
    this.value = secretValue(arn, location);
    this.valueFrom = this.value.valueFrom;
  }

  /** Reads the secret. */
  grantRead(to: IGrantable): Grant {
    return this.value.grantRead(to);
  }
}
