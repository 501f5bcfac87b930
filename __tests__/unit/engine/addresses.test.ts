import fs from "node:fs";
import path from "node:path";
import { TerraformModule } from "cdktf";
import { beforeEach, describe, expect, test } from "vitest";
import { EncryptionKey } from "../../../modules/security";
import { Bucket } from "../../../modules/storage";
import { PlatformStack } from "../../../src/core";
import { Landform, ValidationError } from "../../../src/engine";
import { proposeMoves } from "../../../src/engine/addresses/proposals";
import { readLock, writeLock } from "../../../src/lock";
import { changesAgainst, recordIn } from "../../support/moves";
import { app, refusal, staging } from "../../support/synth";

let lock: string;

beforeEach(() => {
  lock = path.join(app().outdir, "addresses.lock.json");
});

/** A program with a key and buckets of these names, in one stack. */
const shop =
  (...buckets: readonly string[]) =>
  (landform: Landform) => {
    const stack = new PlatformStack(landform, staging);
    const key = new EncryptionKey(stack, "key");
    for (const name of buckets) new Bucket(stack, name, { name, key });
  };

function configOf(build: (app: Landform) => void) {
  const landform = new Landform({ outdir: app().outdir, lock: readLock(lock) });
  build(landform);
  return landform.resolveStacks()[0]?.config;
}

const stackLock = () => readLock(lock)["shop-test"];

describe("the record", () => {
  test("has every address, and whether it keeps something", () => {
    recordIn(lock, shop("uploads"));
    expect(stackLock()?.addresses).toMatchObject({
      "aws_kms_key.key": "stateful",
      "aws_kms_alias.key": "stateless",
      "aws_s3_bucket.uploads": "stateful",
      "aws_s3_bucket_policy.uploads": "stateless",
    });
    expect(Object.keys(stackLock()?.addresses ?? {})).toEqual(
      Object.keys(stackLock()?.addresses ?? {}).sort(),
    );
    expect(changesAgainst(lock, shop("uploads"))).toMatchObject([
      { came: [], went: [], moved: [], renamed: [], lost: [] },
    ]);
  });

  test("takes a Terraform module for something that keeps something", () => {
    class Foreign extends TerraformModule {}
    recordIn(lock, (landform) => {
      const stack = new PlatformStack(landform, staging);
      new Foreign(stack, "foreign", { source: "terraform-aws-modules/vpc/aws", version: "5.0.0" });
    });
    expect(stackLock()?.addresses).toEqual({ "module.foreign": "stateful" });
  });

  test("is refused when it is broken, with what to do", () => {
    fs.writeFileSync(lock, '{"a":{"addresses":{"x":"maybe"}}}');
    expect(() => readLock(lock)).toThrow(
      /addresses\.lock\.json cannot be read: .*"stateful"\|"stateless"(?:.|\n)*fix: take it from version control/,
    );
    fs.writeFileSync(lock, "{");
    expect(() => readLock(lock)).toThrow(/cannot be read: .*JSON/);
  });

  test("without a file, everything is new, and nothing is refused", () => {
    expect(changesAgainst(lock, shop())).toMatchObject([
      { came: ["aws_kms_key.key", "aws_kms_alias.key"], lost: [] },
    ]);
    expect(configOf(shop())?.moved).toBeUndefined();
  });
});

describe("a renamed module", () => {
  beforeEach(() => recordIn(lock, shop("uploads")));

  test("is refused, with what seems to have happened and how to record it", () => {
    const { message } = refusal(() => configOf(shop("files")));
    expect(message).toBe(`1 problem found, nothing was written

  shop-test: address
    given:   "seems renamed: aws_s3_bucket.uploads → aws_s3_bucket.files, aws_s3_bucket_lifecycle_configuration.uploads → aws_s3_bucket_lifecycle_configuration.files, aws_s3_bucket_ownership_controls.uploads → aws_s3_bucket_ownership_controls.files, aws_s3_bucket_policy.uploads → aws_s3_bucket_policy.files, aws_s3_bucket_public_access_block.uploads → aws_s3_bucket_public_access_block.files, 2 more"
    allowed: what addresses.lock.json records, moved or retired: Terraform destroys what it finds under no name
    fix:     run npx landform moves shop-test, which shows what it is, and records it with --write`);
  });

  test("becomes moves when they are recorded, and stays so", () => {
    recordIn(lock, shop("files"));
    const moved = configOf(shop("files"))?.moved as { from: string; to: string }[];
    expect(moved).toHaveLength(7);
    expect(moved).toContainEqual({ from: "aws_s3_bucket.uploads", to: "aws_s3_bucket.files" });
    recordIn(lock, shop("files", "more"));
    expect(configOf(shop("files", "more"))?.moved).toEqual(moved);
  });

  test("may be renamed again, which makes a chain", () => {
    recordIn(lock, shop("files"));
    recordIn(lock, shop("objects"));
    const moved = configOf(shop("objects"))?.moved;
    expect(moved).toContainEqual({ from: "aws_s3_bucket.uploads", to: "aws_s3_bucket.files" });
    expect(moved).toContainEqual({ from: "aws_s3_bucket.files", to: "aws_s3_bucket.objects" });
  });

  test("may get its name back: Terraform refuses moves in a circle", () => {
    recordIn(lock, shop("files"));
    recordIn(lock, shop("uploads"));
    expect(stackLock()?.moved).not.toContainEqual({
      from: "aws_s3_bucket.uploads",
      to: "aws_s3_bucket.files",
    });
    expect(configOf(shop("uploads"))?.moved).toContainEqual({
      from: "aws_s3_bucket.files",
      to: "aws_s3_bucket.uploads",
    });
  });

  test("leaves its name to something new", () => {
    recordIn(lock, shop("files"));
    recordIn(lock, shop("files", "uploads"));
    expect(stackLock()?.moved).toEqual([]);
    expect(configOf(shop("files", "uploads"))?.moved).toBeUndefined();
  });

  test("and what had moved on from there moves past it", () => {
    recordIn(lock, shop("files"));
    recordIn(lock, shop("objects"));
    recordIn(lock, shop("objects", "files"));
    expect(stackLock()?.moved).toHaveLength(7);
    expect(configOf(shop("objects", "files"))?.moved).toContainEqual({
      from: "aws_s3_bucket.uploads",
      to: "aws_s3_bucket.objects",
    });
  });

  test("that is recorded by hand is known as moved", () => {
    const recorded = stackLock();
    if (!recorded) throw new Error("nothing recorded");
    const moved = Object.keys(recorded.addresses)
      .filter((address) => address.endsWith(".uploads"))
      .map((from) => ({ from, to: from.replace(".uploads", ".files") }));
    writeLock(lock, { "shop-test": { ...recorded, moved } });
    expect(changesAgainst(lock, shop("files"))).toMatchObject([{ came: [], went: [], moved, renamed: [] }]);
  });
});

