import { Takeoff } from "../../environments/takeoff/platform";
import { choices, environment } from "../../environments/takeoff/staging";
import { Landform, tune } from "../../src/engine";

/** This project's way: takeoff, as many times as asked. */
tune();
const [outdir = "", count = "1"] = process.argv.slice(2);
const app = new Landform({ outdir });
for (let index = 0; index < Number(count); index++)
  new Takeoff(app, { ...environment, name: `bench-${index}` }, choices);
app.synth();
