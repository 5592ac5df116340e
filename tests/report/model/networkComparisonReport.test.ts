import { beforeAll, describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { createModel } from "../../../src/model/model.ts";
import { createRng } from "../../../src/random/rng.ts";
import { networkComparisonReport } from "../../../src/report/model/networkComparisonReport.ts";
import { networkRemark } from "../../../src/report/model/networkRemark.ts";
import type { NetworkStudy } from "../../../src/report/model/networkStudy.ts";
import { renderReport } from "../../../src/report/page/renderReport.ts";
import { plainText } from "../../../src/report/page/text.ts";
import { compareWithTruth } from "../../../src/study/compareWithTruth.ts";
import { provenance } from "./provenance.ts";

const rng = createRng("network page");
const inputs = Float64Array.from({ length: 20 }, (_, i) => i / 7);
const data = createDataset({ x: inputs, y: inputs.map((v) => Math.sin(v) + 0.3 * rng.normal()) });
const model = createModel(
  {
    network: { kind: "mlp", hidden: [2], activation: "tanh" },
    prior: { kind: "normal", variance: 2 },
    likelihood: { kind: "normal", noiseVariance: 0.2 },
    standardise: "both",
  },
  data,
);
const chains = { warmUp: 200, draws: 4000, maxDepth: 5 };
const plan = {
  regions: { "in the data": Float64Array.of(1, 2), outside: Float64Array.of(-1, 4) },
  methods: {
    MAP: { name: "map" },
    "<b>Laplace</b>": { name: "laplace" },
    NUTS: { name: "nuts", options: { ...chains } },
  },
  truth: chains,
};

describe("a page of methods beside long chains", () => {
  let study: NetworkStudy;
  beforeAll(async () => {
    const found = await compareWithTruth(model, data, plan, { rng: createRng("network page") });
    const x = Float64Array.from({ length: 11 }, (_, i) => -1 + i / 2);
    study = { ...found, about: "Twenty rows of a sine.", x };
  });

  test("leads with the methods that are right, and escapes what users call theirs", () => {
    const content = networkComparisonReport({ title: "Page", study, provenance });
    const verdict = plainText(content.verdict);
    expect(verdict).toMatch(/^Of 3 methods, .*NUTS.* within a tenth/);
    expect(verdict).toMatch(/misjudge the probability of what will be observed by up to \d+ %\.$/);
    const html = renderReport(content);
    expect(html).not.toContain("<b>Laplace</b>");
    expect(html).toMatch(/One half of the yardstick scores 0\.9\d|One half of the yardstick scores 1\.0\d/);
    expect(html.match(/<table/g)!.length).toBeGreaterThan(3);
    expect(renderReport(content)).toBe(html);
  });

  test("says of every method how wide it is in every region, and why", () => {
    const [map, laplace] = study.methods.map((method) => plainText(networkRemark(method, study)));
    expect(map).toMatch(
      /^MAP: the band of f is missing in the data and missing outside\. One parameter vector/,
    );
    expect(laplace).toMatch(
      /^<b>Laplace<\/b>: the band of f is .* times\) in the data and .* times\) outside\. /,
    );
  });

  test("says so where no method is right", () => {
    const [map] = study.methods;
    const content = networkComparisonReport({
      title: "Page",
      study: { ...study, methods: [map!] },
      provenance,
    });
    expect(plainText(content.verdict)).toMatch(/^Of 1 methods, none gives the band/);
  });
});
