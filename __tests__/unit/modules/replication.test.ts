import { describe, expect, test } from "vitest";
import { EncryptionKey } from "../../../modules/security";
import { Bucket } from "../../../modules/storage";
import { statements, synthesize } from "../../support/synth";

describe("a bucket that is copied to another region", () => {
  const { resource } = synthesize((stack) => {
    const there = stack.inRegion("eu-central-1");
    const copy = new Bucket(there, "uploads", { name: "copy", key: new EncryptionKey(there, "key") });
    new Bucket(stack, "uploads", { key: new EncryptionKey(stack, "key") }).replicateTo(copy);
  });

  test("copies all that is written, encrypted with the key there, and no deletion", () => {
    expect(resource("aws_s3_bucket_replication_configuration")).toEqual({
      bucket: "${aws_s3_bucket.uploads.id}",
      role: "${aws_iam_role.uploads.arn}",
      rule: [
        {
          id: "all",
          status: "Enabled",
          filter: { prefix: "" },
          delete_marker_replication: { status: "Disabled" },
          source_selection_criteria: { sse_kms_encrypted_objects: { status: "Enabled" } },
          destination: {
            bucket: "${aws_s3_bucket.eu_central_1_uploads.arn}",
            encryption_configuration: { replica_kms_key_id: "${aws_kms_key.eu_central_1_key.arn}" },
          },
        },
      ],
      depends_on: [
        "aws_s3_bucket_versioning.uploads",
        "aws_s3_bucket_versioning.eu_central_1_uploads",
        "aws_iam_role_policy.uploads",
      ],
    });
  });

  test("by a role that may do that, and nothing else", () => {
    expect(resource("aws_iam_role").name).toBe("shop-test-uploads-replication");
    const rights = Object.values(statements(resource("aws_iam_role_policy").policy));
    expect(rights.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [["s3:GetReplicationConfiguration", "s3:ListBucket"], "${aws_s3_bucket.uploads.arn}"],
      [
        ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
        "${aws_s3_bucket.uploads.arn}/*",
      ],
      [["s3:ReplicateObject", "s3:ReplicateTags"], "${aws_s3_bucket.eu_central_1_uploads.arn}/*"],
      ["kms:Decrypt", "${aws_kms_key.key.arn}"],
      [["kms:Encrypt", "kms:GenerateDataKey"], "${aws_kms_key.eu_central_1_key.arn}"],
    ]);
  });
});
