import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Landform, LandformStack, StateBackend, tune } from "../../src/engine";

// Written by the measurement, beside the bundle of this file.
const { build } = require("./build.js") as { build(stack: LandformStack): void };

/** The engine without modules: what modules cost is the difference to it. */
tune();
const [outdir = "", count = "1"] = process.argv.slice(2);
const app = new Landform({ outdir });
for (let index = 0; index < Number(count); index++) {
  const stack = new LandformStack(app, `bench-${index}`, ">= 1.5.0");
  const location = { bucket: "b", region: "us-east-1", table: "t", encryptionKey: "alias/k" };
  new StateBackend(stack, { ...location, key: `${index}/terraform.tfstate` });
  new AwsProvider(stack, "aws", { region: "us-east-1", defaultTags: [{ tags: { Project: "bench" } }] });
  build(stack);
}
app.synth();
