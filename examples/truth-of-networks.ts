/**
 * Methods of inference on networks, where no closed form exists: every approximation beside long chains of the no-U-turn
 * sampler, where there are data, between them and beyond, on two classic problems with one input.
 */
import { readFileSync } from "node:fs";
import { compareWithTruth, createModel, createRng, type MethodSpec, readDataset } from "credence";
import { packageVersion, sha256, writeTextFile } from "credence/node";
import { createWorkerPool } from "credence/parallel";
import { networkComparisonReport, renderReport } from "credence/report";

/** Points are trained to the end, so that what is shown is the method and not the optimiser. */
const training = { epochs: 5000 };
const chains = { draws: 2000 };
const methods: Readonly<Record<string, MethodSpec>> = {
  MAP: { name: "map", options: training },
  "Bayes by backprop": { name: "bayes-by-backprop" },
  Laplace: { name: "laplace" },
  "Laplace, Kronecker": { name: "laplace", options: { structure: "kronecker" } },
  "Laplace, diagonal": { name: "laplace", options: { structure: "diagonal" } },
  "Laplace, last layer": { name: "laplace", options: { structure: "last-layer" } },
  SWAG: { name: "swag", options: { training } },
  "multi-SWAG": { name: "multi-swag", options: { training } },
  SGLD: { name: "sgld", options: chains },
  pSGLD: { name: "psgld", options: chains },
  SGHMC: { name: "sghmc", options: chains },
  BAOAB: { name: "baoab", options: chains },
  HMC: { name: "hmc", options: { draws: 400, warmUp: 100 } },
  NUTS: { name: "nuts", options: { draws: 400, warmUp: 100, maxDepth: 8, metric: "unit" } },
  "MC dropout": { name: "mc-dropout", options: { rate: 0.05, ...training } },
  "deep ensemble": { name: "deep-ensemble", options: { members: 10, training } },
  "anchored ensemble": { name: "deep-ensemble", options: { anchored: true, members: 20, training } },
};

const range = (from: number, to: number, count: number) =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
const beyond = (inner: number, outer: number) => [...range(-outer, -inner, 6), ...range(inner, outer, 6)];
const clusters = [...range(-1, -0.7, 4), ...range(0.5, 1, 6)];
/** Noise variances are those of the problems, in the units of standardised targets. */
const problems = [
  {
    name: "in_between",
    page: "index",
    title: "two clusters",
    about: "A hundred rows in two clusters. What a method believes between them is what sets it apart.",
    noiseVariance: 0.114,
    edge: 2,
    regions: { "in the data": clusters, between: range(-0.6, 0.4, 8), outside: beyond(1.1, 2) },
  },
  {
    name: "cubic",
    page: "cubic",
    title: "a cubic",
    about: "Twenty rows of x³ with noise of standard deviation 3, and inputs half as far again outside.",
    noiseVariance: 0.01517,
    edge: 6,
    regions: { "in the data": range(-4, 4, 11), outside: beyond(4.25, 6) },
  },
];

const executor = createWorkerPool();
for (const { name, page, title, about, noiseVariance, edge, regions } of problems) {
  const csv = readFileSync(`examples/data/${name}_train.csv`, "utf8");
  const data = readDataset(csv, { target: "y" });
  const model = createModel(
    {
      network: { kind: "mlp", hidden: [50], activation: "tanh" },
      prior: { kind: "normal", variance: 16 },
      likelihood: { kind: "normal", noiseVariance },
      standardise: "both",
    },
    data,
  );
  const rng = createRng("truth-of-networks").fork(name);
  const plan = { regions, methods, truth: { draws: 2000, thin: 2, warmUp: 300 } };
  const study = await compareWithTruth(model, data, plan, { rng, executor });
  const content = networkComparisonReport({
    title: `The truth of a network: ${title}`,
    subtitle: "One input, 50 tanh units, known noise; weights N(0, 16 / fan-in), biases N(0, 1)",
    study: { ...study, about, x: Float64Array.from(range(-edge, edge, 61)) },
    provenance: {
      command: "npm run example truth-of-networks",
      version: packageVersion(),
      seed: "truth-of-networks",
      data: { name: `examples/data/${name}_train.csv`, rows: data.x.rows, columns: 2, hash: sha256(csv) },
      spec: { model: model.spec, methods, truth: plan.truth },
    },
  });
  await writeTextFile(`reports/truth-of-networks/${page}.html`, renderReport(content));
}
await executor.close();
