import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/metrics/evaluate.ts";
import { matrixFromRows } from "../../src/numeric/matrix.ts";
import { classificationPredictive } from "../../src/predictive/classificationPredictive.ts";
import { normalPredictive, studentTPredictive } from "../../src/predictive/normalPredictive.ts";
import { poissonDrawsPredictive } from "../../src/predictive/poissonDrawsPredictive.ts";

const normal = (mean: number[], sd: number[], targets = 1) =>
  normalPredictive({
    mean: Float64Array.from(mean),
    epistemic: new Float64Array(mean.length),
    aleatoric: Float64Array.from(sd, (s) => s * s),
    targets,
  });

describe("all scores of both kinds in hard cases", () => {
  const classes = (rows: number[][]) =>
    classificationPredictive({
      probabilities: matrixFromRows([rows.flat()]),
      classes: rows[0]!.map((_, k) => `class ${k}`),
    });
  const heavy = studentTPredictive({
    df: 1,
    location: Float64Array.of(0, 1, 2),
    functionScale: Float64Array.of(1, 1, 1),
    observationScale: Float64Array.of(2, 2, 2),
    aleatoric: Float64Array.of(Infinity, Infinity, Infinity),
  });
  const counts = poissonDrawsPredictive({ rates: matrixFromRows([[0, 2, 7]]) });

  it.each([
    ["one row", () => evaluate(normal([1], [2]), [3])],
    ["no spread", () => evaluate(normal([1, 2, 3], [0, 0, 0]), [1, 2, 4])],
    ["all equal and right", () => evaluate(normal([1, 1], [1, 1]), [1, 1])],
    ["far away", () => evaluate(normal([0, 0, 0], [1, 1, 1]), [1e150, -1e150, 0])],
    ["farther", () => evaluate(normal([0, 0, 0], [1, 1, 1]), [1.2e154, -1.2e154, 1.2e154])],
    ["as far as numbers go", () => evaluate(normal([0, 0, 0], [1, 1, 1]), [1.7e308, -1.7e308, 1.7e308])],
    ["tiny units", () => evaluate(normal([0, 1e-300, 0], [1e-150, 1e-150, 1e-160]), [1e-150, 0, 0])],
    ["no mean", () => evaluate(heavy, [0, 1, 5])],
    ["counts, one of them certain", () => evaluate(counts, [0, 2, 9])],
    ["a count that is none", () => evaluate(counts, [0, 2.5, 9])],
    [
      "two targets, one without spread",
      () => evaluate(normal([1, 2, 3, 4], [1, 0, 1, 0], 2), [1, 2, 3, 4], { target: 1 }),
    ],
    ["one row of a class", () => evaluate(classes([[0.5, 0.5]]), [1])],
    [
      "certain and wrong",
      () =>
        evaluate(
          classes([
            [1, 0],
            [1, 0],
          ]),
          [1, 1],
        ),
    ],
    [
      "certain and right",
      () =>
        evaluate(
          classes([
            [1, 0, 0],
            [0, 1, 0],
          ]),
          [0, 1],
        ),
    ],
    [
      "a class that never comes",
      () =>
        evaluate(
          classes([
            [0.2, 0.3, 0.5],
            [0.5, 0.3, 0.2],
          ]),
          [0, 2],
        ),
    ],
    ["the same for all", () => evaluate(classes(Array(30).fill([0.4, 0.6])), Array(30).fill(0))],
  ] as const)("%s: plain JSON without NaN, and a note for every number that is not there", (_, scores) => {
    const found = scores();
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    for (const entry of entriesIn(found)) {
      if (entry.value === null || entry.standardError === null)
        expect(entry.note).toEqual(expect.any(String));
      else expect(entry.standardError).toBeGreaterThanOrEqual(0);
    }
  });
});

/** Every score in a nest of objects. */
function entriesIn(tree: unknown): { value: number | null; standardError: number | null; note?: string }[] {
  if (typeof tree !== "object" || tree === null) return [];
  if ("standardError" in tree) return [tree as never];
  return Object.values(tree).flatMap(entriesIn);
}
