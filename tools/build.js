// Bundles the two programs into dist/. esbuild only strips types: `npm run types` checks them.
const esbuild = require("esbuild");
const path = require("node:path");

const root = path.join(__dirname, "..");

/** cdktf loads the zip library eagerly (a fifth of a small synthesis); the engine refuses archive assets. */
const withoutArchiver = {
  name: "without-archiver",
  setup(build) {
    build.onResolve({ filter: /^archiver$/ }, () => ({ path: "archiver", namespace: "stub" }));
    build.onLoad({ filter: /.*/, namespace: "stub" }, () => ({
      contents:
        'module.exports = () => { throw new Error("archive assets are not supported: zip the files yourself"); };',
    }));
  },
};

/** @returns {void} writes dist/main.js (the App) and dist/landform.js (the commands) */
function build() {
  return esbuild.build({
    absWorkingDir: root,
    entryPoints: { main: "main.ts", landform: "src/cli/landform.ts" },
    outdir: path.join(root, "dist"),
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    logLevel: "warning",
    plugins: [withoutArchiver],
    define: { "process.env.NODE_ENV": '"production"' },
  });
}

module.exports = { build };

if (require.main === module) build().catch(() => process.exit(1));
