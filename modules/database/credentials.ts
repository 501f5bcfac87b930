import type { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { Construct } from "constructs";
import { type PhysicalName, partOf } from "../../src/core";
import { Ephemeral, json, numberOf } from "../../src/engine";
import { type IEncryptionKey, Secret } from "../security";

export interface CredentialsProps {
  /** Of the database. */
  readonly name: PhysicalName;
  readonly key: IEncryptionKey;
  readonly username: string;
}

/**
 * User and password of an instance, in a secret and in no state of Terraform. The secret has the password first, and
 * the instance takes it from there: both have the same one wherever an apply was interrupted, and whichever of the two
 * is made anew.
 */
export class Credentials extends Construct {
  /** Arguments of the instance. */
  readonly master: {
    readonly username: string;
    readonly passwordWo: string;
    readonly passwordWoVersion: number;
  };
  private readonly secretId: string;
  /** The version that Terraform made a password for. */
  private readonly first: SecretsmanagerSecretVersion;

  constructor(scope: Construct, id: string, { name, key, username }: CredentialsProps) {
    super(scope, id);
    const secret = new Secret(this, "@secret", {
      name: partOf(name, "password"),
      key,
      description: "JSON with username, password, engine, host, port and database",
    });
    this.secretId = secret.resource.id;
    const made = new Ephemeral(this, "@made", "aws_secretsmanager_random_password", {
      password_length: 40,
      // Letters and digits pass everywhere: RDS refuses some signs, and URLs want others escaped.
      exclude_punctuation: true,
    });
    const password = `\${${made.reference("random_password")}}`;
    this.first = this.addVersion("first", { username, password }, 1);
    const kept = new Ephemeral(this, "@kept", "aws_secretsmanager_secret_version", {
      secret_id: this.first.arn,
    });
    this.master = {
      username,
      passwordWo: `\${jsondecode(${kept.reference("secret_string")}).password}`,
      passwordWoVersion: numberFrom(attribute(this.first, "version_id")),
    };
  }

  /** Adds how to reach the instance. @returns ARN of the secret; what refers to it waits until all fields are there */
  complete(instance: DbInstance, port: number, database: string): string {
    const { username, passwordWo: password } = this.master;
    const value = { username, password, engine: "postgres", host: instance.address, port, database };
    const changes = [attribute(this.first, "version_id"), attribute(instance, "address")];
    return this.addVersion("complete", value, numberFrom(`join(" ", [${changes.join(", ")}])`)).arn;
  }

  /** Secrets Manager deletes old versions without a label, and Terraform would then make a new password. */
  private addVersion(id: string, value: object, generation: number): SecretsmanagerSecretVersion {
    return new SecretsmanagerSecretVersion(this, id, {
      secretId: this.secretId,
      secretStringWo: json(value),
      secretStringWoVersion: generation,
      versionStages: ["AWSCURRENT", `terraform-${id}`],
      // A rotation moves the first of them.
      lifecycle: { ignoreChanges: ["version_stages"] },
    });
  }
}

/** An attribute of a resource, for use inside an expression. */
function attribute(resource: SecretsmanagerSecretVersion | DbInstance, name: string): string {
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}.${name}`;
}

/** A number that changes with a text: Terraform sends a write-only argument again when the number beside it changes. */
function numberFrom(text: string): number {
  return numberOf(`parseint(substr(sha256(${text}), 0, 8), 16)`);
}
