import { JSDOM } from "jsdom";
import { beforeAll, describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import type { Dataset } from "../../../src/data/dataset.ts";
import { kFold } from "../../../src/data/kFold.ts";
import { expSineData } from "../../../src/data/synthetic.ts";
import type { ModelSpec } from "../../../src/model/spec.ts";
import { createRng } from "../../../src/random/rng.ts";
import { comparisonVerdict, isTied } from "../../../src/report/model/comparisonVerdict.ts";
import { methodComparisonReport, shownFitted } from "../../../src/report/model/methodComparisonReport.ts";
import type { ReportContent } from "../../../src/report/page/content.ts";
import { renderReport } from "../../../src/report/page/renderReport.ts";
import { plainText } from "../../../src/report/page/text.ts";
import { compareMethods } from "../../../src/study/compareMethods.ts";
import { fitCandidates } from "../../../src/study/fitCandidates.ts";
import type { ComparedPair, MethodComparison } from "../../../src/study/methodComparison.ts";
import type { Candidate } from "../../../src/study/scoreSplits.ts";
import { provenance } from "./provenance.ts";

const rng = createRng("comparison report");
const basis: ModelSpec = {
  network: { kind: "shallow-relu", joints: { count: 6, from: 0, to: 1 } },
  prior: { kind: "normal", variance: 20 },
  likelihood: { kind: "normal", noiseVariance: 0.04 },
};

async function reportOn(candidates: readonly Candidate[], data: Dataset): Promise<ReportContent> {
  const comparison = await compareMethods(candidates, data, kFold(data, 3, rng.fork("folds")), { rng });
  const fitted = await fitCandidates(candidates, data, { rng });
  return methodComparisonReport({ title: "T", comparison, data, splits: "3 folds", fitted, rng, provenance });
}

const titles = ({ sections }: ReportContent) => sections.map(({ title }) => title);
const kinds = ({ sections }: ReportContent) =>
  sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === "figure" ? [block.figure.kind] : [])),
  );

describe("methods on one basis, beside the exact posterior", () => {
  const hostile = "<b>vi</b>";
  let content: ReportContent;
  beforeAll(async () => {
    const data = expSineData(rng.fork("data"), { rows: 45 });
    content = await reportOn(
      [
        { method: { name: "exact" }, model: basis },
        { method: { name: "laplace" }, model: basis },
        { name: hostile, method: { name: "bayes-by-backprop", options: { steps: 400 } }, model: basis },
        {
          name: "flat line",
          method: { name: "exact" },
          model: { ...basis, network: { kind: "shallow-relu", joints: [3] } },
        },
        { name: "broken", method: { name: "laplace", options: { structur: "full" } }, model: basis },
      ],
      data,
    );
  });

  test("leads with the best, who might be as good, and how far to trust it", () => {
    const words = plainText(content.verdict);
    expect(words).toMatch(
      /^By mean log score \(higher is better\) (exact|laplace|<b>vi<\/b>) predicts best, /,
    );
    expect(words).toMatch(/; the other one is worse\. 90 % intervals by \S+ cover \d+ % of 45 held-out rows/);
    expect(words).toMatch(
      /The exact standard deviation of f is given by laplace within 5 %; <b>vi<\/b> gives \d\.\d\d of it\.$/,
    );
  });

  test("has every method that could be scored in its table, and says which could not", () => {
    expect(content.scores!.rows.map(({ name }) => name).sort()).toEqual([
      "<b>vi</b>",
      "exact",
      "flat line",
      "laplace",
    ]);
    const warnings = content
      .notes!.filter(({ level }) => level === "warning")
      .map(({ text }) => plainText(text));
    expect(warnings).toEqual([expect.stringMatching(/^broken could not be fitted: .*structur/)]);
  });

  test("shows scores, coverage, widths, bands and what each gets wrong", () => {
    expect(titles(content)).toEqual([
      "How sure the order is",
      "How sure, and how sure they should be",
      "What each predicts",
      "Beside the exact posterior",
      "How the verdict is worded",
    ]);
    expect(kinds(content)).toEqual([
      "score-dots",
      "coverage",
      "sharpness",
      "small-multiples",
      "overlay",
      "overlay",
      "ratio",
    ]);
  });

  test("renders, with names as text", () => {
    const { document } = new JSDOM(renderReport(content)).window;
    expect(document.querySelectorAll("svg.panel").length).toBeGreaterThan(8);
    expect(document.querySelector("main b")).toBeNull();
    expect(document.body.textContent).toContain(hostile);
  });
});

