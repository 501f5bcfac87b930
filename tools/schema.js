// `npm run schema`: writes src/export/schema.jsonl anew, from what the providers say of themselves.
const path = require("node:path");
const { bundle } = require("./build.js");

const dist = path.join(__dirname, "../dist");

bundle({ schema: "src/cli/schema.ts" }, dist)
  .then(() => require("../dist/schema.js").writeSchema())
  .catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
