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
  "main.ts",
  "src/export",
  "src/cli",
];

function sources(entry: string): string[] {
  const file = path.join(ROOT, entry);
  if (!fs.statSync(file).isDirectory()) return entry.endsWith(".ts") ? [entry] : [];
  return fs.readdirSync(file).flatMap((name) => sources(path.join(entry, name)));
}

const all = LAYERS.flatMap(sources);
const text = (file: string) => fs.readFileSync(path.join(ROOT, file), "utf8");
const layerOf = (file: string) =>
  LAYERS.findIndex((layer) => file === layer || `${file}.ts` === layer || file.startsWith(`${layer}/`));
const imports = (file: string) =>
  [...text(file).matchAll(/^(?:import|export)\b[^;]*? from "([^"]+)"/gms)].map(([, from]) => from as string);

test("imports point down", () => {
  expect(all.length).toBeGreaterThan(60);
  const upward = all.flatMap((file) =>
    imports(file)
      .filter((from) => from.startsWith("."))
      .map((from) => path.join(path.dirname(file), from))
      .filter((target) => layerOf(target) > layerOf(file))
      .map((target) => `${file} imports ${target}`),
  );
  expect(upward).toEqual([]);
});

test("modules and platforms import each other's index, not their insides", () => {
  const inside = all
    .filter((file) => file.startsWith("environments/"))
    .flatMap((file) =>
      imports(file)
        .filter((from) => /\/(modules|src)\/\w+\/./.test(from))
        .map((from) => `${file} imports ${from}`),
    );
  expect(inside).toEqual([]);
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

test("files stay readable", () => {
  const long = [...all, ...sources("__tests__"), ...sources("tools")].filter(
    (file) => text(file).split("\n").length > 300,
  );
  expect(long).toEqual([]);
});