test("classes have reliability in the place of intervals, and no exact posterior", async () => {
  const draws = rng.fork("classes");
  const x = Array.from({ length: 60 }, () => [draws.normal(), draws.normal()]);
  const data = createDataset({
    x,
    y: x.map(([a]) => (a! + 0.5 * draws.normal() > 0 ? 1 : 0)),
    classes: ["no", "yes"],
  });
  const model: ModelSpec = {
    network: { kind: "mlp", hidden: [4] },
    prior: { kind: "normal", variance: 2 },
    likelihood: { kind: "bernoulli" },
  };
  const options = { epochs: 30 };
  const content = await reportOn(
    [
      { name: "one", method: { name: "map", options }, model },
      { name: "two", method: { name: "map", options: { epochs: 60 } }, model },
    ],
    data,
  );
  expect(plainText(content.verdict)).toMatch(
    /The most probable class by (one|two) is right for \d+ % of 60 held-out rows/,
  );
  expect(kinds(content)).toEqual(["score-dots", "reliability", "reliability"]);
  expect(JSON.stringify(content.sections)).not.toContain("methods are drawn");
  expect(content.scores!.columns.map(({ name }) => name)).toContain("error rate");
  expect(renderReport(content)).toContain("</html>");
});

test("nothing is fitted to all rows that the page would not show", () => {
  const network: ModelSpec = { ...basis, network: { kind: "mlp", hidden: [2] } };
  const candidates: Candidate[] = [
    { method: { name: "map" }, model: network },
    { method: { name: "map" }, model: basis },
  ];
  const two = createDataset({
    x: [
      [0, 1],
      [1, 0],
      [1, 1],
    ],
    y: [0, 1, 2],
  });
  expect(shownFitted(candidates, expSineData(rng.fork("curve"), { rows: 5 }))).toBe(candidates);
  expect(shownFitted(candidates, two)).toEqual([candidates[1]]);
});

test("a method alone is not compared with anything", async () => {
  const content = await reportOn(
    [{ method: { name: "exact" }, model: basis }],
    expSineData(rng.fork("one"), { rows: 30 }),
  );
  expect(titles(content)[0]).toBe("How sure, and how sure they should be");
  expect(plainText(content.verdict)).not.toMatch(/other|told apart/);
});

test("predictions without a finite standard deviation have no place among the widths", async () => {
  const model: ModelSpec = {
    network: { kind: "mlp", hidden: [2], activation: "tanh" },
    prior: { kind: "normal", variance: 1 },
    likelihood: { kind: "student-t", df: 2, scale: 0.2 },
  };
  const content = await reportOn(
    [{ method: { name: "map", options: { epochs: 20 } }, model }],
    expSineData(rng.fork("tails"), { rows: 20 }),
  );
  expect(kinds(content)).not.toContain("sharpness");
  expect(kinds(content)).toContain("coverage");
});

test("two methods are tied by the larger of two standard errors", () => {
  const pair = (value: number | null, rows: number | null, splits: number | null) =>
    ({ rows: { value, standardError: rows }, splits: { value, standardError: splits } }) as ComparedPair;
  expect(isTied(pair(-0.19, 0.05, 0.1))).toBe(true);
  expect(isTied(pair(-0.21, 0.05, 0.1))).toBe(false);
  expect(isTied(pair(-0.19, 0.05, null))).toBe(false);
  expect(isTied(pair(null, 0.05, 0.1))).toBe(false);
  expect(isTied(pair(-0.1, null, null))).toBe(false);
});

describe("what is said of the others", () => {
  const score = (value: number | null) => ({ value, standardError: value === null ? null : 0.1 });
  const compared = (
    pairs: readonly [value: number | null, error: number | null][],
    best: number | null = -1,
  ): MethodComparison =>
    ({
      scores: ["logScore"],
      candidates: [
        { name: "best", scores: { logScore: score(best) }, ranks: { logScore: best === null ? null : 1 } },
      ],
      differences: pairs.map(([value, standardError], i) => ({
        score: "logScore",
        candidate: `m${i}`,
        against: "best",
        rows: { value, standardError },
        splits: { value, standardError: null },
      })),
    }) as unknown as MethodComparison;
  const say = (...args: Parameters<typeof compared>) => plainText(comparisonVerdict(compared(...args)));

  test("they are worse beyond two standard errors, and where their score is not finite", () => {
    expect(say([[-1, 0.1]])).toMatch(/best predicts best, .*\. The other one is worse\./);
    expect(
      say([
        [-1, 0.1],
        [null, null],
      ]),
    ).toMatch(/Both others are worse\./);
  });
  test("one row has no error, and does not make them worse", () => {
    expect(say([[-1, null]])).toMatch(/predicts best.* One row does not tell how sure that is\./);
    expect(say([[-1, null]])).not.toMatch(/worse/);
  });
  test("none is best where no score is finite", () => {
    expect(say([], null)).toMatch(/^No method has a finite mean log score\./);
  });
});
