// Loads a bundled program, after bundling it anew when a source is newer than the bundle.
const fs = require("node:fs");
const path = require("node:path");

const root = path.join(__dirname, "..");
const sources = ["main.ts", "environments", "modules", "src", "tools/build.js", "package-lock.json"];

/** Newest modification time below a path, in milliseconds. */
function newest(entry) {
  const stat = fs.statSync(entry);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...fs.readdirSync(entry).map((name) => newest(path.join(entry, name))));
}

/** The exports of dist/<program>.js, built from today's sources. */
async function load(program) {
  const bundle = path.join(root, "dist", `${program}.js`);
  const built = fs.existsSync(bundle) ? fs.statSync(bundle).mtimeMs : 0;
  if (sources.some((source) => newest(path.join(root, source)) > built))
    await require("../tools/build.js").build();
  return require(bundle);
}

/** Runs a program; whatever it refuses goes to standard error without a stack trace. */
function run(program, start) {
  load(program)
    .then(start)
    .catch((error) => {
      process.stderr.write(`${process.env.LANDFORM_DEBUG ? error.stack : error.message}\n`);
      process.exitCode = 1;
    });
}

module.exports = { run };
