import { essOf } from "../diagnostics/essOf.ts";
import { checkNumber } from "../errors/checks.ts";
import { ShapeError } from "../errors/errors.ts";
import type { Matrix } from "../numeric/matrix.ts";
import { exp } from "../numeric/special.ts";

/**
 * Effective draws per draw of p(y_i | theta_s), for every row i [n]: how much shorter importance weights are to take chains
 * that remember where they were. `logLikelihood` [S, n] holds one chain after the other. 1 where nothing can be said: a
 * density that never changes, or fewer than six draws per chain.
 *
 * Throws an ArgumentError unless the number of chains is a whole one, a ShapeError unless it divides the draws.
 */
export function relativeEfficiency(logLikelihood: Matrix, chains: number): Float64Array {
  const where = "relativeEfficiency";
  checkNumber(where, "chains", chains, { integer: true, min: 1 });
  const { rows, cols, data } = logLikelihood;
  const length = rows / chains;
  if (!Number.isInteger(length)) {
    throw new ShapeError({
      where,
      problem: `the ${rows} draws must be a multiple of the chains, got ${chains}`,
      details: { draws: rows, chains },
    });
  }
  return Float64Array.from({ length: cols }, (_, i) => {
    let largest = Number.NEGATIVE_INFINITY;
    for (let s = 0; s < rows; s++) largest = Math.max(largest, data[s * cols + i]!);
    const found = essOf(
      Array.from({ length: chains }, (__, c) =>
        Float64Array.from({ length }, (___, s) => exp(data[(c * length + s) * cols + i]! - largest)),
      ),
    );
    return Number.isNaN(found) ? 1 : found / rows;
  });
}
