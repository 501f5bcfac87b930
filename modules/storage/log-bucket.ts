import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { Construct } from "constructs";
import { type Duration, type PhysicalName, placeOf, type Statement, thingOf } from "../../src/core";
import { Bucket } from "./bucket";
import type { ILogDestination, LogPlace } from "./log-destination";

const LOAD_BALANCERS = "alb";

export interface LogBucketProps {
  /** @default - the construct's ids */
  readonly name?: PhysicalName;
  /** How long logs are kept, from 1 day on. @default "90 days" - a quarter: what an incident review looks back on */
  readonly retention?: Duration;
}

/** Receives the access logs of load balancers and buckets. Their senders know only S3's own encryption keys. */
export class LogBucket extends Construct implements ILogDestination {
  readonly resource: S3Bucket;
  readonly region: string;
  /** The bucket itself, for rights of those who read logs. */
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { name, retention = "90 days" }: LogBucketProps = {}) {
    super(scope, id);
    this.region = placeOf(this).region;
    this.bucket = new Bucket(this, "@bucket", {
      name: name ?? thingOf(this),
      lifecycle: [{ id: "logs", expiration: retention }],
      keepOldVersions: "1 day",
    });
    this.resource = this.bucket.resource;
  }

  get name(): string {
    return this.bucket.name;
  }

  get arn(): string {
    return this.bucket.arn;
  }

  /** Goes to `s3/<name of the bucket>/`; bucket names are unique, and so are these. */
  admitBucket({ name, arn }: { readonly name: string; readonly arn: string }): LogPlace {
    const prefix = `s3/${name}/`;
    return this.admit(prefix, prefix, {
      purpose: "DeliverBucketLogs",
      principals: { Service: "logging.s3.amazonaws.com" },
      conditions: {
        ArnLike: { "aws:SourceArn": arn },
        StringEquals: { "aws:SourceAccount": placeOf(this).accountId },
      },
    });
  }

  /**
   * Goes to `alb/`, below which AWS makes a folder for each account, region and day.
   * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
   */
  admitLoadBalancer(): LogPlace {
    return this.admit(LOAD_BALANCERS, `${LOAD_BALANCERS}/`, {
      purpose: "DeliverLoadBalancerLogs",
      principals: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
      // The account is part of the ARN.
      conditions: {
        ArnLike: { "aws:SourceArn": placeOf(this).arn("elasticloadbalancing", "loadbalancer/*") },
      },
    });
  }

  private admit(
    prefix: string,
    folder: string,
    sender: Pick<Statement, "purpose" | "principals" | "conditions">,
  ): LogPlace {
    const { dependables } = this.bucket.addToPolicy({
      ...sender,
      actions: ["s3:PutObject"],
      resources: [`${this.arn}/${folder}*`],
    });
    return { bucket: this.name, prefix, dependables };
  }
}
