// `npm run bench`: what synthesis costs, against cdktf alone and against bare constructs, and what export costs, in CPU time. All programs take
// turns, so that a busy machine slows all of them. Exits with 1 when a limit is missed by more than what measuring costs.
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { bundle } = require("../build.js");
const { archivesIn, generate, read } = require("./generate.js");

const ROOT = path.join(__dirname, "../..");
const FOLDER = path.join(ROOT, "dist/bench");
/** As many rounds as it takes for the least of each program to settle: a busy neighbour may slow all of the first ones. */
const ROUNDS = { least: 7, most: 20 };
const MANY = 60;

const LIMITS = [
  { what: "one stack, against cdktf alone", of: ["ours", 1], to: ["plain", 1], max: 0.65 },
  { what: `${MANY} stacks, against cdktf alone`, of: ["ours", MANY], to: ["plain", MANY], max: 0.4 },
  { what: `${MANY} stacks, against one`, of: ["ours", MANY], to: ["ours", 1], max: 8 },
  {
    what: `modules, against bare constructs, ${MANY} stacks`,
    of: ["ours", MANY],
    to: ["bare", MANY],
    max: 1.25,
  },
];
/** What writing this project's stacks as HCL adds to their synthesis, as a share of it. */
const EXPORT = { what: "HCL of all stacks, against their synthesis", max: 1 };
const MEMORY_MIB = 130;
/** Two measurements of one and the same program differ by as much on a machine that others use too. */
const TOLERANCE = 1.1;

async function main() {
  fs.mkdirSync(FOLDER, { recursive: true });
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "landform-bench-"));
  try {
    await bundle({ ours: "tools/bench/ours.ts", all: "tools/bench/all.ts" }, FOLDER);
    await prepare(scratch);
    const results = measure(scratch);
    process.exitCode = report(results) ? 0 : 1;
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

/** Writes the bare program, and makes sure that all three programs make the same resources. */
async function prepare(scratch) {
  run("ours", 1, scratch);
  const folder = (program) => path.join(scratch, program, "stacks", stackOf(program));
  const config = (program) => read(path.join(folder(program), "cdk.tf.json"));
  fs.writeFileSync(path.join(FOLDER, "build.js"), generate(config("ours"), archivesIn(folder("ours"))));
  await bundle({ bare: "tools/bench/bare.ts" }, FOLDER, { "./build.js": path.join(FOLDER, "build.js") });
  const wanted = resources(config("ours"));
  for (const program of ["plain", "bare"]) {
    run(program, 1, scratch);
    const made = resources(config(program));
    if (made !== wanted) throw new Error(`the program ${program} makes other resources`);
  }
  const archives = (program) => JSON.stringify(archivesIn(folder(program)));
  if (archives("bare") !== archives("ours")) throw new Error("the program bare makes other archives");
}

const stackOf = (program) => (program === "ours" ? "bench-n0" : "bench-0");

/** Type, name and content of every resource, as one text. */
function resources({ resource, data }) {
  return JSON.stringify([resource, data], (key, value) => (key === "//" ? undefined : value));
}

function run(program, count, scratch) {
  const outdir = path.join(scratch, program);
  fs.rmSync(outdir, { recursive: true, force: true });
  const usage = path.join(scratch, "usage.json");
  const file = program === "plain" ? path.join(__dirname, "plain.js") : path.join(FOLDER, `${program}.js`);
  const args = program === "plain" ? [path.join(FOLDER, "build.js"), outdir, count] : [outdir, count];
  execFileSync(process.execPath, ["-r", path.join(__dirname, "usage.js"), file, ...args.map(String)], {
    env: { ...process.env, BENCH_USAGE: usage, CI: "1" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  return read(usage);
}

function measure(scratch) {
  const results = new Map();
  const programs = [
    ...new Set(LIMITS.flatMap(({ of, to }) => [of.join(), to.join()])),
    "all,synth",
    "all,export",
  ];
  for (let round = 1; round <= ROUNDS.most; round++) {
    for (const key of programs) {
      const [program, count] = key.split(",");
      // Far from its limits, and slow.
      if (program === "plain" && round > ROUNDS.least) continue;
      results.set(key, [...(results.get(key) ?? []), run(program, count, scratch)]);
    }
    if (round >= ROUNDS.least && lines(results).every(kept)) break;
  }
  return results;
}

/** Other programs on the machine only ever add to what a run takes: the least of all rounds is nearest to the truth. */
const least = (runs, key) => Math.min(...runs.map((run) => run[key]));

const cpu = (results, key) => least(results.get(key.join()), "cpuMs");

function lines(results) {
  const ratios = LIMITS.map(({ of, to, ...limit }) => ({
    ...limit,
    value: cpu(results, of) / cpu(results, to),
    unit: "x",
  }));
  const synth = cpu(results, ["all", "synth"]);
  const added = (cpu(results, ["all", "export"]) - synth) / synth;
  const memory = Math.max(...results.get(["ours", MANY].join()).map(({ rssMiB }) => rssMiB));
  return [
    ...ratios,
    { ...EXPORT, value: added, unit: "x" },
    { what: `memory of ${MANY} stacks`, value: memory, max: MEMORY_MIB, unit: " MiB" },
  ];
}

const kept = ({ value, max }) => value <= max;
const isClose = ({ value, max }) => value <= max * TOLERANCE;

function report(results) {
  for (const [key, runs] of results) {
    const [program, count] = key.split(",");
    const line = [
      program === "all" ? `all, ${count}`.padEnd(17) : `${program.padEnd(6)} ${count.padStart(3)} stacks`,
      `${cpu(results, [key]).toFixed(0).padStart(6)} ms cpu`,
    ];
    console.log(
      `${line.join("  ")}  ${least(runs, "rssMiB").toFixed(0).padStart(4)} MiB  (${runs.length} rounds)`,
    );
  }
  for (const line of lines(results)) {
    const { what, value, max, unit } = line;
    console.log(
      `${kept(line) ? "ok    " : isClose(line) ? "close " : "MISSED"} ${what}: ${value.toFixed(2)}${unit} (limit ${max}${unit})`,
    );
  }
  return lines(results).every(isClose);
}

main();