describe("what keeps something", () => {
  beforeEach(() => recordIn(lock, shop("uploads")));

  test("does not go unless it is retired", () => {
    const { message } = refusal(() => configOf(shop()));
    expect(message).toBe(`1 problem found, nothing was written

  shop-test: address
    given:   "aws_s3_bucket.uploads is gone, and with it what it keeps"
    allowed: what addresses.lock.json records, moved or retired
    fix:     bring it back; or, if it may be destroyed, npx landform moves shop-test --write --retire aws_s3_bucket.uploads --reason "…"`);
  });

  test("goes when it is, and the reason stays", () => {
    recordIn(lock, shop(), ["aws_s3_bucket.uploads"]);
    expect(() => configOf(shop())).not.toThrow();
    expect(stackLock()?.retired).toEqual({ "aws_s3_bucket.uploads": "not needed" });
  });

  test("is protected again when it comes back", () => {
    recordIn(lock, shop(), ["aws_s3_bucket.uploads"]);
    recordIn(lock, shop("uploads"));
    expect(stackLock()?.retired).toEqual({});
    expect(() => configOf(shop())).toThrow(ValidationError);
  });

  test("does not go with its whole stack either", () => {
    const { problems } = refusal(() => configOf(() => undefined));
    expect(problems.map(({ path, value }) => `${path}: ${value}`)).toEqual([
      "shop-test: aws_kms_key.key is gone, and with it what it keeps",
      "shop-test: aws_s3_bucket.uploads is gone, and with it what it keeps",
    ]);
  });

  test("may be retired although it seems renamed", () => {
    recordIn(lock, shop("files"), ["aws_s3_bucket.uploads"]);
    expect(stackLock()?.moved).not.toContainEqual({
      from: "aws_s3_bucket.uploads",
      to: "aws_s3_bucket.files",
    });
    expect(stackLock()?.retired).toEqual({ "aws_s3_bucket.uploads": "not needed" });
  });
});

describe("proposals", () => {
  test.each<[string, string[], string[], string[]]>([
    [
      "a subtree",
      ["t.net", "u.net_a", "u.net_b"],
      ["t.vpc", "u.vpc_a", "u.vpc_b"],
      ["t.net → t.vpc", "u.net_a → u.vpc_a", "u.net_b → u.vpc_b"],
    ],
    [
      "a word in the middle",
      ["t.lb_api_x", "u.lb_api_y"],
      ["t.lb_web_x", "u.lb_web_y"],
      ["t.lb_api_x → t.lb_web_x", "u.lb_api_y → u.lb_web_y"],
    ],
    ["the only one of its type", ["t.a"], ["t.b"], ["t.a → t.b"]],
    [
      "a part into another module",
      ["t.a_x", "u.a_x"],
      ["t.b_c_x", "u.b_c_x"],
      ["t.a_x → t.b_c_x", "u.a_x → u.b_c_x"],
    ],
    ["another type", ["t.a"], ["u.a"], []],
    ["one of several, which nobody can tell", ["t.a"], ["t.b", "t.c"], []],
    [
      "more gone than came",
      ["t.a_x", "u.a_x", "t.c_x"],
      ["t.b_x", "u.b_x"],
      ["t.a_x → t.b_x", "u.a_x → u.b_x"],
    ],
  ])("%s", (_, went, came, expected) => {
    expect(proposeMoves(went, came).map(({ from, to }) => `${from} → ${to}`)).toEqual(expected);
  });
});
