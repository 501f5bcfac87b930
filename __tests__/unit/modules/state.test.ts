import { expect, test } from "vitest";
import { StateStore } from "../../../modules/state";
import { problems, production, statements, synthesize } from "../../support/synth";

const state = { ...production, name: "state" };

test("a platform's state has bucket, table and key, by the names its stacks use", () => {
  const { resource } = synthesize((stack) => void new StateStore(stack, "state"), state);
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

test("who reads the state is logged, and its log bucket follows the platform's pattern", () => {
  const { resource } = synthesize((stack) => void new StateStore(stack, "state"), state);
  expect(resource("aws_s3_bucket", "state_logs").bucket).toBe("shop-state-state-logs");
  expect(resource("aws_s3_bucket_logging")).toMatchObject({
    bucket: "${aws_s3_bucket.state.id}",
    target_prefix: "s3/shop-state/",
  });
  expect(statements(resource("aws_s3_bucket_policy", "state_logs").policy).DeliverBucketLogs).toMatchObject({
    Resource: "${aws_s3_bucket.state_logs.arn}/s3/shop-state/*",
  });
});

test("states are copied to another region, under a key of the same alias", () => {
  const { resource, resources } = synthesize(
    (stack) => void new StateStore(stack, "state", { copyIn: "eu-central-1" }),
    state,
  );
  expect(resource("aws_s3_bucket", "eu_central_1_state_copy")).toEqual({
    provider: "aws.eu-central-1",
    bucket: "shop-state-copy",
    force_destroy: false,
    lifecycle: { prevent_destroy: true },
  });
  expect(Object.values(resources("aws_kms_alias")).map(({ name, provider }) => [name, provider])).toEqual([
    ["alias/shop-state", undefined],
    ["alias/shop-state", "aws.eu-central-1"],
  ]);
  expect(resource("aws_s3_bucket_replication_configuration")).toMatchObject({
    bucket: "${aws_s3_bucket.state.id}",
    rule: [
      {
        destination: {
          bucket: "${aws_s3_bucket.eu_central_1_state_copy.arn}",
          encryption_configuration: { replica_kms_key_id: "${aws_kms_key.eu_central_1_state_key.arn}" },
        },
      },
    ],
  });
});

test("a stack with the state says so, and its parts are there for others", () => {
  const { addresses } = synthesize((stack) => {
    expect(stack.keepsState).toBe(false);
    const store = new StateStore(stack, "state");
    expect(stack.keepsState).toBe(true);
    expect(store.resource).toBe(store.bucket.resource);
    expect(
      [store.locks.resource, store.key.resource].map(({ friendlyUniqueId }) => friendlyUniqueId),
    ).toEqual(["state_locks", "state_key"]);
  }, state);
  expect(addresses).toEqual(
    expect.arrayContaining(["aws_dynamodb_table.state_locks", "aws_kms_key.state_key"]),
  );
});

test("a platform has one state", () => {
  const found = problems((stack) => {
    for (const id of ["one", "two"]) new StateStore(stack, id);
  }, state);
  expect(found.map(({ path, value }) => [path, value])).toEqual([
    ["shop-state/two/key", "alias/shop-state"],
    ["shop-state/two/@bucket", "shop-state"],
    ["shop-state/two/locks", "shop-locks"],
  ]);
});
