import { describe, expect, test } from "vitest";
import { EncryptionKey, Role } from "../../../modules/security";
import { Bucket, type BucketProps, BucketUser, LogBucket, Table } from "../../../modules/storage";
import { parsed, production, staging, statements, synthesize } from "../../support/synth";

const build = (change: Partial<BucketProps> = {}, environment = staging) =>
  synthesize((stack) => {
    const key = new EncryptionKey(stack, "key");
    new Bucket(stack, "uploads", { name: "uploads", key, ...change });
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

  test("gets rid of old versions, empty markers and unfinished uploads", () => {
    expect(resource("aws_s3_bucket_lifecycle_configuration").rule).toEqual([
      {
        id: "old-versions",
        status: "Enabled",
        filter: [{ prefix: "" }],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
        expiration: [{ expired_object_delete_marker: true }],
        noncurrent_version_expiration: [{ noncurrent_days: 90 }],
      },
    ]);
  });

  test("of production stays, with what is in it", () => {
    expect(build({}, production).resource("aws_s3_bucket")).toMatchObject({
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
  });

  test("everything on", () => {
    const all = synthesize((stack) => {
      const accessLogs = new LogBucket(stack, "logs");
      new Bucket(stack, "archive", {
        name: "the-archive",
        exactName: true,
        accessLogs,
        keepOldVersions: "1 day",
        lifecycle: [
          {
            id: "cold",
            prefix: "old/",
            transitions: [{ after: "30 days", to: "GLACIER_IR" }],
            expiration: "365 days",
          },
        ],
      });
    });
    expect(all.resource("aws_s3_bucket", "archive").bucket).toBe("the-archive");
    expect(all.resource("aws_s3_bucket_lifecycle_configuration", "archive").rule).toMatchObject([
      {
        id: "cold",
        filter: [{ prefix: "old/" }],
        transition: [{ days: 30, storage_class: "GLACIER_IR" }],
        expiration: [{ days: 365 }],
      },
      { noncurrent_version_expiration: [{ noncurrent_days: 1 }] },
    ]);
    expect(all.resource("aws_s3_bucket_server_side_encryption_configuration", "archive").rule).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } },
    ]);
    expect(all.resource("aws_s3_bucket_logging")).toEqual({
      bucket: "${aws_s3_bucket.archive.id}",
      target_bucket: "${aws_s3_bucket.logs.id}",
      target_prefix: "s3/the-archive/",
      depends_on: ["aws_s3_bucket_policy.logs"],
    });
    expect(
      statements(all.resource("aws_s3_bucket_policy", "logs").policy).DeliverLogsOfthearchive,
    ).toMatchObject({
      Principal: { Service: "logging.s3.amazonaws.com" },
      Resource: "${aws_s3_bucket.logs.arn}/s3/the-archive/*",
      Condition: {
        ArnLike: { "aws:SourceArn": "${aws_s3_bucket.archive.arn}" },
        StringEquals: { "aws:SourceAccount": "${data.aws_caller_identity.current.account_id}" },
      },
    });
  });
});

test("a log bucket takes load balancers' logs of this account and forgets them", () => {
  const { resource } = synthesize((stack) => void new LogBucket(stack, "logs"));
  expect(statements(resource("aws_s3_bucket_policy").policy).DeliverLoadBalancerLogs).toMatchObject({
    Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: "${aws_s3_bucket.logs.arn}/alb/*",
  });
  expect(resource("aws_s3_bucket_lifecycle_configuration").rule).toMatchObject([
    { id: "logs", expiration: [{ days: 90 }] },
    {},
  ]);
});

test("grants name the bucket, and the key with it", () => {
  const { resource } = synthesize((stack) => {
    const key = new EncryptionKey(stack, "key");
    const bucket = new Bucket(stack, "uploads", { name: "uploads", key });
    const role = new Role(stack, "role", { name: "api-task", service: "ecs-tasks.amazonaws.com" });
    bucket.grantReadWrite(role);
    bucket.grantReadWrite(role);
  });
  expect(parsed(resource("aws_iam_role_policy").policy).Statement).toEqual([
    {
      Sid: "ObjectsOfuploads",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
      Resource: "${aws_s3_bucket.uploads.arn}/*",
    },
    {
      Sid: "Listuploads",
      Effect: "Allow",
      Action: ["s3:ListBucket", "s3:GetBucketLocation"],
      Resource: "${aws_s3_bucket.uploads.arn}",
    },
    {
      Sid: "EncryptAndDecryptWithKey",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: "${aws_kms_key.key.arn}",
    },
  ]);
});

test("a bucket user has rights and an empty secret, and no key in Terraform", () => {
  const { resource, resources } = synthesize((stack) => {
    const key = new EncryptionKey(stack, "key");
    const user = new BucketUser(stack, "uploader", { name: "uploads", key });
    new Bucket(stack, "uploads", { name: "uploads", key }).grantReadWrite(user);
  });
  expect(resource("aws_iam_user")).toEqual({ name: "shop-test-uploads" });
  expect(resource("aws_secretsmanager_secret").name).toBe("shop-test-uploads-access-key");
  expect(resources("aws_secretsmanager_secret_version")).toEqual({});
  expect(resources("aws_iam_access_key")).toEqual({});
  expect(Object.keys(statements(resource("aws_iam_user_policy").policy))).toContain("ObjectsOfuploads");
});

describe("a table", () => {
  const table = (environment = staging) =>
    synthesize((stack) => {
      const key = new EncryptionKey(stack, "key");
      new Table(stack, "meta", { name: "backup-metadata", hashKey: "backup_id", key });
    }, environment).resource("aws_dynamodb_table");

  test("is paid by request, encrypted, restorable", () => {
    expect(table()).toEqual({
      name: "shop-test-backup-metadata",
      billing_mode: "PAY_PER_REQUEST",
      hash_key: "backup_id",
      attribute: [{ name: "backup_id", type: "S" }],
      point_in_time_recovery: { enabled: true },
      server_side_encryption: { enabled: true, kms_key_arn: "${aws_kms_key.key.arn}" },
      deletion_protection_enabled: false,
      lifecycle: { prevent_destroy: false },
    });
  });

  test("of production is protected twice", () => {
    expect(table(production)).toMatchObject({
      deletion_protection_enabled: true,
      lifecycle: { prevent_destroy: true },
    });
  });
});
