import { checkNumber } from "../errors/checks.ts";
import { ShapeError } from "../errors/errors.ts";
import type { Matrix } from "../numeric/matrix.ts";
import { type DrawsSummary, summarizeDraws } from "./summarizeDraws.ts";

/**
 * Diagnostics of the functions that were drawn instead of their parameters: a row for each of n inputs.
 *
 * Hidden units may change places, and signs, without changing the function. Chains in different ones of these equal modes
 * never agree about a weight, whose R-hat stays large for ever; about the function they may agree.
 *
 * `values` [chains * draws, n] has a row for each draw, chain after chain, and a column for each input; `names` [n] are
 * those of the inputs, by default "[0]", "[1]", ...
 * Throws an ArgumentError unless `chains` is a positive whole number, a ShapeError if the rows do not divide into as many
 * chains or the names are not n.
 */
export function functionDiagnostics(
  values: Matrix,
  chains: number,
  names?: readonly string[],
): DrawsSummary[] {
  checkNumber("functionDiagnostics", "chains", chains, { integer: true, min: 1 });
  if (values.rows % chains !== 0) {
    throw new ShapeError({
      where: "functionDiagnostics",
      problem: `values must have as many rows for each of the ${chains} chains, got ${values.rows} rows`,
      details: { rows: values.rows, chains },
    });
  }
  const sizes = { chains, draws: values.rows / chains, size: values.cols };
  return summarizeDraws({ ...sizes, data: values.data, ...(names === undefined ? {} : { names }) });
}
