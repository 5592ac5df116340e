// What an effective draw of f(x) costs with each sampler, in seconds and in gradients of all rows: four chains with their
// default step sizes on two posteriors, one that is normal and ill-conditioned and one of a network. The number of effective
// draws is the smallest over a grid of inputs (bulk ESS, Vehtari et al. 2021), so a chain that does not mix is expensive.
import { readFileSync } from "node:fs";
import {
  baoab,
  createModel,
  createRng,
  exact,
  hmc,
  nuts,
  psgld,
  readDataset,
  sghmc,
  sgld,
} from "../../dist/index.js";

export const group = "Samplers";
export const about =
  "Four chains one after the other on one thread, with default step sizes, on the 133 rows of mcycle.csv: 14 fixed joints, whose posterior is normal, and a network 1-20-1 tanh. Effective draws are those of f(x) at the input where they are fewest; with R-hat above 1.05 chains have not mixed, and their number says little.";

const csv = readFileSync(new URL("../../examples/data/mcycle.csv", import.meta.url), "utf8");
const data = readDataset(csv, { target: "accel" });
const grid = Float64Array.from({ length: 20 }, (_, i) => 5 + 2.5 * i);

const MODELS = {
  "14 fixed joints": { network: { kind: "shallow-relu", joints: { count: 14 } }, prior: 10 },
  "1-20-1 tanh": { network: { kind: "mlp", hidden: [20], activation: "tanh" }, prior: 4 },
};

const modelOf = ({ network, prior }) =>
  createModel(
    {
      network,
      prior: { kind: "normal", variance: prior },
      likelihood: { kind: "normal", noiseVariance: 0.22 },
      standardise: "both",
    },
    data,
  );

const METHODS = [
  ["SGLD", sgld({ draws: 2000 })],
  ["SGLD, batches of 32", sgld({ draws: 2000, batch: 32 })],
  ["SGLD, batches of 32 with control variates", sgld({ draws: 2000, batch: 32, controlVariates: true })],
  ["pSGLD", psgld({ draws: 2000 })],
  ["SGHMC", sghmc({ draws: 2000 })],
  ["BAOAB", baoab({ draws: 2000 })],
  ["HMC", hmc({ draws: 2000 })],
  ["NUTS", nuts({ draws: 2000 })],
];

export const benchmarks = Object.entries(MODELS).flatMap(([where, settings]) =>
  METHODS.map(([name, method]) => ({
    name: `${name}, ${where}`,
    repeats: 1,
    work: { amount: 1, unit: "ms", of: "effective draw" },
    setup: async () => {
      const model = modelOf(settings);
      return { model, truth: model.spec.network.kind === "mlp" ? undefined : await exact().fit(model, data) };
    },
    run: ({ model }) => method.fit(model, data, { rng: createRng("samplers benchmark") }),
    check: ({ truth }, posterior) => {
      if (!posterior.draws.data.every(Number.isFinite)) throw new Error("draws must be finite");
      if (truth === undefined) return;
      const { mean } = posterior.predict(grid);
      const { mean: expected, epistemic } = truth.predict(grid);
      // Chains that mix slowly are off by their own error, which is large: this finds a wrong posterior.
      mean.forEach((value, i) => {
        const gap = Math.abs(value - expected[i]) / Math.sqrt(epistemic[i]);
        if (!(gap < 2)) throw new Error(`the mean of f is ${gap} standard deviations from the exact one`);
      });
    },
    figures: (_, posterior) => {
      const found = posterior.functionDiagnostics(grid);
      const effective = Math.max(1, Math.min(...found.map(({ essBulk }) => essBulk ?? 1)));
      const rHat = Math.max(...found.map((one) => one.rHat ?? Number.POSITIVE_INFINITY));
      return {
        amount: effective,
        facts: {
          "gradients per effective draw": String(Number((posterior.gradients / effective).toPrecision(3))),
          "effective draws": String(Math.round(effective)),
          "R-hat": rHat.toFixed(3),
        },
      };
    },
  })),
);
