/**
 * Figure 9.11 of Prince, Understanding Deep Learning: 14 fixed joints, three prior variances. Panels a-c: two draws of the
 * function from the posterior. Panels d-f: mean and +-2 sigma of the function (the book's notebook) and of an observation.
 */
import { readFileSync } from "node:fs";
import { createModel, createRng, exact, type ModelSpec, readDataset } from "credence";
import { packageVersion, sha256, writeTextFile } from "credence/node";
import {
  type BandPanel,
  drawsAndBandsFigure,
  formatNumber,
  renderReport,
  reportDocument,
} from "credence/report";

const csv = readFileSync("examples/data/toy_train.csv", "utf8");
const data = readDataset(csv, { target: "y" });
const grid = Float64Array.from({ length: 100 }, (_, i) => i / 99);
const rng = createRng("figure-9-11");
const joints = Array.from({ length: 14 }, (_, k) => k / 14);
const spec = (variance: number): ModelSpec => ({
  network: { kind: "shallow-relu", joints },
  prior: { kind: "normal", variance },
  likelihood: { kind: "normal", noiseVariance: 0.09 },
});

const variances = [1, 10, 1000];
const panels: BandPanel[] = [];
const evidence: string[] = [];
for (const variance of variances) {
  const posterior = await exact().fit(createModel(spec(variance), data), data);
  const predictive = posterior.predict(grid);
  evidence.push(`${formatNumber(posterior.logEvidence)} at σ²_φ = ${variance}`);
  panels.push({
    heading: `σ²_φ = ${variance}`,
    band: {
      x: grid,
      mean: predictive.mean,
      functionBand: predictive.band(2, "function"),
      observationBand: predictive.band(2, "observation"),
      draws: predictive.functionDraws!(2, rng.fork("draws").fork(variance)),
      data: { x: data.x.data, y: data.y.data },
    },
  });
}

const options = { xName: "x", yName: "y", title: "Figure 9.11: draws and bands for three prior variances" };
const page = renderReport({
  title: "Figure 9.11: the prior variance sets how far functions may bend",
  subtitle: "Exact inference over a shallow network with 14 fixed joints, 15 observations, noise sd 0.3",
  verdict: `A small prior variance forces smooth functions that miss the data; a large one lets them swing between the observations. The log evidence is ${evidence.join(", ")}: of the three it prefers the middle one.`,
  sections: [
    {
      title: "Three prior variances",
      blocks: [
        {
          kind: "figure",
          title: "Draws from the posterior, and mean with bands, for three prior variances.",
          figure: { kind: "draws-and-bands", data: panels, options },
        },
        {
          kind: "text",
          text: "The darker band is that of the function f(x) alone, as in the book's notebook; the lighter one adds the noise variance 0.09 and is where a new observation should fall (equation 9.12). Weights and bias have the same prior variance. The first joint is at x = 0, so to its left every function would be constant and the band would keep its width.",
        },
      ],
    },
  ],
  provenance: {
    command: "npm run example figure-9-11",
    version: packageVersion(),
    seed: "figure-9-11",
    data: { name: "examples/data/toy_train.csv", rows: 15, columns: 2, hash: sha256(csv) },
    spec: variances.map(spec),
  },
});
await writeTextFile("reports/figure-9-11/index.html", page);
const svg = drawsAndBandsFigure(panels, options, reportDocument()).outerHTML;
await writeTextFile("reports/figure-9-11/figure.svg", svg);
