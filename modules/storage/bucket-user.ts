import { IamUser } from "@cdktf/provider-aws/lib/iam-user";
import { IamUserPolicy } from "@cdktf/provider-aws/lib/iam-user-policy";
import { Construct } from "constructs";
import { type IGrantable, nameFor, policy, type Statement } from "../../src/core";
import { type IEncryptionKey, Secret, type SecretValue } from "../security";

export interface BucketUserProps {
  /** The thing in its name and its secret's, e.g. `uploads`. */
  readonly name: string;
  readonly key: IEncryptionKey;
}

/**
 * A user for programs that speak S3 with a fixed access key, as MinIO's clients do. Terraform makes the user and an
 * empty secret; the key itself is issued by an operator, since Terraform would have to keep it in its state.
 */
export class BucketUser extends Construct implements IGrantable {
  readonly user: IamUser;
  readonly secret: Secret;
  private readonly statements: Statement[] = [];

  constructor(scope: Construct, id: string, { name, key }: BucketUserProps) {
    super(scope, id);
    this.user = new IamUser(this, "@user", { name: nameFor(this, "iam-user", name) });
    this.secret = new Secret(this, "@key", {
      name: `${name}-access-key`,
      description: "JSON with access_key and secret_key of the user",
      key,
    });
    new IamUserPolicy(this, "@policy", {
      name: "access",
      user: this.user.name,
      policy: policy(() => this.statements),
    });
  }

  allow(statement: Statement): void {
    if (!this.statements.some(({ sid }) => sid === statement.sid)) this.statements.push(statement);
  }

  get accessKey(): SecretValue {
    return this.secret.field("access_key");
  }

  get secretKey(): SecretValue {
    return this.secret.field("secret_key");
  }
}
