import { describe, expect, test } from "vitest";
import { exists, hasHeading, hasTest, named, quoted, tableRows } from "../../support/ledger";

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
const elsewhere = tableRows("docs/coverage.md", 3).map(([id = "", , how = ""]) => {
  const [, whose = "", more = ""] = /^(guide|later|none): (.+)$/.exec(how) ?? [];
  return { id, whose, how: more };
});

const rows = tableRows("docs/coverage.md", 4).map(([id = "", , code = "", proof = ""]) => ({
  id,
  code: quoted(code),
  ...named(proof),
}));

describe("the ledger", () => {
  test("has one row for every id in scope, and none for others", () => {
    expect([...rows, ...elsewhere].map(({ id }) => id).sort()).toEqual([...IN_SCOPE].sort());
  });

  test("names guides that exist", () => {
    const guides = elsewhere.filter(({ whose }) => whose === "guide").map(({ how }) => named(how));
    expect(guides.length).toBeGreaterThan(0);
    expect(guides.filter(({ file, title }) => !hasHeading(file, title))).toEqual([]);
    expect(elsewhere.filter(({ how }) => how === "")).toEqual([]);
  });

  test("names code that exists", () => {
    const missing = rows.flatMap(({ id, code }) =>
      code.filter((file) => !exists(file)).map((file) => `${id}: ${file}`),
    );
    expect(missing).toEqual([]);
    expect(rows.filter(({ code }) => code.length === 0)).toEqual([]);
  });

  test("names tests that exist", () => {
    const missing = rows.filter(({ file, title }) => !hasTest(file, title));
    expect(missing.map(({ id, file, title }) => `${id}: ${file}: ${title}`)).toEqual([]);
  });
});
