import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { Construct } from "constructs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { addressName } from "../../../src/engine/addresses/names";
import { synthesize } from "../../support/synth";

test("ids are joined, and those that begin with @ do not show", () => {
  expect(addressName(["network", "public_a"])).toBe("network_public_a");
  expect(addressName(["network", "@vpc"])).toBe("network");
  expect(addressName(["api", "@task", "execution", "@role"])).toBe("api_execution");
  expect(addressName(["db.t3 é", "x"])).toBe("db_t3__x");
  expect(addressName(["2nd"])).toBe("_2nd");
});

test("an address depends on the path alone, not on order or neighbours", () => {
  const ids = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(ids, (given) => {
      const build = (order: readonly string[]) =>
        synthesize((stack) => {
          for (const id of order) new S3Bucket(new Construct(stack, id), "@bucket", {});
        }).addresses;
      expect(build(given)).toEqual(build([...given].reverse()));
      expect(build(given)).toEqual(given.map((id) => `aws_s3_bucket.${id}`).sort());
    }),
    { numRuns: 20 },
  );
});

test("every valid name is a Terraform identifier", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 4 }), (ids) => {
      expect(addressName(ids)).toMatch(/^[A-Za-z_][A-Za-z0-9_]*$/);
    }),
  );
});

test("overrides work as cdktf users know them", () => {
  const { resource } = synthesize((stack) => {
    new S3Bucket(stack, "bucket", { bucketPrefix: "a" }).addOverride("force_destroy", true);
  });
  expect(resource("aws_s3_bucket")).toEqual({ bucket_prefix: "a", force_destroy: true });
});
