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
    const { accountId } = PlatformStack.of(this);
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
      conditions: { StringEquals: { "aws:SourceAccount": accountId } },
    });
    this.bucket.addToPolicy({
      sid: "DeliverBucketLogs",
      actions: ["s3:PutObject"],
      resources: [`${this.bucket.arn}/s3/*`],
      principals: { Service: "logging.s3.amazonaws.com" },
      conditions: { StringEquals: { "aws:SourceAccount": accountId } },
    });
  }

  get name(): string {
    return this.bucket.name;
  }
}
