// The benchmarks: `npm run bench -- [part of a name] [--processes 5] [--out results.json]`.
//
// Every benchmark runs in several fresh processes, one after the other and in turns, so that neither a lucky compilation
// nor a busy minute decides. Peers are installed beside this file, never with the package. Without a filter the results
// are written to reports/benchmarks/results.json, and the page is made from them; with --out they are written there alone.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { describeMachine, describePython, readLoad, warnIfBusy } from "./machine.mjs";
import { installPackages } from "./peers.mjs";
import { findStan } from "./stanPeers.mjs";
import { countGoals, middle, summarise } from "./summary.mjs";
import { printTable } from "./table.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "../..");
const { values, positionals } = parseArgs({
  options: { processes: { type: "string", default: "5" }, out: { type: "string" } },
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
const packages = installPackages();
const peers = { ...packages.versions, ...describePython() };
for (const name of packages.absent)
  console.log(`*** PEER ABSENT: ${name}. Install it with: npm ci --prefix tests/bench ***`);
for (const name of ["numpy", "torch"]) {
  if (peers[name] === undefined)
    console.log(`*** PEER ABSENT: no Python with ${name}. On Debian: apt-get install python3-${name} ***`);
}
const rstan = findStan();
if (rstan === undefined) {
  console.log("*** PEER ABSENT: no R with rstan. On Debian: apt-get install g++ r-cran-rstan r-cran-bh ***");
} else peers.rstan = rstan;
const before = readLoad();
const loads = [];
warnIfBusy(before, "before");

/** A sentence on each group. */
const abouts = {};
const benchmarks = await loadBenchmarks();
if (benchmarks.length === 0) throw new Error(`no benchmark has "${filter}" in its name`);
for (let round = 0; round < processes; round++) {
  for (const benchmark of benchmarks) {
    progress(`process ${round + 1} of ${processes}: ${benchmark.name}`);
    benchmark.samples.push(measure(benchmark));
    loads.push(readLoad());
  }
}
progress("");
const { kernels } = benchmarks[0].samples[0];
const load = { before, median: middle(loads), max: Math.max(...loads) };
const results = benchmarks.map(summarise);
console.log(
  `Kernels: ${kernels.name}${kernels.reason === undefined ? "" : ` (${kernels.reason})`}. Median [smallest - largest] of ${processes} processes. One thread unless a name says otherwise.`,
);
printTable(results);
warnIfBusy(load.median, "during");
const goals = countGoals(results);
console.log(`\n${goals.met} goals met, ${goals.missed.length} missed, ${goals.untried.length} not tried`);
for (const name of goals.missed) console.log(`  MISS: ${name}`);
for (const name of goals.untried) console.log(`  NOT TRIED: ${name}`);
if (values.out !== undefined) writeContent(values.out);
else if (filter === undefined) writeResults();

async function loadBenchmarks() {
  const found = [];
  for (const name of readdirSync(here).sort()) {
    if (!name.endsWith(".bench.mjs")) continue;
    const file = pathToFileURL(join(here, name)).href;
    const { group, about, benchmarks } = await import(file);
    if (about !== undefined) abouts[group] = about;
    for (const benchmark of benchmarks) {
      if (filter !== undefined && !`${group}: ${benchmark.name}`.includes(filter)) continue;
      found.push({ ...benchmark, group, file, samples: [] });
    }
  }
  return found;
}

function measure({ file, name }) {
  const program = [join(here, "measure.mjs"), file, name];
  const { status, stdout, stderr } = spawnSync(process.execPath, program, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${name} failed:\n${stderr}`);
  // Peers may greet on the way.
  return JSON.parse(stdout.trim().split("\n").at(-1));
}

function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

/** Everything that is known of this run. */
function writeContent(path) {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const content = {
    credence: version,
    machine,
    peers,
    kernels,
    load,
    processes,
    groups: abouts,
    benchmarks: results,
  };
  writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`);
  console.log(`\nWritten to ${path}`);
}

function writeResults() {
  const folder = join(root, "reports/benchmarks");
  mkdirSync(folder, { recursive: true });
  writeContent(join(folder, "results.json"));
  spawnSync(process.execPath, [join(root, "scripts/benchmarkPage.mjs")], { stdio: "inherit" });
}
