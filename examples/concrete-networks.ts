/**
 * Strength of concrete from its eight ingredients (Yeh 1998) by networks with one hidden layer of 50 units: methods compared on
 * two tenths of the rows, each predicted by fits to the other nine, beside exact inference over random features.
 */
import { readFileSync } from "node:fs";
import {
  type Candidate,
  compareMethods,
  createRng,
  defaultModelSpec,
  defaultNetworkSpec,
  kFold,
  readDataset,
} from "credence";
import { packageVersion, sha256, writeTextFile } from "credence/node";
import { methodComparisonReport, renderReport } from "credence/report";

const csv = readFileSync("examples/data/concrete.csv", "utf8");
const data = readDataset(csv, { target: "compressive_strength" });
const rng = createRng("concrete-networks");
const network = defaultNetworkSpec(data);
/** NUTS is cut short: two chains, and trajectories of 64 steps at most. */
const short = { chains: 2, warmUp: 75, draws: 100, maxDepth: 6 };
const methods: readonly Candidate["method"][] = [
  { name: "map" },
  { name: "deep-ensemble" },
  { name: "mc-dropout" },
  { name: "laplace" },
  { name: "multi-swag" },
  { name: "bayes-by-backprop" },
  { name: "sghmc", options: { steps: 4000, chains: 2, draws: 200 } },
  { name: "nuts", options: short },
];
const candidates: readonly Candidate[] = [
  ...methods.map((method) => ({ name: method.name, method, model: network })),
  { name: "exact, random features", method: { name: "exact" }, model: defaultModelSpec(data, "concrete") },
];
const tenths = kFold(data, 10, rng.fork("folds")).slice(0, 2);
const comparison = await compareMethods(candidates, data, tenths, { rng: rng.fork("fits") });

const page = renderReport(
  methodComparisonReport({
    title: "Strength of concrete: nine methods",
    subtitle: "Eight inputs; networks with 50 ReLU units beside exact inference over 300 random features",
    comparison,
    data,
    splits: "two tenths of the rows, each predicted by fits to the other nine tenths",
    rng,
    provenance: {
      command: "npm run example concrete-networks",
      version: packageVersion(),
      seed: "concrete-networks",
      data: {
        name: "examples/data/concrete.csv",
        rows: data.x.rows,
        columns: data.x.cols + 1,
        hash: sha256(csv),
      },
      spec: { network, methods },
    },
  }),
);
await writeTextFile("reports/concrete-networks/index.html", page);
