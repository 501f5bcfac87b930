import { IamUser } from "@cdktf/provider-aws/lib/iam-user";
import { IamUserPolicy } from "@cdktf/provider-aws/lib/iam-user-policy";
import { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import { Construct, type IConstruct } from "constructs";
import {
  type Duration,
  days,
  type Grant,
  type IGrantable,
  type IMonitored,
  type Limits,
  type Metric,
  nameFor,
  type PhysicalName,
  PolicyStatements,
  partOf,
  type Statement,
  thingOf,
} from "../../src/core";
import { json, waitFor } from "../../src/engine";
import { grantRotation, PythonFunction, rotationLimits, SecretRotation } from "../monitoring";
import { type IEncryptionKey, Secret, type SecretValue } from "../security";
import { KEY_PROGRAM } from "./key-program";

export interface BucketUserProps {
  /** Encrypts the secret, and the log of the function that issues keys. */
  readonly key: IEncryptionKey;
  /**
   * Network by whose S3 gateway its keys work, e.g. a `Network`: elsewhere a key is worth nothing, and neither is an
   * address that was signed with it. `"anywhere"` where browsers are given such addresses.
   */
  readonly usableFrom: { readonly s3EndpointId: string } | "anywhere";
  /** How long a key is given out, 1 to 1000 days; it works as long again, for who has it still. @default "30 days" */
  readonly keyRotation?: Duration;
  /** Name of the user; the secret's has `access-key` at its end, the function's `keys`. @default - the construct's ids */
  readonly name?: PhysicalName;
}

/**
 * A user for programs that speak S3 with an access key, as MinIO's clients do; what can use a role is granted rights
 * itself. A function issues the first key while Terraform applies, and then one a month; Terraform knows none of them.
 */
export class BucketUser extends Construct implements IGrantable, IMonitored<"rotationErrors"> {
  readonly resource: IamUser;
  /** JSON with `access_key` and `secret_key`: what reads it restarts when it changes, e.g. by a `RestartOnRotation`. */
  readonly secret: Secret;
  readonly label: string;
  private readonly statements = new PolicyStatements(this, "user");
  private readonly first: LambdaInvocation;
  private readonly rotation: SecretRotation;
  private policy: IamUserPolicy | undefined;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: BucketUserProps,
  ) {
    super(scope, id);
    this.label = thingOf(this);
    // Keys are not Terraform's, and a user that has one cannot be deleted otherwise.
    this.resource = new IamUser(this, "@user", {
      name: nameFor(this, "iam-user", props.name),
      forceDestroy: true,
    });
    this.secret = new Secret(this, "@key", {
      name: partOf(props.name ?? this.label, "access-key"),
      description: "JSON with access_key and secret_key of the user",
      key: props.key,
    });
    const { first, rotation } = this.addKeys();
    this.first = first;
    this.rotation = rotation;
    this.limit();
  }

  get accessKey(): SecretValue {
    return this.secret.field("access_key");
  }

  get secretKey(): SecretValue {
    return this.secret.field("secret_key");
  }

  get metrics(): Readonly<Record<"rotationErrors", Metric>> {
    return { rotationErrors: this.rotation.errors };
  }

  get recommended(): Limits<"rotationErrors"> {
    return rotationLimits("the key stays as it is; after as long again it works no more");
  }

  grant(statement: Statement, source?: IConstruct): Grant {
    this.statements.add(statement, source);
    if (!this.policy) {
      this.policy = new IamUserPolicy(this, "@policy", {
        name: nameFor(this, "iam-policy", this.props.name, "access"),
        user: this.resource.name,
        policy: this.statements.toJson(),
      });
      // Who has a key has its rights.
      waitFor(this.first, [this.policy]);
    }
    return { dependables: [this.policy] };
  }

  private limit(): void {
    const { usableFrom } = this.props;
    if (usableFrom === "anywhere") return;
    this.grant({
      sid: "OnlyFromTheNetwork",
      effect: "Deny",
      actions: ["*"],
      resources: ["*"],
      conditions: {
        StringNotEquals: { "aws:SourceVpce": usableFrom.s3EndpointId },
        // S3 asks KMS in the user's name, and not from the network.
        Bool: { "aws:ViaAWSService": "false" },
      },
    });
  }

  private addKeys() {
    const { key, name, keyRotation = "30 days" } = this.props;
    const { arn } = this.secret;
    const keys = new Construct(this, "keys");
    const program = new PythonFunction(keys, "@function", {
      name: partOf(name ?? this.label, "keys"),
      description: "Issues access keys of a user",
      program: KEY_PROGRAM,
      environment: { USER_NAME: this.resource.name },
      timeout: "2 minutes",
      key,
      rights: (role) => [
        role.grant({
          purpose: "IssueKeys",
          actions: ["iam:CreateAccessKey", "iam:DeleteAccessKey", "iam:ListAccessKeys"],
          resources: [this.resource.arn],
        }),
        grantRotation(role, arn, key),
      ],
    });
    const first = new LambdaInvocation(keys, "first", {
      functionName: program.resource.functionName,
      input: json({ Step: "firstSecret", SecretId: arn }),
      // A user that is made anew has no key.
      triggers: { user: this.resource.uniqueId },
    });
    this.secret.filledBy(first);
    const rotation = new SecretRotation(keys, "@rotation", {
      program,
      secretArn: arn,
      everyDays: days(this, "keyRotation", keyRotation, { min: "1 day", max: "1000 days" }),
      after: [first],
    });
    return { first, rotation };
  }
}
