import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { Construct } from "constructs";
import { PlatformStack, type Region } from "../../src/core";
import { EncryptionKey } from "../security";
import { Bucket, LogBucket, Table } from "../storage";

export interface StateStoreProps {
  /**
   * Region with a copy of every state, in the bucket `<bucket>-copy` under a key with the same alias: what a lost region had
   * is known, and can be planned against from there. Locks are of the moment, and have no copy.
   * @default - none: states are lost with their region
   */
  readonly copyIn?: Region;
}

/** Long enough to find the state from before any change that an audit of the last year asks about. */
const KEPT = "365 days";

/**
 * Where all stacks of a platform keep their state: bucket, lock table and key, named as the platform says. Its own
 * state lies there too: `landform bootstrap` makes it with a local state and then moves that in.
 */
export class StateStore extends Construct {
  readonly resource: S3Bucket;
  readonly bucket: Bucket;
  readonly locks: Table;
  readonly key: EncryptionKey;

  constructor(scope: Construct, id: string, { copyIn }: StateStoreProps = {}) {
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
      keepOldVersions: KEPT,
    });
    // The name of the attribute is Terraform's.
    this.locks = new Table(this, "locks", {
      name: { exact: state.table },
      partitionKey: "LockID",
      key: this.key,
    });
    this.resource = this.bucket.resource;
    if (copyIn !== undefined) this.bucket.replicateTo(this.addCopy(copyIn));
  }

  private addCopy(region: Region): Bucket {
    const stack = PlatformStack.of(this);
    const { bucket, encryptionKey } = stack.environment.platform.state;
    const there = new Construct(stack.inRegion(region), this.node.id);
    const key = new EncryptionKey(there, "key", {
      description: "Copies of Terraform states",
      name: { exact: encryptionKey },
    });
    return new Bucket(there, "copy", {
      name: { exact: `${bucket}-copy` },
      key,
      accessLogs: new LogBucket(there, "logs"),
      keepOldVersions: KEPT,
    });
  }
}
