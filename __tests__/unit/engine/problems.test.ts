import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { Construct } from "constructs";
import { describe, expect, test } from "vitest";
import { EncryptionKey } from "../../../modules/security";
import { PlatformStack } from "../../../src/core";
import { Input, Landform, lazyJson, Output, report, whenComplete } from "../../../src/engine";
import { app, problems, production, refusal, staging } from "../../support/synth";

describe("a mistake that several environments share", () => {
  const wrong = { prop: "size", value: 0, allowed: "1 to 10", fix: "write 1" };

  test("is told once, with their names", () => {
    const landform = app();
    for (const environment of [staging, production])
      report(new Construct(new PlatformStack(landform, environment), "api"), wrong);
    const error = refusal(() => landform.resolveStacks());
    expect(error.problems).toHaveLength(2);
    expect(error.message).toBe(
      [
        "1 problem found, nothing was written",
        "",
        "  shop-test/api: size",
        "    given:   0",
        "    allowed: 1 to 10",
        "    fix:     write 1",
        "    also in: shop-live",
      ].join("\n"),
    );
  });

  test("is told once too where its text names the stack", () => {
    const landform = app();
    for (const environment of [staging, production]) {
      const stack = new PlatformStack(landform, environment);
      for (let times = 0; times < 2; times++) new S3Bucket(stack, "media");
    }
    expect(refusal(() => landform.resolveStacks()).message).toMatch(/^1 problem found.*also in: shop-live$/s);
  });

  test("names what each was given where that is not the same", () => {
    const landform = app();
    const [one, two] = [staging, production].map((environment) => new PlatformStack(landform, environment));
    if (one) report(one, wrong);
    if (two) report(two, { ...wrong, value: 11 });
    const { message } = refusal(() => landform.resolveStacks());
    expect(message).toMatch(/^1 problem found/);
    expect(message).toContain("    given:   0\n             11 in shop-live\n");
  });
});

test("what only the whole program shows is checked when it is complete, once", () => {
  let calls = 0;
  const found = problems((stack) => {
    whenComplete(stack, () => {
      calls++;
      report(stack, { prop: "count", value: undefined, allowed: "a number", fix: "write one" });
    });
    expect(calls).toBe(0);
  });
  expect(found).toMatchObject([{ path: "shop-test", prop: "count" }]);
  expect(calls).toBe(1);
});

test("an id twice is a problem like any other, at whatever depth", () => {
  const found = problems((stack) => {
    const scope = new Construct(stack, "scope");
    for (let times = 0; times < 3; times++) new Construct(scope, "same");
    report(stack, { prop: "x", value: 1, allowed: "2", fix: "write 2" });
  });
  expect(found.map(({ path, prop }) => [path, prop])).toEqual([
    ["shop-test/scope/same", "id"],
    ["shop-test/scope/same", "id"],
    ["shop-test", "x"],
  ]);
});

test("a construct in JSON text is refused at its path", () => {
  const found = problems((stack) => {
    const bucket = new S3Bucket(stack, "bucket");
    new S3Bucket(stack, "other", { bucketPrefix: lazyJson(() => ({ name: bucket })) });
  });
  expect(found).toEqual([
    {
      path: "shop-test/other",
      prop: "a value in it",
      value: "a S3Bucket",
      allowed: "text, numbers, booleans, lists and plain objects",
      fix: "pass an attribute of a construct, e.g. its name or ARN, and not the construct",
    },
  ]);
});

describe("what a program throws or nobody can write", () => {
  test("is a problem with the name of the environment, beside the others", () => {
    const landform = app();
    landform.add(function broken() {
      throw new TypeError("undefined is not iterable\nand more");
    });
    landform.add(function other(inner) {
      report(new PlatformStack(inner, staging), { prop: "x", value: 1, allowed: "2", fix: "write 2" });
    });
    expect(refusal(() => landform.resolveStacks()).problems).toMatchObject([
      { path: "broken", prop: "program", value: "undefined is not iterable" },
      { path: "shop-test", prop: "x" },
    ]);
  });

  test("is refused at its path: a construct as a value, a list that only Terraform knows taken apart", () => {
    const found = problems((stack) => {
      new Output(stack, "whole", new EncryptionKey(stack, "key"), { description: "The key" });
      const emails = Input.list(stack, "emails", {
        description: "Addresses",
        example: ["a@b.example"],
        each: { matches: "@", allowed: "Must be addresses." },
      });
      new Output(
        stack,
        "joined",
        emails.map((email) => `${email}!`),
        { description: "Joined" },
      );
    });
    expect(found.map(({ path, prop }) => [path, prop])).toEqual([
      ["shop-test/whole", "a value in it"],
      ["shop-test/joined", "an expression in it"],
    ]);
  });

  test("is not taken for gone by the record of addresses", () => {
    const landform = app();
    const [one, two] = [staging, production].map((environment) => new PlatformStack(landform, environment));
    if (!one || !two) throw new Error("two stacks");
    new S3Bucket(two, "copy", { bucket: new S3Bucket(one, "source").arn });
    const lock = {
      "shop-live": { addresses: { "aws_s3_bucket.copy": "stateful" }, moved: [], retired: {} },
    } as const;
    const locked = new Landform({ outdir: landform.outdir, lock });
    const here = new PlatformStack(locked, staging);
    new S3Bucket(new PlatformStack(locked, production), "copy", { bucket: new S3Bucket(here, "source").arn });
    expect(refusal(() => locked.resolveStacks()).problems).toMatchObject([
      { path: "shop-live", allowed: "references inside one stack" },
    ]);
  });
});

test("texts of tokens say so, and no number", () => {
  const landform = app();
  const stack = new PlatformStack(landform, staging);
  report(stack, { prop: "x", value: stack.accountId, allowed: `not ${stack.accountId}`, fix: "write it" });
  const { message } = refusal(() => landform.resolveStacks());
  expect(message).toContain('given:   "(known to Terraform only)"');
  expect(message).not.toContain("TfToken");
});
