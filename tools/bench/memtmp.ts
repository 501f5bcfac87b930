import { Takeoff } from "../../environments/takeoff/platform";
import { choices, environment } from "../../environments/takeoff/production";
import { Landform, tune } from "../../src/engine";

tune();
declare const gc: () => void;
const m = (l: string) => {
  gc();
  const u = process.memoryUsage();
  console.log(l, (u.heapUsed / 2 ** 20).toFixed(0), (u.rss / 2 ** 20).toFixed(0));
};
m("start");
const app = new Landform({ outdir: "/tmp/prof/out" });
for (let index = 0; index < 60; index++)
  new Takeoff(app, { ...environment, name: `bench-${index}` }, choices);
m("built");
app.synth();
m("synth");
require("node:v8").writeHeapSnapshot("/tmp/prof/synth.heapsnapshot");
