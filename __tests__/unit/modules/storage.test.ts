import { describe, expect, test } from "vitest";
import { EncryptionKey } from "../../../modules/security";
import { Bucket, type BucketProps, LogBucket } from "../../../modules/storage";
import { parsed, production, staging, statements, synthesize } from "../../support/synth";

const build = (change: Partial<BucketProps> = {}, environment = staging) =>
  synthesize((stack) => {
    const key = new EncryptionKey(stack, "key");
    new Bucket(stack, "uploads", { key, ...change });
  }, environment);

describe("a bucket", () => {
  const { resource } = build();

  test("is private, owned, versioned and encrypted with the platform's key", () => {
    expect(resource("aws_s3_bucket")).toEqual({
      bucket: "shop-test-uploads",
      force_destroy: true,
      lifecycle: { prevent_destroy: false },
    });
    expect(resource("aws_s3_bucket_public_access_block")).toEqual({
      bucket: "${aws_s3_bucket.uploads.id}",
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(resource("aws_s3_bucket_ownership_controls").rule).toEqual({
      object_ownership: "BucketOwnerEnforced",
    });
    expect(resource("aws_s3_bucket_versioning").versioning_configuration).toEqual({ status: "Enabled" });
    expect(resource("aws_s3_bucket_server_side_encryption_configuration").rule).toEqual([
      {
        bucket_key_enabled: true,
        apply_server_side_encryption_by_default: {
          sse_algorithm: "aws:kms",
          kms_master_key_id: "${aws_kms_key.key.arn}",
        },
      },
    ]);
  });

  test("answers over TLS only, and gets its policy after its walls", () => {
    expect(resource("aws_s3_bucket_policy").depends_on).toEqual([
      "aws_s3_bucket_public_access_block.uploads",
    ]);
    expect(parsed(resource("aws_s3_bucket_policy").policy).Statement).toEqual([
      {
        Sid: "DenyPlainHttp",
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: "s3:*",
        Resource: ["${aws_s3_bucket.uploads.arn}", "${aws_s3_bucket.uploads.arn}/*"],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  test("of production stays, with what is in it", () => {
    expect(build({}, production).resource("aws_s3_bucket")).toMatchObject({
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
  });

  test("of its own name, without a key", () => {
    const own = synthesize((stack) => void new Bucket(stack, "archive", { name: { exact: "the-archive" } }));
    expect(own.resource("aws_s3_bucket").bucket).toBe("the-archive");
    expect(own.resource("aws_s3_bucket_server_side_encryption_configuration").rule).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } },
    ]);
  });

  test("takes more statements, for what AWS services do", () => {
    const { resource } = synthesize((stack) => {
      const bucket = new Bucket(stack, "uploads");
      const grant = bucket.addToPolicy({
        sid: "More",
        actions: ["s3:GetObject"],
        resources: [`${bucket.arn}/*`],
      });
      expect(grant.dependables).toHaveLength(1);
    });
    expect(Object.keys(statements(resource("aws_s3_bucket_policy").policy))).toEqual([
      "DenyPlainHttp",
      "More",
    ]);
  });
});

describe("access logs", () => {
  const { resource, resources } = synthesize((stack) => {
    const accessLogs = new LogBucket(stack, "logs");
    // Ids that only differ in what a sid cannot hold.
    for (const id of ["a-b", "ab"]) new Bucket(stack, id, { accessLogs });
    accessLogs.admitLoadBalancer();
    const place = accessLogs.admitLoadBalancer();
    expect(place).toMatchObject({ bucket: accessLogs.name, prefix: "alb" });
    expect(place.dependables).toHaveLength(1);
  });

  test("of each bucket go to a prefix of its own, once its policy is there", () => {
    const logging = (prefix: string, bucket: string) => ({
      bucket: `\${aws_s3_bucket.${bucket}.id}`,
      target_bucket: "${aws_s3_bucket.logs.id}",
      target_prefix: prefix,
      depends_on: ["aws_s3_bucket_policy.logs"],
    });
    expect(resources("aws_s3_bucket_logging")).toEqual({
      a_b: logging("s3/shop-test-a-b/", "a_b"),
      ab: logging("s3/shop-test-ab/", "ab"),
    });
  });

  test("come from those buckets and the load balancers of this account only", () => {
    const account = { "aws:SourceAccount": "${data.aws_caller_identity.current.account_id}" };
    const found = statements(resource("aws_s3_bucket_policy", "logs").policy);
    expect(Object.keys(found)).toEqual([
      "DenyPlainHttp",
      "DeliverBucketLogs",
      "DeliverBucketLogs2",
      "DeliverLoadBalancerLogs",
    ]);
    expect(found.DeliverBucketLogs2).toEqual({
      Sid: "DeliverBucketLogs2",
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: "${aws_s3_bucket.logs.arn}/s3/shop-test-ab/*",
      Condition: { ArnLike: { "aws:SourceArn": "${aws_s3_bucket.ab.arn}" }, StringEquals: account },
    });
    expect(found.DeliverLoadBalancerLogs).toEqual({
      Sid: "DeliverLoadBalancerLogs",
      Effect: "Allow",
      Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: "${aws_s3_bucket.logs.arn}/alb/*",
      Condition: {
        ArnLike: {
          "aws:SourceArn":
            "arn:aws:elasticloadbalancing:eu-west-1:${data.aws_caller_identity.current.account_id}:loadbalancer/*",
        },
      },
    });
  });

  test("are kept for a quarter, under keys that their senders know", () => {
    expect(resource("aws_s3_bucket", "logs").bucket).toBe("shop-test-logs");
    expect(resource("aws_s3_bucket_lifecycle_configuration", "logs").rule).toMatchObject([
      { id: "logs", expiration: [{ days: 90 }] },
      { noncurrent_version_expiration: [{ noncurrent_days: 1 }] },
    ]);
    expect(resource("aws_s3_bucket_server_side_encryption_configuration", "logs").rule).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } },
    ]);
  });

  test("are kept as long as one says, where one says", () => {
    const own = synthesize(
      (stack) =>
        void new LogBucket(stack, "logs", { name: { exact: "all-the-logs" }, retention: "400 days" }),
    );
    expect(own.resource("aws_s3_bucket").bucket).toBe("all-the-logs");
    expect(own.resource("aws_s3_bucket_lifecycle_configuration").rule).toMatchObject([
      { expiration: [{ days: 400 }] },
      {},
    ]);
  });

  test("of buckets elsewhere go to a log bucket there", () => {
    const { resource } = synthesize((stack) => {
      const east = stack.inRegion("us-east-1");
      new Bucket(east, "media", { accessLogs: new LogBucket(east, "logs") });
    });
    expect(resource("aws_s3_bucket_logging")).toMatchObject({ provider: "aws.us-east-1" });
  });
});
