import { IamUser } from "@cdktf/provider-aws/lib/iam-user";
import { IamUserPolicy } from "@cdktf/provider-aws/lib/iam-user-policy";
import { Construct, type IConstruct } from "constructs";
import {
  type Grant,
  type IGrantable,
  nameFor,
  type PhysicalName,
  PolicyStatements,
  partOf,
  type Statement,
  thingOf,
} from "../../src/core";
import { type IEncryptionKey, Secret, type SecretValue } from "../security";

export interface BucketUserProps {
  /** Encrypts the secret. */
  readonly key: IEncryptionKey;
  /** Name of the user; the secret's has `access-key` at its end. @default - the construct's ids */
  readonly name?: PhysicalName;
}

/**
 * A user for programs that speak S3 with a fixed access key, as MinIO's clients do. Terraform makes the user and an
 * empty secret; the key itself is issued by an operator, since Terraform would have to keep it in its state.
 */
export class BucketUser extends Construct implements IGrantable {
  readonly resource: IamUser;
  /** JSON with `access_key` and `secret_key`. */
  readonly secret: Secret;
  private readonly statements = new PolicyStatements(this, "user");
  private policy: IamUserPolicy | undefined;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: BucketUserProps,
  ) {
    super(scope, id);
    this.resource = new IamUser(this, "@user", { name: nameFor(this, "iam-user", props.name) });
    this.secret = new Secret(this, "@key", {
      name: partOf(props.name ?? thingOf(this), "access-key"),
      description: "JSON with access_key and secret_key of the user",
      key: props.key,
    });
  }

  get accessKey(): SecretValue {
    return this.secret.field("access_key");
  }

  get secretKey(): SecretValue {
    return this.secret.field("secret_key");
  }

  grant(statement: Statement, source?: IConstruct): Grant {
    this.policy ??= new IamUserPolicy(this, "@policy", {
      name: nameFor(this, "iam-policy", this.props.name, "access"),
      user: this.resource.name,
      policy: this.statements.toJson(),
    });
    this.statements.add(statement, source);
    return { dependables: [this.policy] };
  }
}
