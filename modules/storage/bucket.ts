import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import {
  type Duration,
  days,
  exactName,
  type IGrantable,
  nameFor,
  PlatformStack,
  policy,
  type Statement,
} from "../../src/core";
import type { IEncryptionKey } from "../security";
import { type LifecycleRule, lifecycleRules } from "./lifecycle";
import type { LogBucket } from "./log-bucket";

export interface BucketProps {
  /** The thing in its name, e.g. `uploads`; or, with `exactName`, the whole name. */
  readonly name: string;
  /** Takes `name` as it is: for names that documents and scripts refer to. @default false */
  readonly exactName?: boolean;
  /** Encrypts the objects. @default - S3's own keys, for what receives logs that know no other */
  readonly key?: IEncryptionKey;
  /** Receives the access logs. @default - none, for log buckets themselves */
  readonly accessLogs?: LogBucket;
  /** What becomes of objects, by prefix. @default - they stay */
  readonly lifecycle?: readonly LifecycleRule[];
  /** How long a replaced or deleted version can be brought back. @default "90 days" - long enough to notice a mistake */
  readonly keepOldVersions?: Duration;
}

/** A private bucket: versioned, encrypted, reachable over TLS only, without ACLs. */
export class Bucket extends Construct {
  readonly resource: S3Bucket;
  /** What has to exist before others can write. */
  readonly policy: S3BucketPolicy;
  private readonly statements: Statement[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: BucketProps,
  ) {
    super(scope, id);
    const { isProtected } = PlatformStack.of(this);
    const name = props.exactName
      ? exactName(this, "bucket", props.name)
      : nameFor(this, "bucket", props.name);
    this.resource = new S3Bucket(this, "@bucket", {
      bucket: name,
      // Destroying an environment that is not protected takes its objects along.
      forceDestroy: !isProtected,
      lifecycle: { preventDestroy: isProtected },
    });
    this.statements = [
      {
        sid: "DenyPlainHttp",
        effect: "Deny",
        actions: ["s3:*"],
        resources: [this.arn, `${this.arn}/*`],
        principals: { AWS: "*" },
        conditions: { Bool: { "aws:SecureTransport": "false" } },
      },
    ];
    const bucket = this.resource.id;
    const access = new S3BucketPublicAccessBlock(this, "@public_access", {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, "@ownership", {
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    const versioning = new S3BucketVersioningA(this, "@versioning", {
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "@encryption", {
      bucket,
      rule: [encryption(props.key)],
    });
    // AWS refuses to change a policy while it changes the public access block of the same bucket.
    this.policy = new S3BucketPolicy(this, "@policy", {
      bucket,
      policy: policy(() => this.statements),
      dependsOn: [access],
    });
    new S3BucketLifecycleConfiguration(this, "@lifecycle", {
      bucket,
      rule: lifecycleRules(props.lifecycle ?? [], days(props.keepOldVersions ?? "90 days")),
      dependsOn: [versioning],
    });
    if (props.accessLogs) {
      new S3BucketLoggingA(this, "@logging", {
        bucket,
        targetBucket: props.accessLogs.name,
        targetPrefix: props.accessLogs.admit(props.name, this.arn),
        // AWS takes the setting at once and drops logs until the policy is there.
        dependsOn: [props.accessLogs.bucket.policy],
      });
    }
  }

  get arn(): string {
    return this.resource.arn;
  }

  /** The bucket's name, as a reference. */
  get name(): string {
    return this.resource.id;
  }

  /** Adds a statement to the bucket's policy. */
  addToPolicy(statement: Statement): void {
    this.statements.push(statement);
  }

  /** Reads, writes and deletes objects, and lists them. */
  grantReadWrite(grantee: IGrantable): void {
    this.grant(
      grantee,
      ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
      "encrypt-decrypt",
    );
  }

  private grant(
    grantee: IGrantable,
    actions: readonly string[],
    keyUse: "decrypt" | "encrypt-decrypt",
  ): void {
    const label = this.node.id.replace(/[^A-Za-z0-9]/g, "");
    grantee.allow({ sid: `ObjectsOf${label}`, actions, resources: [`${this.arn}/*`] });
    grantee.allow({
      sid: `List${label}`,
      actions: ["s3:ListBucket", "s3:GetBucketLocation"],
      resources: [this.arn],
    });
    this.props.key?.grant(grantee, keyUse);
  }
}

/** A bucket key makes S3 ask KMS once for many objects: a fraction of the requests, and of their cost. */
function encryption(key: IEncryptionKey | undefined) {
  return key
    ? {
        bucketKeyEnabled: true,
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn },
      }
    : { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } };
}
