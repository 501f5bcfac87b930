import { Landform, tune } from "../../src/engine";
import { BenchPlatform } from "./platform";

/** This project's way: the platform, as many times as asked. */
tune();
const [outdir = "", count = "1"] = process.argv.slice(2);
const app = new Landform({ outdir });
for (let index = 0; index < Number(count); index++) new BenchPlatform(app, index);
app.synth();
