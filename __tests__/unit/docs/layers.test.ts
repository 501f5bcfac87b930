import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../../../src/cli/paths";

/** From bottom to top: a file may import from its own layer and from those below. */
const LAYERS = [
  "src/hcl",
  "src/engine",
  "src/core",
  "modules",
  "environments",
  "src/lock",
  "main.ts",
  "src/export",
  "src/cli",
];

/** The floors of `modules/`, from bottom to top. Those of one line do not know each other. */
const FLOORS = [
  ["security"],
  ["messaging"],
  ["monitoring"],
  ["networking"],
  ["storage"],
  ["database", "cache"],
  ["edge"],
  ["load-balancing"],
  ["compute"],
  ["state"],
];

function files(entry: string, ending: RegExp): string[] {
  const file = path.join(ROOT, entry);
  if (!fs.statSync(file).isDirectory()) return ending.test(entry) ? [entry] : [];
  return fs.readdirSync(file).flatMap((name) => files(path.join(entry, name), ending));
}

const folders = (parent: string) =>
  fs
    .readdirSync(path.join(ROOT, parent), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

const all = LAYERS.filter((layer) => fs.existsSync(path.join(ROOT, layer))).flatMap((layer) =>
  files(layer, /\.ts$/),
);
const text = (file: string) => fs.readFileSync(path.join(ROOT, file), "utf8");
const isIn = (file: string, folder: string) => file === folder || file.startsWith(`${folder}/`);
const layerOf = (file: string) => LAYERS.findIndex((layer) => isIn(file, layer) || isIn(`${file}.ts`, layer));

/** Whatever a file takes from another, be it a type only. */
const imports = (file: string) =>
  [...text(file).matchAll(/\b(?:from|import|require)\b\s*\(?\s*"([^"]+)"/g)].map(
    ([, from]) => from as string,
  );

interface Import {
  readonly from: string;
  /** As it is written, relative to the project: a folder, or a file without its ending. */
  readonly to: string;
}

const internal: readonly Import[] = all.flatMap((from) =>
  imports(from)
    .filter((to) => to.startsWith("."))
    .map((to) => ({ from, to: path.join(path.dirname(from), to) })),
);
const told = (found: readonly Import[]) => found.map(({ from, to }) => `${from} imports ${to}`);

/** The folder that a file belongs to, with an index for all others: `src/engine` for all that is below it. */
function unitOf(file: string): string {
  const [parent = "", name] = file.split("/");
  const isFolder =
    name && fs.statSync(path.join(ROOT, parent, name), { throwIfNoEntry: false })?.isDirectory();
  return isFolder ? `${parent}/${name}` : parent;
}

const moduleOf = (file: string) => (isIn(file, "modules") ? file.split("/")[1] : undefined);

test("imports point down", () => {
  expect(all.length).toBeGreaterThan(60);
  expect(internal.length).toBeGreaterThan(200);
  expect(folders("src").filter((name) => !LAYERS.includes(`src/${name}`))).toEqual([]);
  expect(told(internal.filter(({ from, to }) => layerOf(to) > layerOf(from) || layerOf(to) < 0))).toEqual([]);
});

test("the commands and the export know no modules", () => {
  const readers = internal.filter(({ from }) => isIn(from, "src/cli") || isIn(from, "src/export"));
  expect(told(readers.filter(({ to }) => isIn(to, "modules")))).toEqual([]);
});

test("modules import from floors below their own", () => {
  const floorOf = (name: string) => FLOORS.findIndex((floor) => floor.includes(name));
  expect(folders("modules").filter((name) => floorOf(name) < 0)).toEqual([]);
  const upward = internal.filter(({ from, to }) => {
    const [own, other] = [moduleOf(from), moduleOf(to)];
    return own && other && own !== other && floorOf(other) >= floorOf(own);
  });
  expect(told(upward)).toEqual([]);
});

test("what is in another folder is imported through its index", () => {
  const past = internal.filter(({ from, to }) => {
    const unit = unitOf(to);
    return !isIn(to, unitOf(from)) && to !== unit && to !== "main";
  });
  expect(told(past)).toEqual([]);
});

test("no file imports itself by way of others", () => {
  const fileOf = (to: string) => [`${to}.ts`, `${to}/index.ts`].find((file) => all.includes(file));
  const next = new Map<string, string[]>(all.map((file) => [file, []]));
  for (const { from, to } of internal) next.get(from)?.push(fileOf(to) ?? `${to}, which is not there`);
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]) => {
    if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(" → "));
    if (way.includes(file) || done.has(file)) return;
    for (const other of next.get(file) ?? []) visit(other, [...way, file]);
    done.add(file);
  };
  for (const file of all) visit(file, []);
  expect(circles).toEqual([]);
  expect([...done].filter((file) => file.endsWith("not there"))).toEqual([]);
});

test("only the engine knows cdktf", () => {
  const others = all.filter(
    (file) => !file.startsWith("src/engine/") && imports(file).some((from) => /^cdktf(\/|$)/.test(from)),
  );
  expect(others).toEqual([]);
});

test("only main.ts and the commands read arguments and environment variables", () => {
  const readers = all.filter(
    (file) => /process\.(env|argv)/.test(text(file)) && layerOf(file) < layerOf("main.ts"),
  );
  expect(readers).toEqual(["src/engine/app.ts"]);
});

test("no environment's name decides anything: whatever is compared with one is a tier", () => {
  const comparisons = all.flatMap((file) =>
    [
      ...text(file).matchAll(
        /(\S+)\s*(?:===|!==)\s*"(?:prod|production|staging|dev|development|state|registry)"/g,
      ),
    ].map(([, left]) => `${file}: ${left}`),
  );
  expect(comparisons.length).toBeGreaterThan(0);
  expect(comparisons.filter((comparison) => !/[. (]tier$/.test(comparison))).toEqual([]);
});

/** What is for any platform: texts of all kinds, the providers' own left out. */
const common = ["modules", "src", "tools", "bin"].flatMap((entry) => files(entry, /\.(ts|js|py|go|md)$/));

test("only environments and their documents speak of a document's ids and of products", () => {
  const ids = /\b(S?00[0-4]-\d{2,3}|Z-\d{2,3})\b/;
  const products = /takeoff|craft-?marketplace|tattoo|mantis|safe-?job|celery/i;
  const speaking = common.flatMap((file) =>
    [file, ...text(file).split("\n")].flatMap((line, number) => {
      const word = ids.exec(line)?.[0] ?? products.exec(line)?.[0];
      return word ? [`${file}:${number}: ${word}`] : [];
    }),
  );
  expect(speaking).toEqual([]);
});

test("files stay readable", () => {
  const long = [
    ...all,
    ...files("__tests__", /\.ts$/),
    ...common.filter((file) => !file.endsWith(".md")),
  ].filter((file) => text(file).split("\n").length > 300);
  expect([...new Set(long)]).toEqual([]);
});
