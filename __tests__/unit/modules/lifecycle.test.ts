import { describe, expect, test } from "vitest";
import { Bucket, type BucketProps } from "../../../modules/storage";
import { synthesize } from "../../support/synth";

const rules = (props: Partial<BucketProps>) =>
  synthesize((stack) => void new Bucket(stack, "uploads", props)).resource(
    "aws_s3_bucket_lifecycle_configuration",
  ).rule;

const usual = {
  id: "old-versions",
  status: "Enabled",
  filter: [{ prefix: "" }],
  abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
  expiration: [{ expired_object_delete_marker: true }],
  noncurrent_version_expiration: [{ noncurrent_days: 90 }],
};

describe("the lifecycle of a bucket", () => {
  test("gets rid of old versions, empty markers and unfinished uploads", () => {
    expect(rules({})).toEqual([usual]);
  });

  test("keeps old versions as long as one says", () => {
    expect(rules({ keepOldVersions: "1 day" })).toEqual([
      { ...usual, noncurrent_version_expiration: [{ noncurrent_days: 1 }] },
    ]);
  });

  test("everything on", () => {
    const found = rules({
      lifecycle: [
        {
          id: "cold",
          prefix: "old/",
          transitions: [
            { after: "30 days", to: "STANDARD_IA" },
            { after: "60 days", to: "GLACIER_IR" },
            { after: "61 days", to: "DEEP_ARCHIVE" },
          ],
          expiration: "62 days",
          noncurrent: [
            { after: "1 day", to: "GLACIER_IR" },
            { after: "80 days", to: "delete" },
          ],
        },
      ],
    });
    expect(found).toEqual([
      {
        id: "cold",
        status: "Enabled",
        filter: [{ prefix: "old/" }],
        transition: [
          { days: 30, storage_class: "STANDARD_IA" },
          { days: 60, storage_class: "GLACIER_IR" },
          { days: 61, storage_class: "DEEP_ARCHIVE" },
        ],
        expiration: [{ days: 62 }],
        noncurrent_version_transition: [{ noncurrent_days: 1, storage_class: "GLACIER_IR" }],
        noncurrent_version_expiration: [{ noncurrent_days: 80 }],
      },
      usual,
    ]);
  });

  test("may say one thing only, and of all objects", () => {
    const filter = [{ prefix: "" }];
    expect(
      rules({
        lifecycle: [
          { id: "move", transitions: [{ after: "0 days", to: "INTELLIGENT_TIERING" }] },
          { id: "old", noncurrent: [{ after: "30 days", to: "STANDARD_IA" }] },
        ],
      }),
    ).toEqual([
      {
        id: "move",
        status: "Enabled",
        filter,
        transition: [{ days: 0, storage_class: "INTELLIGENT_TIERING" }],
      },
      {
        id: "old",
        status: "Enabled",
        filter,
        noncurrent_version_transition: [{ noncurrent_days: 30, storage_class: "STANDARD_IA" }],
      },
      usual,
    ]);
  });

  test("deletes old versions soon after they moved", () => {
    const noncurrent = [
      { after: "30 days", to: "STANDARD_IA" },
      { after: "31 days", to: "delete" },
    ] as const;
    expect(rules({ lifecycle: [{ id: "old", noncurrent }] })).toMatchObject([
      { noncurrent_version_expiration: [{ noncurrent_days: 31 }] },
      usual,
    ]);
  });
});
