import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { Token } from "cdktf";
import { expect, test } from "vitest";
import { program } from "../../../main";
import { PlatformStack } from "../../../src/core";
import { tune, untune } from "../../../src/engine";
import { render } from "../../../src/engine/render";
import { gather } from "../../../src/engine/tree";
import { app, platform, staging } from "../../support/synth";

const text = (value: unknown) => JSON.stringify(value, undefined, 1);

test("tuned synthesis gives cdktf's own bytes, for every stack", () => {
  tune();
  const tuned = program(app().outdir).resolveStacks();
  untune();
  try {
    const plain = program(app().outdir);
    plain.resolveStacks();
    expect(tuned.length).toBe(plain.stacks.length);
    for (const [index, stack] of plain.stacks.entries()) {
      expect(text(tuned[index]?.config)).toBe(text(stack.toTerraform()));
    }
  } finally {
    tune();
  }
});

test("every kind of token comes out as in cdktf: lists, maps, numbers, keys, nested and escaped text", () => {
  const build = () => {
    const landform = app();
    const stack = new PlatformStack(landform, { ...staging, platform });
    const bucket = new S3Bucket(stack, "one", { bucketPrefix: "x" });
    new S3Bucket(stack, "two", {
      bucket: `prefix-${bucket.id}`,
      tags: {
        [bucket.arn]: "key",
        plain: "$${escaped}",
        number: Token.asString(bucket.tagsAll),
        undefined: undefined as never,
      },
      timeouts: { create: Token.asString({ resolve: () => "5m", creationStack: [], toString: () => "5m" }) },
    });
    return { landform, stack };
  };
  tune();
  const fast = build();
  const tuned = text(render(fast.stack, gather(fast.stack).elements, ({ path }) => expect.fail(path)));
  untune();
  try {
    const slow = build();
    slow.landform.resolveStacks();
    expect(tuned).toBe(text(slow.stack.toTerraform()));
  } finally {
    tune();
  }
});
