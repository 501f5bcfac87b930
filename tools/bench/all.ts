import fs from "node:fs";
import path from "node:path";
import { environments } from "../../environments";
import { Landform, tune } from "../../src/engine";
import { exportStack, Schema } from "../../src/export";

/** This project's stacks, as JSON or, as `landform export` does it, as JSON and then as HCL. */
tune();
const [outdir = "", what = "synth"] = process.argv.slice(2);
const app = new Landform({ outdir });
for (const environment of environments) environment(app);
app.synth();
if (what === "export") {
  const schema = new Schema(fs.readFileSync("src/export/schema.jsonl", "utf8"));
  for (const { node } of app.stacks) {
    const config = JSON.parse(fs.readFileSync(path.join(outdir, "stacks", node.id, "cdk.tf.json"), "utf8"));
    const { files } = exportStack(config, node.id, schema);
    const folder = path.join(outdir, "hcl", node.id);
    fs.mkdirSync(folder, { recursive: true });
    for (const [file, text] of files) fs.writeFileSync(path.join(folder, file), text);
  }
}
