import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import scripts from "../../../package.json";
import { ROOT } from "../../../src/cli/paths";

/** Documents that people read: everything but what is installed or generated. */
function documents(folder = ROOT): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory())
      return /^(node_modules|dist|cdktf\.out|\..*)$/.test(entry.name) ? [] : documents(file);
    return entry.name.endsWith(".md") ? [file] : [];
  });
}

const blocks = (text: string, language: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms"))].map(([, code]) => code ?? "");

test("every module and platform has a README", () => {
  const folders = ["modules", "environments"].flatMap((parent) =>
    fs
      .readdirSync(path.join(ROOT, parent), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => path.join(parent, entry.name, "README.md")),
  );
  expect(folders.filter((file) => !fs.existsSync(path.join(ROOT, file)))).toEqual([]);
});

test("every block of TypeScript compiles", () => {
  // One level below the project, as the blocks' imports say.
  const folder = path.join(ROOT, ".docs-check");
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder);
  try {
    const written = documents().flatMap((file) =>
      blocks(fs.readFileSync(file, "utf8"), "ts").map((code, index) => {
        const name = `${path.relative(ROOT, file).replace(/\W/g, "_")}_${index}.ts`;
        fs.writeFileSync(path.join(folder, name), `${code}\nexport {};\n`);
        return name;
      }),
    );
    expect(written.length).toBeGreaterThan(15);
    const config = {
      extends: "../tsconfig.json",
      // Examples make things that they do not use further.
      compilerOptions: { noUnusedLocals: false },
      include: ["*.ts", "../__tests__/support/docs-globals.d.ts"],
    };
    fs.writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify(config));
    const tsc = path.join(ROOT, "node_modules/typescript/bin/tsc");
    try {
      execFileSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" });
    } catch (error) {
      throw new Error((error as { stdout: string }).stdout);
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});

test("every command that the documents name exists", () => {
  const help = execFileSync(process.execPath, [path.join(ROOT, "bin/landform.js"), "--help"], {
    encoding: "utf8",
  });
  const known = new Set([...help.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name));
  const named = documents().flatMap((file) =>
    [...fs.readFileSync(file, "utf8").matchAll(/npx landform (\w+)/g)].map(([, name]) => name),
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
  const run = documents().flatMap((file) =>
    [...fs.readFileSync(file, "utf8").matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name),
  );
  expect(run.filter((name) => !((name as string) in scripts.scripts))).toEqual([]);
});

test("every link inside the project leads somewhere", () => {
  const broken = documents().flatMap((file) =>
    [...fs.readFileSync(file, "utf8").matchAll(/\]\((?!https?:)([^)#]+)/g)]
      .map(([, target]) => path.resolve(path.dirname(file), target as string))
      .filter((target) => !fs.existsSync(target)),
  );
  expect(broken).toEqual([]);
});
