import { expect, test } from "vitest";
import { joinForecasts, rowForecasts } from "../../src/metrics/rowForecasts.ts";
import { createMatrix } from "../../src/numeric/matrix.ts";
import { classificationPredictive } from "../../src/predictive/classificationPredictive.ts";
import { createRng } from "../../src/random/rng.ts";
import { summarizeForecasts } from "../../src/study/forecastSummary.ts";

const rng = createRng("forecasts");

test("classes: confidence less accuracy, with the error of their difference over the rows", () => {
  // Always sure by 0.8 and right in 3 of 4 rows: 0.05 too sure.
  const n = 400;
  const predictive = classificationPredictive({
    probabilities: createMatrix(
      1,
      2 * n,
      Float64Array.from({ length: 2 * n }, (_, i) => [0.8, 0.2][i % 2]!),
    ),
    classes: ["a", "b"],
  });
  const y = Float64Array.from({ length: n }, (_, i) => (i % 4 === 0 ? 1 : 0));
  const summary = summarizeForecasts(
    rowForecasts(predictive, y, rng),
    Array.from(y, (_, i) => i),
  );
  if (summary.kind !== "classification") throw new Error("classes are predicted");
  expect(summary.excess.value).toBeCloseTo(0.05, 12);
  expect(summary.excess.standardError).toBeCloseTo(Math.sqrt((0.75 * 0.25) / (n - 1)), 12);
  expect(summary.confidence).toBeCloseTo(0.8, 12);
  expect(summary.chance).toBeCloseTo(Math.sqrt((0.8 * 0.2) / n), 12);
  expect(summary.reliability.bins.map(({ rows, frequency }) => [rows, frequency])).toEqual([[n, 0.75]]);
});

test("rows that were tested twice count once in the error", () => {
  const pit = Float64Array.of(0.5, 0.99, 0.5, 0.99);
  const sd = new Float64Array(4).fill(1);
  const once = summarizeForecasts({ kind: "regression", pit: pit.slice(0, 2), sd: sd.slice(0, 2) }, [0, 1]);
  const twice = summarizeForecasts({ kind: "regression", pit, sd }, [0, 1, 0, 1]);
  if (once.kind !== "regression" || twice.kind !== "regression") throw new Error("numbers are predicted");
  expect(once.ninety.value).toBe(0.5);
  expect(twice.ninety).toEqual(once.ninety);
  expect([once.effectiveRows, twice.effectiveRows, twice.rows]).toEqual([2, 2, 4]);
});

test("a standard deviation that is not finite is null, and JSON stays plain", () => {
  const sd = Float64Array.of(1, 2, Number.POSITIVE_INFINITY);
  const summary = summarizeForecasts({ kind: "regression", pit: sd.map(() => 0.5), sd }, [0, 1, 2]);
  if (summary.kind !== "regression") throw new Error("numbers are predicted");
  expect(summary.sdQuantiles[10]).toBe(2);
  expect(summary.sdQuantiles[20]).toBeNull();
  expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
});

test("blocks joined are the rows one after the other", () => {
  const block = (from: number) => ({
    kind: "regression" as const,
    pit: Float64Array.of(from, from + 0.1),
    sd: Float64Array.of(1, 2),
  });
  expect(joinForecasts([block(0.1), block(0.5)])).toEqual({
    kind: "regression",
    pit: Float64Array.of(0.1, 0.2, 0.5, 0.6),
    sd: Float64Array.of(1, 2, 1, 2),
  });
});
