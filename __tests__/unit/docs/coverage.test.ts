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
  "001-188",
  ...range("S001-", 1, 36, 2),
];

const rows = [
  ...read("docs/coverage.md").matchAll(/^\| (S?\d{3}-\d+) \| (.+?) \| (.+?) \| `(.+?)`: (.+?) \|$/gm),
].map(([, id = "", what = "", code = "", file = "", name = ""]) => ({
  id,
  what,
  code: [...code.matchAll(/`([^`]+)`/g)].map(([, one]) => one ?? ""),
  file,
  name,
}));

describe("the ledger", () => {
  test("has one row for every id in scope, and none for others", () => {
    expect(rows.map(({ id }) => id).sort()).toEqual([...IN_SCOPE].sort());
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
