import { describe, expect, test } from "vitest";
import { expSineData } from "../../../src/data/synthetic.ts";
import { exact } from "../../../src/inference/exact/exact.ts";
import { map } from "../../../src/inference/map/map.ts";
import type { Posterior } from "../../../src/inference/method.ts";
import { bayesByBackprop } from "../../../src/inference/variational/bayesByBackprop.ts";
import { createModel } from "../../../src/model/model.ts";
import { createRng } from "../../../src/random/rng.ts";
import type { ComparedMethod } from "../../../src/report/model/comparedMethod.ts";
import { exactComparisonReport } from "../../../src/report/model/exactComparisonReport.ts";
import { methodRemark } from "../../../src/report/model/methodRemark.ts";
import type { FigureSpec } from "../../../src/report/page/figureSpec.ts";
import { renderReport } from "../../../src/report/page/renderReport.ts";
import { plainText } from "../../../src/report/page/text.ts";
import { compareWithExact } from "../../../src/study/compareWithExact.ts";
import { factorisedDivergence } from "../../../src/study/factorisedDivergence.ts";

const rng = createRng("comparison report");
const data = expSineData(rng.fork("data"), { rows: 40 });
const model = createModel(
  {
    network: { kind: "shallow-relu", joints: { count: 6 } },
    prior: { kind: "normal", variance: 4 },
    likelihood: { kind: "normal", noiseVariance: 0.05 },
    standardise: "both",
  },
  data,
);
const truth = await exact().fit(model, data);
const x = Float64Array.from({ length: 41 }, (_, i) => i / 40);
const D = truth.size;

const compared = (name: string, posterior: Posterior<"regression">, gradients?: number): ComparedMethod => ({
  name,
  posterior,
  comparison: compareWithExact(truth, posterior, x, rng.fork(name), { draws: 500 }),
  ...(gradients === undefined ? {} : { gradients }),
});
const { method: _, mean: __, covariance: ___, ...rest } = truth;
const sampler = compared("draws", { ...rest, method: "sgld" });
const point = compared("point", await map().fit(model, data, { rng: rng.fork("map") }));
const factorised = compared(
  "factorised",
  await bayesByBackprop().fit(model, data, { rng: rng.fork("factorised") }),
  64_000,
);
const methods = [point, factorised, sampler];
const content = exactComparisonReport({
  title: "T",
  exact: truth,
  data,
  x,
  methods,
  provenance: {
    command: "c",
    version: "0.0.0",
    seed: "s",
    data: { name: "d.csv", rows: 40, columns: 2, hash: "sha256:0" },
    spec: {},
  },
});
const words = (entry: ComparedMethod) => plainText(methodRemark(entry, truth));

type Overlay = Extract<FigureSpec, { kind: "overlay" }>;

describe("the page", () => {
  test("its verdict names who is faithful and who is furthest", () => {
    const verdict = plainText(content.verdict);
    expect(verdict).toMatch(/^Of 3 methods draws is everywhere within a tenth/);
    expect(verdict).toMatch(/said for point: its band .* holds 0 % .* and 95.4 % would be right/);
  });

  test("its table has a row for each method, with what is infinite as such", () => {
    const { rows } = content.scores!;
    expect(rows.map(({ name }) => name)).toEqual(["point", "factorised", "draws"]);
    expect(rows[0]!.cells.slice(1, 3)).toEqual([0, Number.POSITIVE_INFINITY]);
    expect(rows[0]!.cells[5]).toBe(Math.round(point.comparison.gradients!));
    expect(rows[1]!.cells[5]).toBe(64_000);
    expect(rows[2]!.cells[5]).toBeNaN();
  });

  test("shows bands of all methods, and ratios of those that have a spread", () => {
    const figures = content.sections.flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.kind === "figure" ? [block.figure] : [])),
    );
    expect(figures.map(({ kind }) => kind)).toEqual(["overlay", "overlay", "ratio"]);
    const [overlay, units, ratio] = figures as unknown as [
      Overlay,
      Overlay,
      { data: { ratios: unknown[] }[] },
    ];
    expect(overlay.data.overlays.length).toBe(3);
    expect(ratio.data[0]!.ratios.length).toBe(2);
    // In exact standard deviations from the exact mean the reference is a strip.
    expect(new Set(units.data.reference.band.upper)).toEqual(new Set([2]));
    const { biases, ratios } = factorised.comparison;
    expect(units.data.overlays[1]!.band.upper[7]).toBeCloseTo(biases[7]! + 2 * ratios[7]!, 12);
  });

  test("renders, with the floor of the draws", () => {
    const html = renderReport(content);
    expect(html).toContain("∞");
    expect(html).toContain("independent exact draws");
    expect(html).toContain('<th scope="row"><bdi>500</bdi></th>');
  });
});

