/**
 * Eight methods on the same fixed basis (Silverman 1985: head acceleration after an impact): which predicts held-out rows best,
 * and, as the exact posterior of this basis is known, what each of the others gets wrong.
 */
import { readFileSync } from "node:fs";
import {
  type Candidate,
  compareMethods,
  createRng,
  fitCandidates,
  kFold,
  type ModelSpec,
  readDataset,
} from "credence";
import { packageVersion, sha256, writeTextFile } from "credence/node";
import { methodComparisonReport, renderReport } from "credence/report";

const csv = readFileSync("examples/data/mcycle.csv", "utf8");
const data = readDataset(csv, { target: "accel" });
/** Noise and prior variance near those that the evidence chooses: known, so that the posterior has a closed form. */
const model: ModelSpec = {
  network: { kind: "shallow-relu", joints: { count: 14 } },
  prior: { kind: "normal", variance: 10 },
  likelihood: { kind: "normal", noiseVariance: 0.22 },
  standardise: "both",
};
const methods: readonly Candidate["method"][] = [
  { name: "exact" },
  { name: "bayes-by-backprop" },
  { name: "sgld" },
  { name: "sghmc" },
  { name: "nuts", options: { warmUp: 300, draws: 1000 } },
  { name: "laplace" },
  { name: "mc-dropout" },
  { name: "deep-ensemble" },
];
const candidates = methods.map((method) => ({ name: method.name, method, model }));
const rng = createRng("mcycle-methods");
const folds = kFold(data, 3, rng.fork("folds"));
const comparison = await compareMethods(candidates, data, folds, { rng: rng.fork("folds") });
const fitted = await fitCandidates(candidates, data, { rng: rng.fork("all") });

const page = renderReport(
  methodComparisonReport({
    title: "Motorcycle impact: eight methods, one basis",
    subtitle:
      "133 measurements, 14 fixed joints, noise and prior known: the exact posterior stands beside every method",
    comparison,
    data,
    splits: "3 folds, each predicted by fits to the other two",
    fitted,
    rng,
    provenance: {
      command: "npm run example mcycle-methods",
      version: packageVersion(),
      seed: "mcycle-methods",
      data: { name: "examples/data/mcycle.csv", rows: data.x.rows, columns: 2, hash: sha256(csv) },
      spec: { model, methods },
    },
  }),
);
await writeTextFile("reports/mcycle-methods/index.html", page);
