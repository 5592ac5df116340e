/**
 * Carbon dioxide at Mauna Loa: fitted until 1985, predicted until 1998. Extrapolation is where a basis shows what it
 * believes: behind the last joint every function of this one is a straight line.
 */
import { readFileSync } from "node:fs";
import {
  createModel,
  createRng,
  defaultModelSpec,
  exact,
  readDataset,
  sweepPriorVariance,
  timeOrderedSplit,
} from "credence";
import { packageVersion, sha256, writeTextFile } from "credence/node";
import { modelReport, renderReport } from "credence/report";

const csv = readFileSync("examples/data/co2.csv", "utf8");
const data = readDataset(csv, { target: "ppm" });
const { train, test } = timeOrderedSplit(data, { test: 1 / 3 });
const model = createModel(defaultModelSpec(train, "co2"), train);
const posterior = await exact().fit(model, train);

const sweep = await sweepPriorVariance(model, train, { heldOut: test });
const content = modelReport({
  title: "Carbon dioxide at Mauna Loa, thirteen years ahead",
  subtitle: "Monthly means, fitted on the first two thirds and judged on the last third",
  posterior,
  train,
  heldOut: test,
  sweep,
  rng: createRng("co2"),
  provenance: {
    command: "npm run example co2",
    version: packageVersion(),
    seed: "co2",
    data: { name: "examples/data/co2.csv", rows: data.x.rows, columns: 2, hash: sha256(csv) },
    spec: model.spec,
  },
});

const grid = Float64Array.from({ length: 201 }, (_, i) => 1959 + (i * 39) / 200);
const predictive = posterior.predict(grid);
const page = renderReport({
  ...content,
  sections: [
    {
      title: "Thirteen years ahead",
      blocks: [
        {
          kind: "figure",
          title: "Behind the last joint the prediction is a straight line with an uncertain slope.",
          figure: {
            kind: "band",
            data: {
              x: grid,
              mean: predictive.mean,
              functionBand: predictive.band(2, "function"),
              observationBand: predictive.band(2, "observation"),
              data: { x: train.x.data, y: train.y.data },
              heldOut: { x: test.x.data, y: test.y.data },
            },
            options: { xName: "year", yName: "CO2 (ppm)" },
          },
        },
        {
          kind: "text",
          text: "The basis knows of no season: twelve months of swing become noise around the trend, and neighbouring errors are not independent. That is a fault of the model that its own evidence does not reveal; the held-out years do.",
        },
      ],
    },
    ...content.sections.slice(1),
  ],
});
await writeTextFile("reports/co2/index.html", page);
