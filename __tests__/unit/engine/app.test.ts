import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { PlatformStack } from "../../../src/core";
import { Landform, report, ValidationError, ZipAsset } from "../../../src/engine";
import { app, production, refusal, staging } from "../../support/synth";

const files = (folder: string): Record<string, string> =>
  Object.fromEntries(
    fs
      .readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const file = path.join(entry.parentPath, entry.name);
        return [path.relative(folder, file), fs.readFileSync(file, "utf8")];
      }),
  );

describe("synth", () => {
  test("writes a configuration per stack and cdktf's manifest", () => {
    const landform = app();
    new PlatformStack(landform, staging);
    new PlatformStack(landform, production);
    landform.synth();
    expect(Object.keys(files(landform.outdir)).sort()).toEqual([
      "manifest.json",
      "stacks/shop-live/cdk.tf.json",
      "stacks/shop-test/cdk.tf.json",
    ]);
    const manifest = JSON.parse(fs.readFileSync(path.join(landform.outdir, "manifest.json"), "utf8"));
    expect(manifest.stacks["shop-test"]).toMatchObject({
      name: "shop-test",
      synthesizedStackPath: "stacks/shop-test/cdk.tf.json",
      workingDirectory: "stacks/shop-test",
    });
  });

  test("refuses all problems of all stacks at once and leaves the folder as it was", () => {
    const good = app();
    new PlatformStack(good, staging);
    good.synth();
    const before = files(good.outdir);

    const bad = new Landform({ outdir: good.outdir });
    const one = new PlatformStack(bad, staging);
    const two = new PlatformStack(bad, production);
    report(one, { prop: "size", value: 0, allowed: "1 to 10", fix: "write 1" });
    report(two, { prop: "name", value: undefined, allowed: "a name", fix: "give one" });
    new S3Bucket(two, "bucket", { bucket: "${var.gone}" });
    const error = refusal(() => bad.synth());
    expect(error.problems).toHaveLength(3);
    expect(error.message).toBe(
      [
        "3 problems found, nothing was written",
        "",
        "  shop-test: size",
        "    given:   0",
        "    allowed: 1 to 10",
        "    fix:     write 1",
        "",
        "  shop-live: name",
        "    given:   nothing",
        "    allowed: a name",
        "    fix:     give one",
        "",
        "  shop-live: resource.aws_s3_bucket.bucket.bucket",
        '    given:   "var.gone"',
        "    allowed: references to what the same stack declares",
        "    fix:     pass the value through an Input, or import the reference's owner",
      ].join("\n"),
    );
    expect(files(good.outdir)).toEqual(before);
  });

  test("one problem is one problem", () => {
    expect(
      new ValidationError([{ path: "p", prop: "x", value: true, allowed: "a", fix: "f" }]).message,
    ).toMatch(/^1 problem found/);
  });

  test("writes only the stacks named, and keeps the others", () => {
    const landform = app();
    new PlatformStack(landform, staging);
    landform.synth();
    const again = new Landform({ outdir: landform.outdir });
    new PlatformStack(again, staging).addOverride("locals.changed", true);
    new PlatformStack(again, production);
    again.synth(["shop-live"]);
    const written = files(landform.outdir);
    expect(Object.keys(written)).toContain("stacks/shop-live/cdk.tf.json");
    expect(written["stacks/shop-test/cdk.tf.json"]).not.toContain("changed");
  });

  test("a stack that is gone loses its configuration, but not what Terraform keeps beside it", () => {
    const landform = app();
    new PlatformStack(landform, staging);
    new PlatformStack(landform, production);
    landform.synth();
    const folder = path.join(landform.outdir, "stacks");
    fs.writeFileSync(path.join(folder, "shop-test/errored.tfstate"), "{}");
    const fewer = new Landform({ outdir: landform.outdir });
    new PlatformStack(fewer, { ...staging, name: "other" });
    fewer.synth();
    expect(fs.readdirSync(folder).sort()).toEqual(["shop-other", "shop-test"]);
    expect(fs.readdirSync(path.join(folder, "shop-test"))).toEqual(["errored.tfstate"]);
  });

  test("the same program gives the same bytes", () => {
    const write = () => {
      const landform = app();
      const stack = new PlatformStack(landform, staging);
      new S3Bucket(stack, "bucket", { tags: { b: "2", a: "1" } });
      landform.synth();
      return files(landform.outdir);
    };
    expect(write()).toEqual(write());
  });
});

test("archives lie beside their configuration, the same on every machine", () => {
  const landform = app();
  const stack = new PlatformStack(landform, staging);
  const asset = new ZipAsset(stack, "code", { "index.py": "print(1)\n" });
  landform.synth();
  expect(asset.path).toBe("code.zip");
  expect(asset.hash).toBe('${filebase64sha256("code.zip")}');
  const archive = fs.readFileSync(path.join(landform.outdir, "stacks/shop-test", asset.path));
  expect(createHash("sha256").update(archive).digest("base64")).toBe(
    "fzZoEuWAFvyOr1vl6zcqnp4HyUalJYSXz2yBnA74zdg=",
  );
  expect(Buffer.from(unzipSync(archive)["index.py"] ?? []).toString()).toBe("print(1)\n");
});
