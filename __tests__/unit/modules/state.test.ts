import { expect, test } from "vitest";
import { StateStore } from "../../../modules/state";
import { production, synthesize } from "../../support/synth";

test("a platform's state has bucket, table and key, by the names its stacks use", () => {
  const { resource } = synthesize((stack) => void new StateStore(stack, "state"), {
    ...production,
    name: "state",
  });
  expect(resource("aws_s3_bucket", "state")).toEqual({
    bucket: "shop-state",
    force_destroy: false,
    lifecycle: { prevent_destroy: true },
  });
  expect(resource("aws_dynamodb_table")).toMatchObject({
    name: "shop-locks",
    hash_key: "LockID",
    attribute: [{ name: "LockID", type: "S" }],
    deletion_protection_enabled: true,
  });
  expect(resource("aws_kms_alias").name).toBe("alias/shop-state");
  expect(resource("aws_s3_bucket_lifecycle_configuration", "state").rule).toMatchObject([
    {
      expiration: [{ expired_object_delete_marker: true }],
      noncurrent_version_expiration: [{ noncurrent_days: 365 }],
    },
  ]);
  expect(resource("aws_s3_bucket_versioning", "state")).toMatchObject({
    versioning_configuration: { status: "Enabled" },
  });
});
