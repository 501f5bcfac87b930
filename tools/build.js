// Bundles the two programs into dist/. esbuild only strips types: `npm run types` checks them.
const esbuild = require("esbuild");
const fs = require("node:fs");
const path = require("node:path");

const ROOT = path.join(__dirname, "..");

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
 */
function bundle(entryPoints, outdir, alias = {}) {
  const elsewhere = {
    name: "elsewhere",
    setup(build) {
      build.onResolve({ filter: /^\.\// }, ({ path: wanted }) =>
        wanted in alias ? { path: alias[wanted] } : undefined,
      );
    },
  };
  return esbuild.build({
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
  });
}

/**
 * Writes dist/main.js (the App) and dist/landform.js (the commands). Each is put into place whole: other commands may
 * be starting at the same time.
 */
async function build() {
  const dist = path.join(ROOT, "dist");
  fs.mkdirSync(dist, { recursive: true });
  const fresh = fs.mkdtempSync(path.join(dist, "build-"));
  try {
    await bundle({ main: "main.ts", landform: "src/cli/landform.ts" }, fresh);
    for (const file of fs.readdirSync(fresh)) fs.renameSync(path.join(fresh, file), path.join(dist, file));
  } finally {
    fs.rmSync(fresh, { recursive: true, force: true });
  }
}

module.exports = { build, bundle };

if (require.main === module) build().catch(() => process.exit(1));
