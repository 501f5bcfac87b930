import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeChanges } from "../../../src/cli/changes";
import { refuseForeign, replace } from "../../../src/cli/folder";
import { landformIn, workFolder } from "../../support/cli";

let work: string;
let landform: ReturnType<typeof landformIn>;

beforeAll(() => {
  work = workFolder();
  landform = landformIn(work);
});
afterAll(() => fs.rmSync(work, { recursive: true, force: true }));

describe("export", () => {
  test("of one stack goes into the folder itself, with what lies beside its configuration", async () => {
    const out = path.join(work, "one");
    const { code, stdout } = await landform("export", "takeoff-staging", "--out", out);
    expect(code).toBe(0);
    expect(stdout.trim()).toBe(path.relative("", out));
    const files = fs.readdirSync(out);
    expect(files).toContain("network.tf");
    expect(files).toContain("slack_code.zip");
    expect(files.filter((file) => !file.endsWith(".tf") && !file.endsWith(".zip"))).toEqual([]);
    const text = files
      .filter((file) => file.endsWith(".tf"))
      .map((file) => fs.readFileSync(path.join(out, file), "utf8"))
      .join("");
    expect(text).not.toContain("jsondecode");
    expect(text.match(/^# takeoff-staging/gm)?.length).toBe(
      text.match(/^(?:resource|data|variable|output|provider|terraform) /gm)?.length,
    );
  });

  test("of several goes into folders of their names", async () => {
    const out = path.join(work, "all");
    expect((await landform("export", "takeoff-state", "takeoff-registry", "--out", out)).code).toBe(0);
    expect(fs.readdirSync(out)).toEqual(["takeoff-registry", "takeoff-state"]);
  });

  test("does not write where other Terraform is", async () => {
    const out = path.join(work, "foreign");
    fs.mkdirSync(out);
    fs.writeFileSync(path.join(out, "main.tf"), "# mine\n");
    fs.writeFileSync(path.join(out, "old.tf.json"), "{}");
    const { code, stderr } = await landform("export", "takeoff-state", "--out", out);
    expect(code).toBe(1);
    expect(stderr).toContain(
      `${out} has Terraform that is no export of takeoff-state: main.tf, old.tf.json\n  fix: choose another folder`,
    );
    expect(fs.readdirSync(out)).toEqual(["main.tf", "old.tf.json"]);
  });

  test("needs to know where to", async () => {
    expect((await landform("export")).stderr).toContain("required option '--out <folder>' not specified");
  });
});

test("an export takes the place of an earlier one, and leaves what is not its own", () => {
  const folder = { stack: "shop", path: path.join(work, "again"), files: new Map([["a.tf", "# shop/a\n"]]) };
  replace(folder, () => undefined);
  fs.writeFileSync(path.join(folder.path, "notes.md"), "");
  const next = { ...folder, files: new Map([["b.tf", "# shop\n"]]) };
  expect(() => refuseForeign(next)).not.toThrow();
  replace(next, (to) => fs.writeFileSync(path.join(to, "code.zip"), ""));
  expect(fs.readdirSync(folder.path)).toEqual(["b.tf", "code.zip", "notes.md"]);
  expect(() => refuseForeign({ ...folder, stack: "sho" })).toThrow("no export of sho");
  const file = path.join(folder.path, "b.tf");
  expect(() => refuseForeign({ ...folder, path: file })).toThrow(
    `${file} is a file\n  fix: name a folder for --out`,
  );
});

describe("moves", () => {
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
