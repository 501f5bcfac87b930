import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ROOT } from "../../../src/cli/paths";

const { build, upToDate } = require("../../../tools/build.js") as {
  build(root: string): Promise<void>;
  upToDate(program: "main" | "landform", root: string): Promise<string>;
};

let root: string;

const write = (file: string, text: string) => {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), text);
};

/** What a fresh start of the program has. */
async function answer(): Promise<unknown> {
  const bundle = await upToDate("main", root);
  delete require.cache[bundle];
  return (require(bundle) as { readonly answer: unknown }).answer;
}

/** A project of two files. */
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "landform-build-"));
  fs.copyFileSync(path.join(ROOT, "tsconfig.program.json"), path.join(root, "tsconfig.program.json"));
  const compilerOptions = {
    strict: true,
    module: "nodenext",
    lib: ["es2023"],
    types: [],
    skipLibCheck: true,
  };
  write("tsconfig.json", JSON.stringify({ compilerOptions }));
  write("main.ts", 'import { given } from "./modules/given";\nexport const answer: number = given.size;\n');
  write("modules/given.ts", "export const given: { readonly size: number } = { size: 1 };\n");
  write("src/cli/landform.ts", 'export { answer } from "../../main";\n');
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

const dist = () => fs.readdirSync(path.join(root, "dist")).sort();
const wrong = "export const given: { readonly size: number } = { size: 1, colour: 2 };\n";

describe("a program", () => {
  test("is of today's sources, also when an old file comes back with its old time", async () => {
    const file = path.join(root, "modules/given.ts");
    const old = fs.readFileSync(file, "utf8");
    const { atime, mtime } = fs.statSync(file);
    expect(await answer()).toBe(1);
    write("modules/given.ts", old.replace("size: 1", "size: 2"));
    expect(await answer()).toBe(2);
    fs.writeFileSync(file, old);
    fs.utimesSync(file, atime, mtime);
    expect(await answer()).toBe(1);
  });

  test("is not built again from the same sources, whatever their times", async () => {
    const bundle = await upToDate("landform", root);
    const before = fs.statSync(bundle);
    const now = new Date(Date.now() + 60_000);
    fs.utimesSync(path.join(root, "main.ts"), now, now);
    expect(await upToDate("landform", root)).toBe(bundle);
    await upToDate("main", root);
    expect(fs.statSync(bundle).ino).toBe(before.ino);
  });

  test("is built again when a file came, went or has another name", async () => {
    await upToDate("main", root);
    const inode = () => fs.statSync(path.join(root, "dist/main.js")).ino;
    for (const change of [
      () => write("modules/new.ts", ""),
      () => fs.renameSync(path.join(root, "modules/new.ts"), path.join(root, "modules/newer.ts")),
      () => fs.rmSync(path.join(root, "modules/newer.ts")),
    ]) {
      const before = inode();
      change();
      await upToDate("main", root);
      expect(inode()).not.toBe(before);
    }
  });

  test("is whole whenever it is there, however many commands build it at the same time", async () => {
    const bundles = await Promise.all(
      ["main", "landform", "main"].map((name) => upToDate(name as "main", root)),
    );
    expect(bundles.map((bundle) => path.basename(bundle))).toEqual(["main.js", "landform.js", "main.js"]);
    expect(dist()).toEqual(["landform.js", "main.js"]);
  });
});

describe("what does not compile", () => {
  test("is refused in TypeScript's words, and becomes no bundle", async () => {
    write("modules/given.ts", wrong);
    await expect(build(root)).rejects.toThrow(
      "modules/given.ts(1,60): error TS2353: Object literal may only specify known properties, and 'colour' does not exist in type",
    );
    expect(dist()).toEqual([]);
  });

  test("leaves the last bundle alone, and is refused every time until it is mended", async () => {
    expect(await answer()).toBe(1);
    const bundle = path.join(root, "dist/main.js");
    const before = fs.readFileSync(bundle, "utf8");
    write("modules/given.ts", wrong);
    await expect(upToDate("main", root)).rejects.toThrow("TS2353");
    await expect(upToDate("main", root)).rejects.toThrow("TS2353");
    expect(fs.readFileSync(bundle, "utf8")).toBe(before);
    write("modules/given.ts", wrong.replace(", colour: 2", ""));
    expect(await answer()).toBe(1);
  });

  test("is told once when it is no TypeScript at all", async () => {
    write("main.ts", "export const = 1;\n");
    await expect(build(root)).rejects.toThrow(/^main\.ts\(1,14\): error TS1134: /);
  });
});

test("a program whose files are not there is refused by the bundler", async () => {
  fs.rmSync(path.join(root, "src"), { recursive: true });
  await expect(build(root)).rejects.toThrow('Could not resolve "src/cli/landform.ts"');
});
