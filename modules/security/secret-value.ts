import { allGrants, type Grant, type IGrantable } from "../../src/core";
import type { Dependable } from "../../src/engine";
import type { IEncryptionKey, KeyCaller } from "./encryption-key";

/** One value in Secrets Manager or Systems Manager, as a container gets it. */
export interface SecretValue {
  /** What the task definition refers to: an ARN, with the field of a JSON secret. */
  readonly valueFrom: string;
  /** Lets a role read it, and decrypt it where its key is known. The grant also has what puts the value there. */
  grantRead(to: IGrantable): Grant;
}

/** Where a value is. */
export interface SecretLocation {
  /** Field of the secret's JSON. @default - the whole text */
  readonly field?: string;
  /** Key it is encrypted with. @default - the account's own `aws/secretsmanager` or `aws/ssm`, which needs no right */
  readonly key?: Pick<IEncryptionKey, "grantDecrypt">;
}

/** A secret that exists already, by its full ARN; with its key where that is one of yours. */
export function existingSecret(arn: string, location: SecretLocation = {}): SecretValue {
  return secretValue(arn, location);
}

/** A parameter of Systems Manager that exists already, by its ARN; with its key where it is a SecureString under one of yours. */
export function existingParameter(arn: string, location: Pick<SecretLocation, "key"> = {}): SecretValue {
  return parameterValue(arn, location);
}

/** A value in Secrets Manager. @param after what puts it there. @default - it is there */
export function secretValue(
  arn: string,
  { field, key }: SecretLocation,
  after: readonly Dependable[] = [],
): SecretValue {
  const valueFrom = field === undefined ? arn : `${arn}:${field}::`;
  const actions = ["secretsmanager:GetSecretValue"];
  const { grantRead } = value(valueFrom, arn, "ReadSecrets", actions, "secretsmanager", key);
  return { valueFrom, grantRead: (to) => allGrants(grantRead(to), { dependables: after }) };
}

/** A value in Systems Manager. ECS reads it with the plural call, scripts with either. */
export function parameterValue(arn: string, { key }: Pick<SecretLocation, "key">): SecretValue {
  return value(arn, arn, "ReadParameters", ["ssm:GetParameter", "ssm:GetParameters"], "ssm", key);
}

function value(
  valueFrom: string,
  arn: string,
  purpose: string,
  actions: readonly string[],
  via: KeyCaller,
  key: SecretLocation["key"],
): SecretValue {
  return {
    valueFrom,
    grantRead: (to) =>
      allGrants(
        to.grant({ purpose, actions, resources: [arn] }),
        ...(key ? [key.grantDecrypt(to, via)] : []),
      ),
  };
}
