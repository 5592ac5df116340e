import { ArgumentError } from "../errors/errors.ts";
import type { Matrix } from "../numeric/matrix.ts";
import { log, logSumExp } from "../numeric/special.ts";

/** A sum over rows with the standard error of such a sum over rows drawn anew, sqrt(n var); null for a single row. */
export interface SummedScore {
  readonly value: number;
  readonly standardError: number | null;
}

/** The sum of a score per row. */
export function sumOfRows(values: Float64Array): SummedScore {
  const n = values.length;
  const value = values.reduce((sum, v) => sum + v, 0);
  if (n < 2) return { value, standardError: null };
  const squares = values.reduce((sum, v) => sum + (v - value / n) * (v - value / n), 0);
  return { value, standardError: Math.sqrt((n * squares) / (n - 1)) };
}

/**
 * Throws an ArgumentError unless there are two draws and a row, and every log likelihood [S, n] is finite: a row that is
 * impossible under a draw has no importance weight.
 */
export function checkLogLikelihood(where: string, { rows, cols, data }: Matrix): void {
  if (rows < 2 || cols < 1) {
    throw new ArgumentError({
      where,
      problem: `the log likelihood must be of two draws and one row at least, got [${rows}, ${cols}]`,
    });
  }
  const at = data.findIndex((value) => !Number.isFinite(value));
  if (at === -1) return;
  throw new ArgumentError({
    where,
    problem: `the log likelihood must be finite, got ${data[at]} at draw ${Math.floor(at / cols)}, row ${at % cols}`,
    fix: "Leave out rows that are impossible under the model.",
    details: { draw: Math.floor(at / cols), row: at % cols },
  });
}

/** log (1/S sum exp l_s): the log predictive density that draws give to a row they have seen. */
export function logMeanExp(values: Float64Array): number {
  return logSumExp(values) - log(values.length);
}
