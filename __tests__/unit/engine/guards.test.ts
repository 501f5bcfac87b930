import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import {
  Aspects,
  AssetType,
  TerraformAsset,
  TerraformOutput,
  TerraformStack,
  TerraformVariable,
  Token,
} from "cdktf";
import { describe, expect, test } from "vitest";
import { PlatformStack } from "../../../src/core";
import { Landform, literal } from "../../../src/engine";
import { app, problems, production, refusal, staging, synthesize } from "../../support/synth";

describe("traps of cdktf are refused", () => {
  test("two resources of one address, with both paths", () => {
    const found = problems((stack) => {
      new S3Bucket(stack, "a-b", {});
      new S3Bucket(stack, "a_b", {});
    });
    expect(found).toEqual([
      {
        path: "shop-test/a_b",
        prop: "address",
        value: "aws_s3_bucket.a_b",
        allowed: "an address that no other construct of the stack has; shop-test/a-b has it already",
        fix: "give one of the two constructs another id",
      },
    ]);
  });

  test("two outputs of one name", () => {
    const found = problems((stack) => {
      new TerraformOutput(stack, "a-b", { value: "1" });
      new TerraformOutput(stack, "a_b", { value: "2" });
    });
    expect(found[0]).toMatchObject({ value: "output.a_b", path: "shop-test/a_b" });
  });

  test("aspects on the app, which never run", () => {
    const landform = app();
    new PlatformStack(landform, staging);
    Aspects.of(landform).add({ visit: () => undefined });
    expect(refusal(() => landform.resolveStacks()).problems).toMatchObject([
      { prop: "Aspects.of(app)", fix: "call Aspects.of(stack).add(…) for each stack" },
    ]);
  });

  test("aspects on a stack run", () => {
    const { resource } = synthesize((stack) => {
      new S3Bucket(stack, "bucket", {});
      Aspects.of(stack).add({
        visit: (node) => {
          if (node instanceof S3Bucket) node.bucketPrefix = "seen";
        },
      });
    });
    expect(resource("aws_s3_bucket")).toEqual({ bucket_prefix: "seen" });
  });

  test("a reference to another stack, which would hand over its whole state", () => {
    const landform = app();
    const owner = new PlatformStack(landform, staging);
    const reader = new PlatformStack(landform, production);
    const bucket = new S3Bucket(owner, "bucket", {});
    new S3Bucket(reader, "copy", { bucket: bucket.id });
    expect(refusal(() => landform.resolveStacks()).problems).toMatchObject([
      {
        path: "shop-live",
        value: "an attribute of stack shop-test",
        fix: expect.stringContaining("declare an output there"),
      },
    ]);
  });

  test("list and boolean tokens inside JSON.stringify", () => {
    const found = problems((stack) => {
      const vpc = new Vpc(stack, "vpc", {});
      new S3Bucket(stack, "bucket", { tags: { list: JSON.stringify({ flag: vpc.enableDnsSupport }) } });
    });
    expect(found[0]).toMatchObject({
      prop: "resource.aws_s3_bucket.bucket.tags.list",
      allowed: "resolved values",
    });
  });

  test("number tokens that were counted with", () => {
    const found = problems((stack) => {
      const variable = new TerraformVariable(stack, "n", { type: "number" });
      new S3BucketLifecycleConfiguration(stack, "rules", {
        bucket: "b",
        rule: [{ id: "r", status: "Enabled", expiration: [{ days: variable.numberValue * 2 }] }],
      });
      new S3Bucket(stack, "bucket", { tags: { n: String(variable.numberValue / 7) } });
    });
    expect(found).toMatchObject([
      {
        prop: "resource.aws_s3_bucket_lifecycle_configuration.rules.rule.0.expiration.0.days",
        value: "a number token",
      },
      { prop: "resource.aws_s3_bucket.bucket.tags.n", allowed: "resolved values" },
    ]);
  });

  test("a shell variable, which Terraform would take for a reference", () => {
    const found = problems((stack) => void new S3Bucket(stack, "bucket", { tags: { run: "echo ${HOME}" } }));
    expect(found[0]).toMatchObject({
      value: "echo ${HOME}",
      fix: 'write literal("${HOME}") for a shell variable',
    });
  });

  test("literal() passes a shell variable on", () => {
    const { resource } = synthesize(
      (stack) => void new S3Bucket(stack, "bucket", { tags: { run: literal("echo ${HOME} %{x}") } }),
    );
    expect(resource("aws_s3_bucket")).toEqual({ tags: { run: "echo $${HOME} %%{x}" } });
  });

  test("a reference to what nobody declares", () => {
    const found = problems(
      (stack) => void new S3Bucket(stack, "bucket", { bucket: "${aws_s3_bucket.gone.id}" }),
    );
    expect(found[0]).toMatchObject({
      prop: "resource.aws_s3_bucket.bucket.bucket",
      value: "aws_s3_bucket.gone.id",
    });
  });

  test("an expression among dependencies", () => {
    const found = problems((stack) => {
      const bucket = new S3Bucket(stack, "bucket", {});
      new EcsService(stack, "service", { name: "x" }).dependsOn = [bucket.fqn];
    });
    expect(found[0]).toMatchObject({
      prop: "resource.aws_ecs_service.service.depends_on.0",
      allowed: "plain addresses",
    });
  });

  test("a provider source that Terraform and OpenTofu expand differently", () => {
    const found = problems((stack) =>
      stack.addOverride("terraform.required_providers.aws.source", "hashicorp/aws"),
    );
    expect(found[0]).toMatchObject({
      value: "hashicorp/aws",
      fix: 'call requireProvider("aws") on a LandformStack',
    });
  });

  test("zip assets, which a bundled program cannot make", () => {
    const found = problems(
      (stack) => void new TerraformAsset(stack, "zip", { path: __dirname, type: AssetType.ARCHIVE }),
    );
    expect(found[0]).toMatchObject({
      value: "AssetType.ARCHIVE",
      fix: "use ZipAsset, or zip the files yourself",
    });
  });

  test("a stack inside a stack", () => {
    const landform = app();
    const outer = new PlatformStack(landform, staging);
    new TerraformStack(outer, "inner");
    expect(refusal(() => landform.resolveStacks()).problems).toMatchObject([
      { path: "shop-test/inner", value: "a stack inside shop-test", fix: "pass the app as scope" },
    ]);
  });

  test("validations of constructs that are not ours", () => {
    const found = problems((stack) => stack.node.addValidation({ validate: () => ["no good"] }));
    expect(found).toMatchObject([{ path: "shop-test", prop: "validation", value: "no good" }]);
  });

  test("two stacks with one state", () => {
    const landform = app();
    new PlatformStack(landform, staging, { stateKey: "same" });
    new PlatformStack(landform, production, { stateKey: "same" });
    expect(refusal(() => landform.resolveStacks()).problems).toMatchObject([
      {
        path: "shop-live",
        prop: "stateKey",
        value: "s3://shop-state/same",
        allowed: expect.stringContaining("shop-test"),
      },
    ]);
  });

  test("cdktf synth --hcl", () => {
    process.env.SYNTH_HCL_OUTPUT = "true";
    try {
      expect(() => new Landform()).toThrow("run cdktf synth without --hcl");
    } finally {
      delete process.env.SYNTH_HCL_OUTPUT;
    }
  });

  test("nothing else: references of every shape pass", () => {
    const { resource } = synthesize((stack) => {
      const bucket = new S3Bucket(stack, "bucket", {});
      new S3Bucket(stack, "other", {
        tags: {
          attribute: bucket.arn,
          call: '${replace(aws_s3_bucket.bucket.arn, "a", "b")}',
          loop: '${[for tag, value in aws_s3_bucket.bucket.tags : "${tag}=${value}"][0]}',
          escaped: "$${not.a.reference}",
          conditional: "${true ? null : path.module}",
          token: Token.asString(bucket.tags),
        },
      });
    });
    expect(Object.keys(resource("aws_s3_bucket", "other").tags as object)).toHaveLength(6);
  });
});
