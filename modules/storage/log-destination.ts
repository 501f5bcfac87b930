import type { Dependable } from "../../src/engine";

/** Where one sender's logs go. */
export interface LogPlace {
  /** Name of the bucket. */
  readonly bucket: string;
  /** Prefix of the objects, that of this sender or kind of sender alone. */
  readonly prefix: string;
  /** What has to exist before logs arrive: AWS refuses some senders until then, and drops the logs of others. */
  readonly dependables: readonly Dependable[];
}

/** Receives access logs. It owns the prefixes: senders ask for theirs, and are let in by that. */
export interface ILogDestination {
  /** Senders have to be in this region. */
  readonly region: string;
  /** Lets S3 deliver the access logs of a bucket, to a prefix of its own. */
  admitBucket(bucket: { readonly name: string; readonly arn: string }): LogPlace;
  /** Lets the load balancers of this account deliver their access logs. */
  admitLoadBalancer(): LogPlace;
}
