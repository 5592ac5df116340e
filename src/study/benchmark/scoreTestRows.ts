import type { Dataset } from "../../data/dataset.ts";
import { rowScores } from "../../metrics/rowScores.ts";
import type { Matrix } from "../../numeric/matrix.ts";
import type { RegressionPredictive } from "../../predictive/predictive.ts";
import { rowBlocks } from "../rowBlocks.ts";
import type { ScoredRows } from "./benchmarkResult.ts";

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
  for (const { rows } of rowBlocks(test, signal)) {
    const predictive = predict(rows.x);
    const y = rows.y.data;
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
