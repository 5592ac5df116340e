import { checkFinite, checkFlag, checkKeys, checkNumber } from "../errors/checks.ts";
import type { Matrix } from "../numeric/matrix.ts";

/**
 * Number of ordered pairs of draws that a score averages over: all S^2, or the S (S - 1) of different ones if it is to be fair.
 * Throws an ArgumentError for fewer than one draw (two if fair), numbers that are not finite, or an unknown option.
 */
export function checkDraws(where: string, draws: Matrix, options: { readonly fair?: boolean }): number {
  checkKeys(where, options, ["fair"]);
  const fair = checkFlag(where, "fair", options.fair ?? false);
  checkNumber(where, "number of draws", draws.rows, { integer: true, min: fair ? 2 : 1 });
  checkFinite(where, "draws", draws.data);
  return draws.rows * (fair ? draws.rows - 1 : draws.rows);
}
