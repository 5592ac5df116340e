import { functionDiagnostics } from "../../diagnostics/functionDiagnostics.ts";
import type { CompiledModel } from "../../model/compileModel.ts";
import { createMatrix, type Matrix, rowOf } from "../../numeric/matrix.ts";
import type { Note } from "../method.ts";
import { forwardBank } from "../predictBank.ts";

/** Rows at which the functions of a chain are looked at. */
const MOST_ROWS = 20;
/** What Vehtari et al. (2021) ask for: chains that agree, and a hundred effective draws of each. */
const LARGEST_R_HAT = 1.01;
const ESS_PER_CHAIN = 100;

/** Up to 20 rows, or as many as are asked for, evenly spread over those of x. */
export function someRows(x: Matrix, most: number = MOST_ROWS): Matrix {
  const count = Math.min(most, x.rows);
  const rows = createMatrix(count, x.cols);
  for (let i = 0; i < count; i++) rows.data.set(rowOf(x, Math.floor((i * x.rows) / count)), i * x.cols);
  return rows;
}

/**
 * A note on whether chains have forgotten their starts, judged by the functions they drew at standardised inputs: weights of
 * hidden units may change places, which is no failure.
 */
export function mixingNote(compiled: CompiledModel, bank: Matrix, chains: number, x: Matrix): Note {
  const outputs = createMatrix(bank.rows, x.rows * compiled.likelihood.outputs);
  forwardBank(compiled, bank, x, outputs);
  const found = functionDiagnostics(outputs, chains);
  const rHats = found.map(({ rHat }) => rHat ?? Number.POSITIVE_INFINITY);
  const sizes = found.map(({ essBulk }) => essBulk ?? 0);
  const worst = Math.max(...rHats);
  const fewest = Math.min(...sizes);
  const figures = `R-hat of f up to ${worst.toFixed(3)}, effective draws down to ${Math.floor(fewest)} of ${bank.rows}`;
  const mixed = worst <= LARGEST_R_HAT && fewest >= ESS_PER_CHAIN * chains;
  if (mixed) return { code: "mixing", message: `The chains agree: ${figures}.` };
  return {
    code: "not-mixed",
    message: `The chains have not explored the posterior well enough: ${figures} (wanted: at most ${LARGEST_R_HAT}, at least ${ESS_PER_CHAIN * chains}). More steps help.`,
  };
}
