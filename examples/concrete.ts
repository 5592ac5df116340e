/**
 * Strength of concrete from its eight ingredients (Yeh 1998): random ReLU features, both variances and the input scale
 * chosen by the evidence, judged on a tenth of the rows kept out of it all.
 */
import { readFileSync } from "node:fs";
import {
  createRng,
  defaultModelSpec,
  evidenceSurface,
  inputScaleCandidates,
  readDataset,
  selectByEvidence,
  splitDataset,
  sweepPriorVariance,
} from "credence";
import { packageVersion, sha256, writeTextFile } from "credence/node";
import { modelReport, renderReport } from "credence/report";

const csv = readFileSync("examples/data/concrete.csv", "utf8");
const data = readDataset(csv, { target: "compressive_strength" });
const rng = createRng("concrete");
const { train, test } = splitDataset(data, { test: 0.1 }, rng.fork("split"));
const { best, candidates } = await selectByEvidence(
  inputScaleCandidates(defaultModelSpec(train, "concrete")),
  train,
);
const sweep = await sweepPriorVariance(best.model, train, { heldOut: test, leaveOneOut: false });
const surface = await evidenceSurface(best.model, train);

const content = modelReport({
  title: "Strength of concrete from its ingredients",
  subtitle: "Eight inputs, 300 random ReLU features, variances and input scale chosen by the evidence",
  posterior: best,
  train,
  heldOut: test,
  sweep,
  surface,
  rng,
  provenance: {
    command: "npm run example concrete",
    version: packageVersion(),
    seed: "concrete",
    data: {
      name: "examples/data/concrete.csv",
      rows: data.x.rows,
      columns: data.x.cols + 1,
      hash: sha256(csv),
    },
    spec: best.model.spec,
  },
});
const compared = candidates.map(({ spec, logEvidence }) => ({
  name: String((spec.network as { inputScale?: number }).inputScale),
  cells: [Number(logEvidence.toFixed(1))],
}));
const page = renderReport({
  ...content,
  sections: [
    ...content.sections,
    {
      title: "Choosing the input scale",
      blocks: [
        {
          kind: "scores",
          table: {
            caption: "How far a standardised input moves a random feature, compared by the evidence.",
            rowName: "input scale",
            columns: [{ name: "log evidence", better: "higher" }],
            rows: compared,
          },
        },
      ],
    },
  ],
});
await writeTextFile("reports/concrete/index.html", page);