describe("remarks follow the figures", () => {
  test("a point has no band, the right mean, and is sqrt(D) away", () => {
    expect(words(point)).toMatch(/^point: There is no band at all. The mean is right/);
    expect(words(point)).toContain(`√${D} = ${Number(Math.sqrt(D).toPrecision(3))}`);
  });

  test("the factorised posterior falls short by what theory says", () => {
    const least = factorisedDivergence(truth);
    expect(factorised.comparison.divergence).toBeCloseTo(least, 1);
    expect(words(factorised)).toContain(
      `divergence of ${Number(least.toPrecision(3))} nats; the fit reached`,
    );
    expect(words(factorised)).toContain("too narrow");
  });

  test("draws of the exact posterior are no further away than their number allows", () => {
    expect(words(sampler)).toMatch(/500 independent exact draws would be [\d.]+ away themselves/);
    expect(words(sampler)).toContain("The band has the right width");
  });

  test("reasons are given only where the figures show them", () => {
    const { comparison } = factorised;
    const right = { ...factorised, comparison: { ...comparison, smallestRatio: 1, largestRatio: 1 } };
    expect(words(factorised)).toContain("every parameter by itself is too sure");
    expect(words(right)).not.toContain("too sure");
    expect(words(right)).not.toContain("too wide");
    const wide = { ...sampler, comparison: { ...sampler.comparison, ratio: 1.3 } };
    expect(words(sampler)).not.toMatch(/That shows here|have not seen/);
    expect(words(wide)).toContain("That shows here.");
    const narrow = { ...sampler, comparison: { ...sampler.comparison, ratio: 0.8 } };
    expect(words(narrow)).toContain("have not seen all of them");
  });

  test("few draws are named as the reason of an infinite divergence", () => {
    const few = { ...sampler.comparison, draws: 5, divergence: Number.POSITIVE_INFINITY };
    expect(words({ ...sampler, comparison: few })).toContain(`at most 4 of ${D} directions`);
  });

  test("a direction without movement is named where draws are many, and notes on bad luck are passed on", () => {
    const flat = { ...sampler.comparison, divergence: Number.POSITIVE_INFINITY };
    expect(words({ ...sampler, comparison: flat })).toContain("its parameters never move");
    const note = { code: "not-mixed", message: "R-hat of f up to 1.4." };
    const unlucky = { ...sampler, posterior: { ...sampler.posterior, notes: [note, note] } };
    expect(words(unlucky)).toMatch(/Its own note says: R-hat of f up to 1.4 \(and 1 more like it\)\.$/);
    expect(words(sampler)).not.toContain("Its own note");
  });

  test("members that agree have nothing to disagree about", () => {
    const posterior = { ...sampler.posterior, method: "deep-ensemble", save: point.posterior.save };
    const alike = { ...sampler, posterior, comparison: point.comparison };
    expect(words(alike)).toContain("Nothing is left for them to disagree about");
    expect(words({ ...alike, comparison: { ...point.comparison, largestRatio: 0.3 } })).toContain(
      "hardly any spread",
    );
  });

  test("members that spread by themselves are counted", () => {
    const posterior = {
      ...sampler.posterior,
      method: "multi-swag",
      members: [point.posterior, point.posterior],
    };
    expect(words({ ...sampler, posterior })).toContain("Each of 2 members spreads as the iterates of SGD do");
  });

  test("a method that is not known here has figures and no reason", () => {
    const unknown = { ...sampler, posterior: { ...sampler.posterior, method: "other" } };
    expect(words(unknown)).not.toContain("Λ");
  });
});
