import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { Construct } from "constructs";
import { describe, expect, test } from "vitest";
import { PlatformStack } from "../../../src/core";
import { lazyJson, report, whenComplete } from "../../../src/engine";
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

  test("is two where it is not the same", () => {
    const landform = app();
    const [one, two] = [staging, production].map((environment) => new PlatformStack(landform, environment));
    if (one) report(one, wrong);
    if (two) report(two, { ...wrong, value: 11 });
    expect(refusal(() => landform.resolveStacks()).message).toMatch(/^2 problems found/);
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
      prop: "a value in its JSON text",
      value: "a S3Bucket",
      allowed: "text, numbers, booleans, lists and plain objects",
      fix: "pass one of its attributes, e.g. its name or ARN",
    },
  ]);
});
