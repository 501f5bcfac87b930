// Bundles the two programs into dist/: main.js (the App) and landform.js (the commands). esbuild only strips types, so
// TypeScript checks the same sources at the same time: what does not compile becomes no bundle, and so no Terraform.
const { execFile } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { digest } = require("./sources");

const ROOT = path.join(__dirname, "..");
const TSC = path.join(ROOT, "node_modules/typescript/bin/tsc");
const DIST = "dist";
const PROGRAMS = { main: "main.ts", landform: "src/cli/landform.ts" };

/** cdktf loads the zip library eagerly (a fifth of a small synthesis); the engine refuses archive assets. */
const withoutArchiver = {
  name: "without-archiver",
  setup(build) {
    build.onResolve({ filter: /^archiver$/ }, () => ({ path: "archiver", namespace: "stub" }));
    build.onLoad({ filter: /.*/, namespace: "stub" }, () => ({
      contents:
        'module.exports = () => { throw new Error("archive assets are not supported: use ZipAsset"); };',
    }));
  },
};

/**
 * @param {Record<string, string>} entryPoints source files by the name of their bundle
 * @param {string} outdir
 * @param {Record<string, string>} [alias] modules that are elsewhere
 * @param {import("esbuild").BuildOptions} [options] of esbuild, besides
 */
function bundle(entryPoints, outdir, alias = {}, options = {}) {
  const elsewhere = {
    name: "elsewhere",
    setup(build) {
      build.onResolve({ filter: /^\.\// }, ({ path: wanted }) =>
        wanted in alias ? { path: alias[wanted] } : undefined,
      );
    },
  };
  // Not at the top: a start that finds its bundle loads no bundler.
  return require("esbuild").build({
    absWorkingDir: ROOT,
    entryPoints,
    outdir,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    logLevel: "warning",
    plugins: [withoutArchiver, elsewhere],
    define: { "process.env.NODE_ENV": '"production"' },
    ...options,
  });
}

/** First line of a bundle: which sources it is of. In the file itself, so that the two cannot be of different builds. */
const stamp = (sources) => `// sources: ${sources}\n`;

function isOf(sources, file) {
  if (!fs.existsSync(file)) return false;
  const wanted = Buffer.from(stamp(sources));
  const found = Buffer.alloc(wanted.length);
  const opened = fs.openSync(file, "r");
  try {
    fs.readSync(opened, found);
  } finally {
    fs.closeSync(opened);
  }
  return found.equals(wanted);
}

/** @throws Error with what TypeScript says; the tests and tools are no part of the programs */
function checkTypes(root) {
  const args = [TSC, "-p", path.join(root, "tsconfig.program.json"), "--noEmit", "--pretty", "false"];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: root, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${stdout}${stderr}`.trimEnd() || error.message));
      else resolve();
    });
  });
}

/**
 * Checks and bundles the programs of a project. Each is put into place whole, as the last thing: other commands may be
 * starting at the same time, and a refusal leaves dist/ as it was.
 * @throws Error with what TypeScript, or else esbuild, refuses
 */
async function build(root = ROOT) {
  const sources = digest(root);
  const dist = path.join(root, DIST);
  fs.mkdirSync(dist, { recursive: true });
  const fresh = fs.mkdtempSync(path.join(dist, "build-"));
  try {
    const options = { absWorkingDir: root, banner: { js: stamp(sources).trimEnd() }, logLevel: "silent" };
    // Both to their end, before the folder goes; a syntax error is told by the first only.
    const [types, bundled] = await Promise.allSettled([
      checkTypes(root),
      bundle(PROGRAMS, fresh, {}, options),
    ]);
    for (const { reason } of [types, bundled]) if (reason) throw reason;
    for (const { text } of bundled.value.warnings) process.stderr.write(`warning: ${text}\n`);
    // Somebody saved a file meanwhile: what was checked may be something else than what was bundled.
    if (digest(root) !== sources) return await build(root);
    for (const file of fs.readdirSync(fresh)) fs.renameSync(path.join(fresh, file), path.join(dist, file));
  } finally {
    fs.rmSync(fresh, { recursive: true, force: true });
  }
}

/**
 * Path of the bundle of a program, made anew exactly when it is not of today's sources.
 * @param {keyof typeof PROGRAMS} program
 * @throws Error as `build`
 */
async function upToDate(program, root = ROOT) {
  const file = path.join(root, DIST, `${program}.js`);
  if (!isOf(digest(root), file)) await build(root);
  return file;
}

module.exports = { build, bundle, upToDate };

if (require.main === module) {
  build().catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}
