import fs from "node:fs";
import path from "node:path";
import { ROOT } from "../../src/cli/paths";

const read = (file: string) => fs.readFileSync(path.join(ROOT, file), "utf8");

/** Whether a file of the project is there. */
export const exists = (file: string): boolean => file !== "" && fs.existsSync(path.join(ROOT, file));

/** All words in back quotes: files, types of resources. */
export const quoted = (cell: string): string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, word]) => word ?? "");

/** Cells of every row of a document's tables that has so many of them; headings are words with a capital. */
export function tableRows(file: string, cells: number): string[][] {
  return read(file)
    .split("\n")
    .filter((line) => line.startsWith("| ") && line.endsWith(" |"))
    .map((line) => line.slice(2, -2).split(" | "))
    .filter((row) => row.length === cells && !row.every((cell) => /^[A-Z][a-z]+$/.test(cell)));
}

/** What a cell such as `` `file`: title `` names. */
export function named(cell: string): { readonly file: string; readonly title: string } {
  const [, file = "", title = ""] = /^`([^`]+)`: (.+)$/.exec(cell) ?? [];
  return { file, title };
}

/** Whether a file has a test of this title: that of the source, before `test.each` fills it in. */
export function hasTest(file: string, title: string): boolean {
  if (!exists(file)) return false;
  const source = read(file);
  if (file.endsWith(".py")) return source.includes(`  def ${title}(self`);
  const calls = [`"${title}"`, `'${title}'`, `\`${title}\``];
  return calls.some((call) => source.includes(`(${call}`) || source.includes(`(\n    ${call}`));
}

/** Whether a document has a heading. */
export function hasHeading(file: string, heading: string): boolean {
  if (!exists(file)) return false;
  const lines = read(file).split("\n");
  return lines.some((line) => line.startsWith("#") && line.replace(/^#+ /, "") === heading);
}
