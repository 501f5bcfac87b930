import { Construct } from "constructs";
import { PlatformStack } from "../../src/core";
import { EncryptionKey } from "../security";
import { Bucket, LogBucket, Table } from "../storage";

/**
 * Where all stacks of a platform keep their state: bucket, lock table and key, named as the platform says. Its own
 * state lies there too: `landform bootstrap` makes it with a local state and then moves that in.
 */
export class StateStore extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { state } = PlatformStack.of(this).environment.platform;
    const key = new EncryptionKey(this, "key", {
      description: "Terraform state and locks",
      alias: state.encryptionKey,
    });
    new Bucket(this, "@bucket", {
      name: state.bucket,
      exactName: true,
      key,
      accessLogs: new LogBucket(this, "logs"),
      // Long enough to find the state from before any change that an audit of the last year asks about.
      keepOldVersions: "365 days",
    });
    // The name of the attribute is Terraform's.
    new Table(this, "locks", { name: state.table, exactName: true, hashKey: "LockID", key });
  }
}
