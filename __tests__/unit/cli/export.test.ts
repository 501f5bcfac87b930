import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
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
    expect(files).toContain("slack_function_code.zip");
    expect(files.filter((file) => !file.endsWith(".tf") && !file.endsWith(".zip"))).toEqual([]);
    const text = files
      .filter((file) => file.endsWith(".tf"))
      .map((file) => fs.readFileSync(path.join(out, file), "utf8"))
      .join("");
    expect(text).not.toContain('jsondecode("');
    expect(text.match(/^# takeoff-staging/gm)?.length).toBe(
      text.match(/^(?:resource|data|ephemeral|variable|output|provider|terraform) /gm)?.length,
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
