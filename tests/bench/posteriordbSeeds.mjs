// The posteriors of posteriordb over many seeds: `npm run build && node tests/bench/posteriordbSeeds.mjs [seeds]`. For each the
// largest distance of a mean in Monte Carlo errors, how many are beyond 4 (0.006 % are to be expected), the largest
// log ratio of an sd to that of its reference, and how many are beyond what is tolerated.
import { readFileSync } from "node:fs";
import * as credence from "../../dist/index.js";
import { judge, reported } from "../inference/hamiltonian/posteriordb/judge.mjs";
import { DENSITIES, POSTERIORS } from "../inference/hamiltonian/posteriordb/posteriors.mjs";

const seeds = Number(process.argv[2] ?? 20);
const fixture = (name) =>
  JSON.parse(readFileSync(new URL(`../fixtures/posteriordb/${name}.json`, import.meta.url), "utf8"));
const references = fixture("references");

const rows = [];
for (const [name, posterior] of Object.entries(POSTERIORS)) {
  const problem = posterior.problem(fixture(posterior.file));
  const density = DENSITIES[posterior.density](problem);
  const found = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const run = { rng: credence.createRng(`seed ${seed}`).fork(name) };
    const sample = await credence.sampleDensity(density, posterior.options, run);
    found.push(...judge(credence, reported(sample, posterior, problem), references[name].values));
  }
  const row = {
    posterior: name,
    means: found.length,
    "largest |z|": Math.max(...found.map(({ z }) => Math.abs(z))).toFixed(2),
    "beyond 4": found.filter(({ z }) => Math.abs(z) >= 4).length,
    "largest |log sd ratio|": Math.max(...found.map(({ logRatio }) => Math.abs(logRatio))).toFixed(3),
    "beyond tolerance": found.filter((one) => Math.abs(one.logRatio) >= one.sdTolerance).length,
  };
  rows.push(row);
  process.stderr.write(`${Object.values(row).join("  ")}\n`);
}
console.table(rows);
