// What the two programs are made of, and a digest of it: whether a bundle is of today's sources decides nothing but this.
const crypto = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

/** Files and folders that a bundle depends on, the way it is made included. Read anew at every start: all of it takes 5 ms. */
const SOURCES = [
  "main.ts",
  "environments",
  "modules",
  "src",
  "tools/build.js",
  "tools/sources.js",
  "package-lock.json",
  "tsconfig.json",
  "tsconfig.program.json",
];

/** Paths of all files below a path, in an order that is the same on every machine; none where nothing is. */
function filesBelow(root, entry) {
  const stat = fs.statSync(path.join(root, entry), { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [entry];
  const names = fs.readdirSync(path.join(root, entry)).sort();
  return names.flatMap((name) => filesBelow(root, `${entry}/${name}`));
}

/** Digest over the paths and contents of all sources: times decide nothing, since an old file may come back. */
function digest(root) {
  const hash = crypto.createHash("sha256");
  for (const file of SOURCES.flatMap((entry) => filesBelow(root, entry))) {
    const content = fs.readFileSync(path.join(root, file));
    // With its length, the content of one file cannot be taken for the path of the next.
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

module.exports = { digest };
