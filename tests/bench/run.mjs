// The benchmarks: `npm run bench -- [part of a name] [--processes 5]`.
//
// Every benchmark runs in several fresh processes, one after the other and in turns, so that neither a lucky compilation
// nor a busy minute decides. Peers are installed beside this file, never with the package. Without a filter the results
// are written to reports/benchmarks/results.json.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "../..");
const { values, positionals } = parseArgs({
  options: { processes: { type: "string", default: "5" } },
  allowPositionals: true,
});
const filter = positionals[0];
const processes = Number(values.processes);
if (!Number.isInteger(processes) || processes < 1) {
  throw new Error(`--processes must be a whole number of at least 1, got ${values.processes}`);
}

const machine = describeMachine();
console.log(
  `${machine.cpu} · ${machine.cores} cores · ${machine.memory} · ${machine.platform} · Node ${machine.node} (V8 ${machine.v8})`,
);
console.log(
  `Median [smallest-largest] of ${processes} processes. One thread unless a name says otherwise.\n`,
);
const absent = installPeers();
const load = { before: reportLoad("before") };

const benchmarks = await loadBenchmarks();
if (benchmarks.length === 0) throw new Error(`no benchmark has "${filter}" in its name`);
for (let round = 0; round < processes; round++) {
  for (const benchmark of benchmarks) {
    benchmark.samples.push(measure(benchmark));
    progress(`process ${round + 1} of ${processes}: ${benchmark.name}`);
  }
}
progress("");
const results = benchmarks.map(summarise);
printTable(results);
load.after = reportLoad("after");
if (filter === undefined) writeResults(results);

function describeMachine() {
  const [cpu] = cpus();
  return {
    cpu: cpu?.model ?? "unknown processor",
    cores: cpus().length,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    v8: process.versions.v8,
  };
}

/** The number of processes that wanted a processor in the last minute; other people's work makes every figure too large. */
function reportLoad(when) {
  const [load] = loadavg();
  // Our own process counts as one once it has run.
  const others = load - (when === "after" ? 1 : 0);
  if (others > 0.5)
    console.log(`\n*** THE MACHINE WAS BUSY ${when} the benchmarks: load ${load.toFixed(1)} ***`);
  return load;
}

/** Installs the peers once; returns the names of those that are not there. */
function installPeers() {
  const { dependencies } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
  if (!existsSync(join(here, "node_modules"))) {
    try {
      execFileSync("npm", ["ci", "--no-audit", "--no-fund", "--prefix", here], { stdio: "ignore" });
    } catch {
      // Reported below, by what is missing.
    }
  }
  const missing = Object.keys(dependencies).filter((name) => !existsSync(join(here, "node_modules", name)));
  if (missing.length > 0) {
    console.log(`*** PEERS ABSENT: ${missing.join(", ")}. What is compared with them is left out. ***`);
    console.log("*** Install them with: npm ci --prefix tests/bench ***\n");
  }
  return missing;
}

async function loadBenchmarks() {
  const found = [];
  for (const name of readdirSync(here).sort()) {
    if (!name.endsWith(".bench.mjs")) continue;
    const file = pathToFileURL(join(here, name)).href;
    for (const benchmark of (await import(file)).benchmarks) {
      const wanted = filter === undefined || benchmark.name.includes(filter);
      const possible = !(benchmark.peers ?? []).some((peer) => absent.includes(peer));
      if (wanted && possible) found.push({ ...benchmark, file, samples: [] });
    }
  }
  return found;
}

function measure({ file, name }) {
  const program = [join(here, "measure.mjs"), file, name];
  const { status, stdout, stderr } = spawnSync(process.execPath, program, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${name} failed:\n${stderr}`);
  return JSON.parse(stdout);
}

/** Over the processes: the first call, later calls, and the ratio to the reference within each process. */
function summarise({ name, samples, goal, work, reference }) {
  const result = {
    name,
    first: spread(samples.map(({ own }) => own.first)),
    later: spread(samples.map(({ own }) => own.later)),
  };
  if (work !== undefined) {
    result.per = { unit: work.unit, nanoseconds: (result.later.median / work.amount) * 1e9 };
  }
  if (reference !== undefined) {
    result.reference = {
      name: reference.name,
      later: spread(samples.map((sample) => sample.reference.later)),
    };
    result.ratio = spread(samples.map((sample) => sample.own.later / sample.reference.later));
  }
  if (goal !== undefined) {
    const value = goal.seconds !== undefined ? result.later.median : result.ratio.median;
    result.goal = { ...goal, met: value < (goal.seconds ?? goal.ratio) };
  }
  return result;
}

function spread(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, min: sorted[0], max: sorted.at(-1) };
}

function printTable(results) {
  const rows = [["benchmark", "first call", "later calls", "", "goal", ""]];
  for (const { name, first, later, per, reference, ratio, goal } of results) {
    rows.push([
      name,
      showSpread(first),
      showSpread(later),
      per === undefined ? "" : `${per.nanoseconds.toFixed(0)} ns per ${per.unit}`,
      goal?.seconds === undefined ? "" : `< ${goal.seconds} s`,
      goal?.seconds === undefined ? "" : verdict(goal),
    ]);
    if (reference === undefined) continue;
    rows.push([
      `  against ${reference.name}`,
      "",
      showSpread(reference.later),
      `ratio ${ratio.median.toPrecision(3)} [${ratio.min.toPrecision(3)}-${ratio.max.toPrecision(3)}]`,
      goal?.ratio === undefined ? "" : `< ${goal.ratio}`,
      goal?.ratio === undefined ? "" : verdict(goal),
    ]);
  }
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows) {
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join("  ")
        .trimEnd(),
    );
  }
}

function verdict(goal) {
  return goal.met ? "pass" : "MISS";
}

function showSpread({ median, min, max }) {
  return `${median.toFixed(3)} s [${min.toFixed(3)}-${max.toFixed(3)}]`;
}

function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

function writeResults(results) {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const folder = join(root, "reports/benchmarks");
  mkdirSync(folder, { recursive: true });
  const content = { credence: version, machine, load, processes, unit: "seconds", benchmarks: results };
  writeFileSync(join(folder, "results.json"), `${JSON.stringify(content, null, 2)}\n`);
  console.log("\nWritten to reports/benchmarks/results.json");
}
