/**
 * Methods of inference beside the truth: a basis with fixed joints is linear in its parameters, so that the exact posterior
 * is known, and every approximation can be held against it. A method is one line of the list.
 */
import { readFileSync } from "node:fs";
import {
  asRegression,
  compareWithExact,
  createMethod,
  createModel,
  createRng,
  exact,
  type MethodSpec,
  readDataset,
} from "credence";
import { packageVersion, sha256, writeTextFile } from "credence/node";
import { type ComparedMethod, exactComparisonReport, renderReport } from "credence/report";

/** Two thousand draws: fifteen parameters have a hundred and twenty covariances. */
const chains = { draws: 2000 };
const methods: readonly (readonly [name: string, method: MethodSpec])[] = [
  ["MAP", { name: "map" }],
  ["VI, factorised", { name: "bayes-by-backprop" }],
  ["VI, rank 3", { name: "bayes-by-backprop", options: { family: { kind: "low-rank", rank: 3 } } }],
  ["VI, full", { name: "bayes-by-backprop", options: { family: "full" } }],
  ["Laplace", { name: "laplace" }],
  ["SWAG", { name: "swag" }],
  ["SGLD", { name: "sgld", options: chains }],
  ["SGLD, batches of 32", { name: "sgld", options: { ...chains, batch: 32 } }],
  ["pSGLD", { name: "psgld", options: chains }],
  ["SGHMC", { name: "sghmc", options: chains }],
  ["BAOAB", { name: "baoab", options: chains }],
  ["HMC", { name: "hmc", options: chains }],
  ["NUTS", { name: "nuts", options: chains }],
  ["MC dropout", { name: "mc-dropout", options: { rate: 0.05 } }],
  ["deep ensemble", { name: "deep-ensemble", options: { members: 10 } }],
  ["anchored ensemble", { name: "deep-ensemble", options: { anchored: true, members: 50 } }],
];

const csv = readFileSync("examples/data/mcycle.csv", "utf8");
const data = readDataset(csv, { target: "accel" });
const model = createModel(
  {
    network: { kind: "shallow-relu", joints: { count: 14 } },
    prior: { kind: "normal", variance: 10 },
    likelihood: { kind: "normal", noiseVariance: 0.22 },
    standardise: "both",
  },
  data,
);
const rng = createRng("truth-on-a-line");
const truth = await exact().fit(model, data);
const grid = Float64Array.from({ length: 115 }, (_, i) => 3 + i / 2);
const compared: ComparedMethod[] = [];
for (const [name, method] of methods) {
  const posterior = asRegression(await createMethod(method).fit(model, data, { rng: rng.fork(name) }));
  const comparison = compareWithExact(truth, posterior, grid, rng.fork("compare"));
  compared.push({ name, posterior, comparison });
}

const page = renderReport(
  exactComparisonReport({
    title: "The truth on a line: methods beside the exact posterior",
    subtitle: "Head acceleration after an impact: 14 fixed joints, noise and prior known",
    exact: truth,
    data,
    x: grid,
    methods: compared,
    provenance: {
      command: "npm run example truth-on-a-line",
      version: packageVersion(),
      seed: "truth-on-a-line",
      data: { name: "examples/data/mcycle.csv", rows: data.x.rows, columns: 2, hash: sha256(csv) },
      spec: { model: model.spec, methods: Object.fromEntries(methods) },
    },
  }),
);
await writeTextFile("reports/truth-on-a-line/index.html", page);
