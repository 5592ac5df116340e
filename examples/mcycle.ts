/**
 * Head acceleration after an impact (Silverman 1985): one input, both variances learned from the data, and the page that
 * tells how far to trust the result. The noise is not the same everywhere, and the calibration figures show it.
 */
import { readFileSync } from "node:fs";
import {
  createModel,
  createRng,
  defaultModelSpec,
  evidenceSurface,
  exact,
  readDataset,
  sweepPriorVariance,
} from "credence";
import { packageVersion, sha256, writeTextFile } from "credence/node";
import { modelReport, renderReport } from "credence/report";

const csv = readFileSync("examples/data/mcycle.csv", "utf8");
const data = readDataset(csv, { target: "accel" });
const model = createModel(defaultModelSpec(data, "mcycle"), data);
const posterior = await exact().fit(model, data);
const sweep = await sweepPriorVariance(model, data);
const surface = await evidenceSurface(model, data);

const page = renderReport(
  modelReport({
    title: "Motorcycle impact: acceleration of the head over time",
    subtitle: "133 measurements, exact Bayesian inference over a shallow network with fixed joints",
    posterior,
    train: data,
    sweep,
    surface,
    rng: createRng("mcycle"),
    provenance: {
      command: "npm run example mcycle",
      version: packageVersion(),
      seed: "mcycle",
      data: { name: "examples/data/mcycle.csv", rows: data.x.rows, columns: 2, hash: sha256(csv) },
      spec: model.spec,
    },
  }),
);
await writeTextFile("reports/mcycle/index.html", page);
