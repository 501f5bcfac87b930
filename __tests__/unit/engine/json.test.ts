import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { TerraformVariable } from "cdktf";
import fc from "fast-check";
import { expect, test } from "vitest";
import { json } from "../../../src/engine";
import { synthesize } from "../../support/synth";

test("is JSON for whatever JSON can say, with sorted keys and Terraform's escapes", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(json(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  expect(json({ b: [1, true, null], a: "<&>", gone: undefined })).toBe(
    '{"a":"\\u003c\\u0026\\u003e","b":[1,true,null]}',
  );
});

test("tokens of every kind keep their place and type", () => {
  const { resource } = synthesize((stack) => {
    const vpc = new Vpc(stack, "vpc", {});
    const number = new TerraformVariable(stack, "n", { type: "number" });
    new S3Bucket(stack, "bucket", {
      tags: {
        all: json({ text: vpc.id, flag: vpc.enableDnsSupport, number: number.numberValue, map: vpc.tagsAll }),
      },
    });
  });
  expect((resource("aws_s3_bucket").tags as { all: string }).all).toBe(
    '{"flag":${jsonencode(aws_vpc.vpc.enable_dns_support)},"map":${jsonencode(aws_vpc.vpc.tags_all)},"number":${var.n},"text":"${aws_vpc.vpc.id}"}',
  );
});
