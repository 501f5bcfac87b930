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
  checkFormat,
  type Duration,
  days,
  denyPlainHttp,
  type Grant,
  type IGrantable,
  nameFor,
  type PhysicalName,
  PlatformStack,
  PolicyStatements,
  placeOf,
  type Statement,
  thingOf,
} from "../../src/core";
import { report } from "../../src/engine";
import { checkKeyRegion, type IEncryptionKey } from "../security";
import { BucketAccess, type IBucket } from "./bucket-access";
import { type LifecycleRule, lifecycleRules } from "./lifecycle";
import type { ILogDestination } from "./log-destination";
import { type Replicated, Replication } from "./replication";

export interface BucketProps {
  /** Unique among all buckets of AWS. `{ exact: "…" }` where others refer to it. @default - the construct's ids */
  readonly name?: PhysicalName;
  /** Encrypts the objects. @default - S3's own keys, for what receives logs that know no other */
  readonly key?: IEncryptionKey;
  /** Receives the access logs; in the bucket's region. @default - none, for log buckets themselves */
  readonly accessLogs?: ILogDestination;
  /** What becomes of objects, by prefix. @default - they stay */
  readonly lifecycle?: readonly LifecycleRule[];
  /** How long a replaced or deleted version can be brought back, from 1 day on. @default "90 days" - long enough to notice a mistake */
  readonly keepOldVersions?: Duration;
}

/** Names of old buckets have characters that are refused today. */
const EXISTING_NAME = {
  pattern: /^[\w.-]{3,255}$/,
  allowed: "the name of a bucket, not its ARN or URL",
  fix: "write what stands after arn:aws:s3:::",
};

/** A private bucket: versioned, encrypted, reachable over TLS only, without ACLs. */
export class Bucket extends Construct implements IBucket {
  readonly resource: S3Bucket;
  readonly name: string;
  readonly arn: string;
  private readonly statements = new PolicyStatements(this, "bucket");
  private readonly policy: S3BucketPolicy;
  private readonly access: BucketAccess;
  private readonly versioning: S3BucketVersioningA;
  private replication: Replication | undefined;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: BucketProps = {},
  ) {
    super(scope, id);
    if (props.key) checkKeyRegion(this, props.key);
    const { isProtected } = PlatformStack.of(this);
    const name = nameFor(this, "bucket", props.name);
    this.resource = new S3Bucket(this, "@bucket", {
      bucket: name,
      // Destroying an environment that is not protected takes its objects along.
      forceDestroy: !isProtected,
      lifecycle: { preventDestroy: isProtected },
    });
    this.name = this.resource.id;
    this.arn = this.resource.arn;
    this.access = new BucketAccess(this, this.arn, props.key);
    this.encrypt(props.key);
    this.policy = this.wallOff();
    this.versioning = this.keepVersions();
    if (props.accessLogs) this.log(name, props.accessLogs);
  }

  /** A bucket that exists already. @param bucket its name, and its key where that is one of yours */
  static existing(
    scope: Construct,
    {
      name,
      key,
    }: { readonly name: string; readonly key?: Pick<IEncryptionKey, "grantDecrypt" | "grantEncryptDecrypt"> },
  ): IBucket {
    checkFormat(scope, "bucket.name", name, EXISTING_NAME);
    const arn = `arn:aws:s3:::${name}`;
    const access = new BucketAccess(scope, arn, key);
    return {
      name,
      arn,
      grantRead: (to, prefix) => access.read(to, prefix),
      grantWrite: (to, prefix) => access.write(to, prefix),
      grantReadWrite: (to, prefix) => access.readWrite(to, prefix),
    };
  }

  /** Adds a statement to the bucket's policy. */
  addToPolicy(statement: Statement): Grant {
    this.statements.add(statement);
    return { dependables: [this.policy] };
  }

  grantRead(to: IGrantable, prefix?: string): Grant {
    return this.access.read(to, prefix);
  }

  grantWrite(to: IGrantable, prefix?: string): Grant {
    return this.access.write(to, prefix);
  }

  grantReadWrite(to: IGrantable, prefix?: string): Grant {
    return this.access.readWrite(to, prefix);
  }

  /**
   * Copies whatever is written from now on to another bucket, e.g. one in the region of recovery; deletions are not copied.
   * @param copy a bucket with a key; its own lifecycle decides how long copies stay
   */
  replicateTo(copy: Bucket): void {
    const [from, to] = [this.end(), copy.end()];
    const problem = (value: unknown, allowed: string, fix: string) =>
      report(this, { prop: "replicateTo", value, allowed, fix });
    if (this.replication || copy === this)
      problem(copy.node.path, "one other bucket", "remove one of the calls, or copy from the copy");
    else if (!from || !to) problem((from ? copy : this).node.path, "buckets with a key", "give it a key");
    else
      this.replication = new Replication(this, "@replication", {
        name: this.props.name ?? thingOf(this),
        from,
        to,
      });
  }

  private end(): Replicated | undefined {
    const { name, arn, versioning } = this;
    const { key } = this.props;
    return key && { name, arn, key, versioning };
  }

  private encrypt(key: IEncryptionKey | undefined): void {
    new S3BucketServerSideEncryptionConfigurationA(this, "@encryption", {
      bucket: this.name,
      rule: [
        key
          ? {
              // S3 asks KMS once for many objects: a fraction of the requests, and of their cost.
              bucketKeyEnabled: true,
              applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn },
            }
          : { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
      ],
    });
  }

  private wallOff(): S3BucketPolicy {
    this.statements.add(denyPlainHttp(["s3:*"], [this.arn, `${this.arn}/*`]));
    const access = new S3BucketPublicAccessBlock(this, "@public_access", {
      bucket: this.name,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, "@ownership", {
      bucket: this.name,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    // AWS refuses to change a policy while it changes the public access block of the same bucket.
    return new S3BucketPolicy(this, "@policy", {
      bucket: this.name,
      policy: this.statements.toJson(),
      dependsOn: [access],
    });
  }

  private keepVersions(): S3BucketVersioningA {
    const { lifecycle = [], keepOldVersions = "90 days" } = this.props;
    const versioning = new S3BucketVersioningA(this, "@versioning", {
      bucket: this.name,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketLifecycleConfiguration(this, "@lifecycle", {
      bucket: this.name,
      rule: lifecycleRules(this, lifecycle, days(this, "keepOldVersions", keepOldVersions)),
      dependsOn: [versioning],
    });
    return versioning;
  }

  private log(name: string, destination: ILogDestination): void {
    const { region } = placeOf(this);
    if (destination.region !== region) {
      report(this, {
        prop: "accessLogs",
        value: destination.region,
        allowed: `a destination in the bucket's region, ${region}`,
        fix: `make a log bucket in ${region}`,
      });
    }
    const { bucket, prefix, dependables } = destination.admitBucket({ name, arn: this.arn });
    new S3BucketLoggingA(this, "@logging", {
      bucket: this.name,
      targetBucket: bucket,
      targetPrefix: prefix,
      // AWS takes the setting at once and drops logs until the policy is there.
      dependsOn: [...dependables],
    });
  }
}
