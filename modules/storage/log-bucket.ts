import { Construct } from "constructs";
import { type Duration, PlatformStack } from "../../src/core";
import { Bucket } from "./bucket";

export interface LogBucketProps {
  /** The thing in its name. @default "logs" */
  readonly name?: string;
  /** How long logs are kept. @default "90 days" - a quarter: what an incident review looks back on */
  readonly retention?: Duration;
}

/** Receives the access logs of load balancers and buckets. Their senders know only S3's own encryption keys. */
export class LogBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { name = "logs", retention = "90 days" }: LogBucketProps = {}) {
    super(scope, id);
    this.bucket = new Bucket(this, "@store", {
      name,
      lifecycle: [{ id: "logs", expiration: retention }],
      keepOldVersions: "1 day",
    });
    this.bucket.addToPolicy({
      sid: "DeliverLoadBalancerLogs",
      actions: ["s3:PutObject"],
      resources: [`${this.bucket.arn}/alb/*`],
      principals: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
      conditions: {
        ArnLike: { "aws:SourceArn": PlatformStack.of(this).arn("elasticloadbalancing", "loadbalancer/*") },
      },
    });
  }

  /** Lets S3 deliver the access logs of a bucket. @returns the prefix they go to */
  admit(name: string, bucketArn: string): string {
    const prefix = `s3/${name}/`;
    this.bucket.addToPolicy({
      sid: `DeliverLogsOf${name.replace(/[^A-Za-z0-9]/g, "")}`,
      actions: ["s3:PutObject"],
      resources: [`${this.bucket.arn}/${prefix}*`],
      principals: { Service: "logging.s3.amazonaws.com" },
      conditions: {
        ArnLike: { "aws:SourceArn": bucketArn },
        StringEquals: { "aws:SourceAccount": PlatformStack.of(this).accountId },
      },
    });
    return prefix;
  }

  get name(): string {
    return this.bucket.name;
  }
}
