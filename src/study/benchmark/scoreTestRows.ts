import type { Dataset } from "../../data/dataset.ts";
import { takeDatasetRows } from "../../data/takeDatasetRows.ts";
import { rowScores } from "../../metrics/rowScores.ts";
import type { Matrix } from "../../numeric/matrix.ts";
import type { RegressionPredictive } from "../../predictive/predictive.ts";
import type { ScoredRows } from "./benchmarkResult.ts";

/** Rows that are scored at a time, so that mixtures of many draws stay small. */
const BLOCK = 256;

/** Predicts test rows and scores them. */
export function scoreTestRows(
  predict: (x: Matrix) => RegressionPredictive,
  test: Dataset,
  signal: AbortSignal | undefined,
): ScoredRows {
  const found: Record<keyof ScoredRows, (number | null)[]> = {
    mean: [],
    logScore: [],
    squaredError: [],
    crps: [],
    pit: [],
    width90: [],
  };
  const keep = (name: keyof ScoredRows, values: Float64Array) => {
    for (const value of values) found[name].push(Number.isFinite(value) ? value : null);
  };
  for (let from = 0; from < test.x.rows; from += BLOCK) {
    signal?.throwIfAborted();
    const length = Math.min(BLOCK, test.x.rows - from);
    const block = takeDatasetRows(
      test,
      Uint32Array.from({ length }, (_, i) => from + i),
    );
    const predictive = predict(block.x);
    const y = block.y.data;
    const scores = rowScores(predictive, y);
    const { lower, upper } = predictive.interval(0.9);
    keep("mean", predictive.mean);
    keep("logScore", scores.logScore!);
    keep("squaredError", scores.squaredError!);
    keep("crps", scores.crps!);
    keep("pit", predictive.cdf(y));
    keep(
      "width90",
      upper.map((value, i) => value - lower[i]!),
    );
  }
  return found;
}
