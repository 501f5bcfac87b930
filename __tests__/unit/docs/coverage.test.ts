import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../../../src/cli/paths";

const read = (file: string) => fs.readFileSync(path.join(ROOT, file), "utf8");
const range = (prefix: string, from: number, to: number, digits: number) =>
  Array.from(
    { length: to - from + 1 },
    (_, index) => `${prefix}${String(from + index).padStart(digits, "0")}`,
  );

/** What is promised so far. */
const IN_SCOPE = [
  ...range("001-", 41, 82, 3),
  ...range("001-", 153, 172, 3),
  ...range("001-", 188, 207, 3),
  ...range("S001-", 1, 36, 2),
  ...range("Z-", 31, 41, 2),
  ...range("Z-", 60, 69, 2),
  "Z-70",
  "Z-71",
];

/** What others than Terraform do, and who. */
const elsewhere = [
  ...read("docs/coverage.md").matchAll(
    /^\| ((?:S?\d{3}|Z)-\d+) \| ([^|]+) \| (guide|later|none): ([^|]+) \|$/gm,
  ),
].map(([, id = "", , whose = "", how = ""]) => ({ id, whose, how }));

const rows = [
  ...read("docs/coverage.md").matchAll(/^\| ((?:S?\d{3}|Z)-\d+) \| (.+?) \| (.+?) \| `(.+?)`: (.+?) \|$/gm),
].map(([, id = "", what = "", code = "", file = "", name = ""]) => ({
  id,
  what,
  code: [...code.matchAll(/`([^`]+)`/g)].map(([, one]) => one ?? ""),
  file,
  name,
}));

describe("the ledger", () => {
  test("has one row for every id in scope, and none for others", () => {
    expect([...rows, ...elsewhere].map(({ id }) => id).sort()).toEqual([...IN_SCOPE].sort());
  });

  test("names guides that exist", () => {
    const guides = elsewhere.filter(({ whose }) => whose === "guide");
    const missing = guides.filter(({ how }) => {
      const [, file = "", heading = ""] = /^`(.+?)`, (.+)$/.exec(how) ?? [];
      return !fs.existsSync(path.join(ROOT, file)) || !read(file).includes(`\n## ${heading}\n`);
    });
    expect(guides.length).toBeGreaterThan(0);
    expect(missing).toEqual([]);
  });

  test("names code that exists", () => {
    const missing = rows.flatMap(({ id, code }) =>
      code.filter((file) => !fs.existsSync(path.join(ROOT, file))).map((file) => `${id}: ${file}`),
    );
    expect(missing).toEqual([]);
    expect(rows.filter(({ code }) => code.length === 0)).toEqual([]);
  });

  test("names tests that exist", () => {
    const missing = rows.filter(({ file, name }) => {
      if (!fs.existsSync(path.join(ROOT, file))) return true;
      const source = read(file);
      const calls = [`"${name}"`, `'${name}'`, `\`${name}\``];
      return !calls.some((call) => source.includes(`(${call}`) || source.includes(`(\n    ${call}`));
    });
    expect(missing.map(({ id, file, name }) => `${id}: ${file}: ${name}`)).toEqual([]);
  });
});
