// Effective draws per second beside Stan, on the posteriors of posteriordb: four chains of the same length one after the other on
// one thread, with the same metric and the same kind of start. The number of effective draws is the smallest over the
// values that posteriordb reports (bulk ESS), by the same code on both sides.
import { readFileSync } from "node:fs";
import { createRng, sampleDensity, summarizeDraws } from "../../dist/index.js";
import { judge, reported } from "../inference/hamiltonian/posteriordb/judge.mjs";
import { DENSITIES, POSTERIORS } from "../inference/hamiltonian/posteriordb/posteriors.mjs";
import { openStan } from "./stanPeers.mjs";

export const group = "Stan";
export const about =
  "Bulk effective draws per second of the value of a posterior of posteriordb where they are fewest, beside Stan: four chains of 1000 draws each, one after the other. Posteriors that are close to normal are sampled from a start at the mode with 300 iterations of warm-up, by Stan from a random start with a dense metric and 1000 iterations; all others by both with 1000 iterations, a diagonal metric and a random start. What Credence does with Stan's settings stands below. Times are those of the processor, as Stan counts its own: they include the warm-up, and not the compilation of Stan's programs, which takes most of a minute each. The part after the warm-up is of the seconds for Stan, of the gradients for Credence.";

const CHAINS = { chains: 4, warmUp: 1000, draws: 4000 };
const fixture = (name) =>
  JSON.parse(readFileSync(new URL(`../fixtures/posteriordb/${name}.json`, import.meta.url), "utf8"));
const references = fixture("references");

/** Linear and logistic models have posteriors that are close to normal. */
const isNormal = ({ density }) => density === "linear" || density === "logistic";

/** Draws are of the posterior: no mean is off by more than this many errors, which is for chance to be small in all runs. */
const ERRORS = 5;

function checkDraws(name, found) {
  for (const { name: value, z } of judge({ summarizeDraws }, found, references[name].values)) {
    if (!(Math.abs(z) < ERRORS)) throw new Error(`the mean of ${value} is off by ${z} errors`);
  }
}

function effectiveDraws({ values, size, chains }) {
  const draws = values.length / size / chains;
  return Math.min(...summarizeDraws({ chains, draws, size, data: values }).map(({ essBulk }) => essBulk));
}

/** What one run of either side comes to; `after` is the part of it that came after the warm-up. */
function figuresOf({ found, after, leapfrogs }) {
  const amount = effectiveDraws(found);
  return {
    amount,
    facts: {
      "effective draws": String(Math.round(amount)),
      "leapfrog steps for each draw": (leapfrogs / CHAINS.draws).toFixed(1),
      "part after the warm-up": after.toFixed(2),
    },
  };
}

async function sampleHere(name, posterior, { problem, density }, options) {
  const run = { rng: createRng("stan benchmark").fork(name) };
  // Seconds of the processor, all threads of this process together.
  const begin = process.cpuUsage();
  const sample = await sampleDensity(density, options, run);
  const { user, system } = process.cpuUsage(begin);
  const leapfrogs = sample.statistics.leapfrogs.reduce((sum, count) => sum + count, 0);
  return {
    found: reported(sample, posterior, problem),
    seconds: (user + system) / 1e6,
    // Nearly all of the time is that of leapfrog steps.
    after: leapfrogs / sample.gradients,
    leapfrogs,
  };
}

async function sampleThere(stan) {
  const { warmUp, sampling, leapfrogs, draws } = await stan.sample(1);
  const size = draws.length / CHAINS.draws;
  const found = { values: Float64Array.from(draws), size, chains: CHAINS.chains };
  const seconds = warmUp + sampling;
  return { found, seconds, after: sampling / seconds, leapfrogs };
}

export const benchmarks = Object.entries(POSTERIORS).map(([name, posterior]) => {
  const normal = isNormal(posterior);
  const alike = { ...CHAINS, metric: normal ? "dense" : "diagonal" };
  const own = normal ? { ...CHAINS, start: "mode", warmUp: 300 } : alike;
  const side = { seconds: ({ seconds }) => seconds, check: (_, { found }) => checkDraws(name, found) };
  return {
    name,
    repeats: 3,
    work: { amount: 1, unit: "per second", of: "effective draw" },
    setup: () => {
      const problem = posterior.problem(fixture(posterior.file));
      return { problem, density: DENSITIES[posterior.density](problem) };
    },
    ...side,
    run: (state) => sampleHere(name, posterior, state, own),
    figures: (_, result) => figuresOf(result),
    references: [
      {
        name: "Stan",
        stan: true,
        goal: { atLeast: 1 },
        prepare: ({ problem }) =>
          openStan({
            ...CHAINS,
            program: posterior.density,
            data: problem,
            values: posterior.values,
            radius: posterior.radius,
            metric: normal ? "dense_e" : "diag_e",
          }),
        ...side,
        run: (_, stan) => sampleThere(stan),
        figures: (_, result, { versions }) => {
          const { amount, facts } = figuresOf(result);
          return { amount, facts: { ...facts, ...versions } };
        },
      },
      ...(normal
        ? [
            {
              name: "with Stan's settings",
              ...side,
              run: (state) => sampleHere(name, posterior, state, alike),
              figures: (_, result) => figuresOf(result),
            },
          ]
        : []),
    ],
  };
});
