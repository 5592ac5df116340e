import type { BenchmarkCell } from "../benchmark.ts";
import type { BenchmarkFit } from "./benchmarkResult.ts";

/** A benchmark fit with means of its test rows in place of the rows: plain JSON. */
export interface SplitScore extends Omit<BenchmarkFit, "rows"> {
  readonly rmse: number | null;
  readonly logScore: number | null;
  readonly crps: number | null;
  /** Share of test rows in the central 90 % interval. */
  readonly coverage90: number;
}

/** What a method did on every split of a data set, without single rows. */
export function splitScoresOf({ set, method, outcomes }: BenchmarkCell): {
  readonly set: string;
  readonly method: string;
  readonly splits: readonly (SplitScore | { readonly error: string })[];
} {
  return {
    set,
    method,
    splits: outcomes.map((outcome) => {
      if ("error" in outcome) return outcome;
      const { rows, ...fit } = outcome.fit;
      const squares = mean(rows.squaredError);
      return {
        ...fit,
        rmse: squares === null ? null : Math.sqrt(squares),
        logScore: mean(rows.logScore),
        crps: mean(rows.crps),
        coverage90: mean(rows.pit.map((p) => Number(p !== null && Math.abs(p - 0.5) <= 0.45)))!,
      };
    }),
  };
}

/** The mean; null where a value is. */
function mean(values: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (value === null) return null;
    sum += value;
  }
  return sum / values.length;
}
