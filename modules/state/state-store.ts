import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { Construct } from "constructs";
import { PlatformStack } from "../../src/core";
import { EncryptionKey } from "../security";
import { Bucket, LogBucket, Table } from "../storage";

/**
 * Where all stacks of a platform keep their state: bucket, lock table and key, named as the platform says. Its own
 * state lies there too: `landform bootstrap` makes it with a local state and then moves that in.
 */
export class StateStore extends Construct {
  readonly resource: S3Bucket;
  readonly bucket: Bucket;
  readonly locks: Table;
  readonly key: EncryptionKey;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = PlatformStack.of(this);
    const { state } = stack.environment.platform;
    stack.keepsState = true;
    this.key = new EncryptionKey(this, "key", {
      description: "Terraform state and locks",
      name: { exact: state.encryptionKey },
    });
    this.bucket = new Bucket(this, "@bucket", {
      name: { exact: state.bucket },
      key: this.key,
      accessLogs: new LogBucket(this, "logs"),
      // Long enough to find the state from before any change that an audit of the last year asks about.
      keepOldVersions: "365 days",
    });
    // The name of the attribute is Terraform's.
    this.locks = new Table(this, "locks", {
      name: { exact: state.table },
      partitionKey: "LockID",
      key: this.key,
    });
    this.resource = this.bucket.resource;
  }
}
