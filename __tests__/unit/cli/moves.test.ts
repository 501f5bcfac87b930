import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { EncryptionKey } from "../../../modules/security";
import { Bucket } from "../../../modules/storage";
import { describeChanges } from "../../../src/cli/changes";
import { type MovesOptions, moves } from "../../../src/cli/commands/moves";
import { PlatformStack } from "../../../src/core";
import { Landform } from "../../../src/engine";
import { readLock } from "../../../src/lock";
import { landformIn } from "../../support/cli";
import { app, production, staging } from "../../support/synth";

let file: string;

beforeEach(() => {
  file = path.join(app().outdir, "addresses.lock.json");
});

/** Two stacks with buckets of these names, or one. */
const shop =
  (buckets: readonly string[], environments = [staging, production]) =>
  () => {
    const landform = new Landform({ outdir: path.dirname(file), lock: readLock(file) });
    for (const environment of environments) {
      const stack = new PlatformStack(landform, environment);
      const key = new EncryptionKey(stack, "key");
      for (const name of buckets) new Bucket(stack, name, { name, key });
    }
    return landform;
  };

async function run(program: () => Landform, options: MovesOptions = {}, ...words: string[]): Promise<string> {
  const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    await moves(program, words, options, file);
    return written.mock.calls.map(([text]) => String(text)).join("");
  } finally {
    written.mockRestore();
  }
}

describe("landform moves", () => {
  test("shows what is new, and records it when it is told to", async () => {
    expect(await run(shop(["files"]))).toContain("shop-test, which is new: 9 addresses\n");
    expect(fs.existsSync(file)).toBe(false);
    expect(await run(shop(["files"]), { write: true })).toContain(`9 addresses\nrecorded in ${file}\n`);
    expect(Object.keys(readLock(file))).toEqual(["shop-live", "shop-test"]);
    expect(await run(shop(["files"]))).toBe(`${file} is up to date\n`);
  });

  test("--check fails when something is not recorded", async () => {
    await expect(run(shop(["files"]), { check: true })).rejects.toThrow(
      `${file} does not record this\n  fix: npx landform moves --write, and commit the file with the change`,
    );
  });

  test("records moves, and only of the stacks that are named", async () => {
    await run(shop(["files"]), { write: true });
    expect(await run(shop(["uploads"]), { write: true }, "shop-test")).toContain(
      "  renamed? aws_s3_bucket.files → aws_s3_bucket.uploads\n",
    );
    expect(readLock(file)["shop-test"]?.moved).toHaveLength(7);
    expect(readLock(file)["shop-live"]?.moved).toEqual([]);
    expect(() => shop(["uploads"])().resolveStacks()).toThrow("shop-live: address");
    await run(shop(["uploads"]), { write: true });
    expect(() => shop(["uploads"])().resolveStacks()).not.toThrow();
  });

  test("records nothing when something would be lost", async () => {
    await run(shop(["files"]), { write: true });
    const before = fs.readFileSync(file, "utf8");
    await expect(run(shop([]), { write: true })).rejects.toThrow(
      'these keep something and are gone; nothing was recorded\n  shop-test: aws_s3_bucket.files\n  shop-live: aws_s3_bucket.files\n  fix: bring them back, or add --retire <address> --reason "why it may be destroyed"',
    );
    expect(fs.readFileSync(file, "utf8")).toBe(before);
  });

  test("--retire lets it go, with the reason", async () => {
    await run(shop(["files"]), { write: true });
    await run(shop([]), { write: true, retire: ["aws_s3_bucket.files"], reason: "copied to the archive" });
    expect(readLock(file)["shop-live"]?.retired).toEqual({ "aws_s3_bucket.files": "copied to the archive" });
    expect(() => shop([])().resolveStacks()).not.toThrow();
  });

  test("--retire of a stack that is gone lets all of it go", async () => {
    await run(shop(["files"]), { write: true });
    const gone = shop(["files"], [production]);
    expect(await run(gone)).toContain("shop-test, which is gone\n");
    await expect(run(gone, { write: true })).rejects.toThrow("shop-test: aws_kms_key.key");
    await run(gone, { write: true, retire: ["shop-test"], reason: "closed" }, "shop-test");
    expect(readLock(file)["shop-test"]).toMatchObject({
      addresses: {},
      retired: { "aws_kms_key.key": "closed" },
    });
    expect(await run(gone)).toBe(`${file} is up to date\n`);
  });
});

describe("of this project", () => {
  const landform = landformIn(path.join(os.tmpdir(), "no-emulator"));

  test("says that the record is up to date, as it has to be", async () => {
    expect(await landform("moves", "--check")).toMatchObject({
      code: 0,
      stdout: "addresses.lock.json is up to date\n",
    });
  });

  test("retires nothing that is there, and nothing without a reason", async () => {
    const { code, stderr } = await landform("moves", "--retire", "aws_vpc.network", "--reason", "x");
    expect(code).toBe(1);
    expect(stderr).toContain(
      "--retire aws_vpc.network: nothing of that address is gone\n  allowed: nothing, all addresses are there",
    );
    expect((await landform("moves", "--retire", "aws_vpc.network")).stderr).toContain(
      "--retire and --reason belong together",
    );
  });

  test("shows what changed", () => {
    const changes = {
      stack: "shop",
      addresses: new Map([["a.b", "stateless" as const]]),
      came: ["t.new", "t.n"],
      went: ["t.old", "t.kept", "t.m"],
      moved: [{ from: "t.x", to: "t.y" }],
      renamed: [{ from: "t.m", to: "t.n" }],
      lost: ["t.kept"],
    };
    expect(describeChanges(changes)).toBe(
      "shop\n  moved    t.x → t.y\n  renamed? t.m → t.n\n  came     t.new\n  went     t.old\n  LOST     t.kept\n",
    );
    const none = { ...changes, came: [], went: [], moved: [], renamed: [], lost: [] };
    expect(describeChanges(none)).toBe("");
    expect(describeChanges({ ...none, came: ["a.b"] })).toBe("shop, which is new: 1 address\n");
    expect(describeChanges({ ...none, addresses: undefined, went: ["a.b"] })).toBe(
      "shop, which is gone\n  went     a.b\n",
    );
    const many = Array.from({ length: 30 }, (_, index) => `t.${index}`);
    expect(describeChanges({ ...none, went: many })).toContain("  … and 10 more\n");
  });
});
