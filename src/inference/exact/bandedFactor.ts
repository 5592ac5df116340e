import { hypot } from "../../numeric/products.ts";
import { columnSquares } from "./bandedReduction.ts";
import { checkDetermined } from "./checkDetermined.ts";
import type { Line, Pieces } from "./pieces.ts";

/**
 * The triangular factor of the posterior precision, parameter by parameter from left to right: weight k depends on the
 * value f_k at its joint and on the slope g_(k-1) before it, and on nothing else to its left,
 *   main_k weight_k + value_k f_k + slope_k g_(k-1) = target_k + N(0, 1).
 * Entry K is the bias, which depends on nothing.
 */
export interface BandedFactor {
  readonly main: Float64Array;
  readonly value: Float64Array;
  readonly slope: Float64Array;
  readonly target: Float64Array;
  /** How much of g_(k-1) stays in g_k: 1 - slope_unit_k slope_k / main_k, as prior precision over main^2, without cancellation. */
  readonly kept: Float64Array;
}

/** What the data from piece k on say about (f_k, g_k): the rows [r00, r01 | b0] and [0, r11 | b1], of unit noise. */
interface Information {
  r00: number;
  r01: number;
  r11: number;
  b0: number;
  b1: number;
}

/**
 * Eliminates the weights from the last joint to the first, by Givens rotations alone: the precision matrix, with the
 * square of the condition number, is never formed. (The square-root information filter, Bierman 1977, run against the
 * x axis, so that what follows from it runs along the axis, the way the prior generates a function.)
 *
 * `rows` are the reduced data [K, 6], `sigma` their noise. Throws a NumericError if a flat prior meets too few rows.
 */
export function factorBanded(
  pieces: Pieces,
  rows: Float64Array,
  sigma: number,
  m0: Float64Array,
  precision: Float64Array,
): BandedFactor {
  const count = pieces.joints.length;
  const empty = () => new Float64Array(count + 1);
  const factor = { main: empty(), value: empty(), slope: empty(), target: empty(), kept: empty() };
  const known: Information = { r00: 0, r01: 0, r11: 0, b0: 0, b1: 0 };
  for (let k = count - 1; k >= 0; k--) {
    // f_(k+1) = f_k + width g_k.
    known.r01 += pieces.widths[k]! * known.r00;
    const p = 6 * k;
    foldRow(known, rows[p]! / sigma, rows[p + 1]! / sigma, rows[p + 2]! / sigma);
    foldRow(known, 0, rows[p + 3]! / sigma, rows[p + 4]! / sigma);
    eliminate(known, factor, k, pieces.slopes[k]!, Math.sqrt(precision[k]!), m0[k]!);
  }
  // Left of the first joint the slope is 0: what is left speaks of the bias.
  const root = Math.sqrt(precision[count]!);
  const main = hypot(known.r00, root);
  factor.main[count] = main;
  factor.target[count] = (known.r00 / main) * known.b0 + (root / main) * (root * m0[count]!);
  let squares: Float64Array | undefined;
  checkDetermined(
    factor.main,
    precision,
    (k) => Math.sqrt((squares ??= columnSquares(pieces, rows))[k]!) / sigma,
  );
  return factor;
}

/** Rotates the row [x0, x1 | y] into the triangular factor. */
function foldRow(known: Information, x0: number, x1: number, y: number): void {
  if (x0 !== 0) {
    const length = hypot(known.r00, x0);
    const c = known.r00 / length;
    const s = x0 / length;
    const { r01, b0 } = known;
    known.r00 = length;
    known.r01 = c * r01 + s * x1;
    known.b0 = c * b0 + s * y;
    x1 = c * x1 - s * r01;
    y = c * y - s * b0;
  }
  if (x1 !== 0) {
    const length = hypot(known.r11, x1);
    known.b1 = (known.r11 / length) * known.b1 + (x1 / length) * y;
    known.r11 = length;
  }
}

/**
 * Puts g_k = g_(k-1) + a weight_k into the two rows and rotates them with the row [root | root mean] of the weight's
 * prior until only the latter holds the weight: that row joins the factor, the others speak of (f_k, g_(k-1)).
 */
function eliminate(
  known: Information,
  factor: BandedFactor,
  k: number,
  a: number,
  root: number,
  mean: number,
): void {
  const { r00, r01, r11, b0, b1 } = known;
  const first = hypot(root, a * r11);
  const c1 = first > 0 ? root / first : 1;
  const s1 = first > 0 ? (a * r11) / first : 0;
  const held = c1 * root * mean + s1 * b1;
  const main = hypot(first, a * r01);
  const c0 = main > 0 ? first / main : 1;
  const s0 = main > 0 ? (a * r01) / main : 0;
  factor.main[k] = main;
  factor.value[k] = s0 * r00;
  factor.slope[k] = c0 * s1 * r11 + s0 * r01;
  factor.target[k] = c0 * held + s0 * b0;
  factor.kept[k] = main > 0 ? (root / main) * (root / main) : 1;
  known.r00 = c0 * r00;
  known.r01 = c0 * r01 - s0 * s1 * r11;
  known.b0 = c0 * b0 - s0 * held;
  known.r11 = c1 * r11;
  known.b1 = c1 * b1 - s1 * root * mean;
}

/**
 * Solves for the parameters from left to right with `target` on the right-hand side; returns their line. Its values are
 * those of the solution itself, not summed up from rounded parameters.
 */
export function solveFactor(
  pieces: Pieces,
  factor: BandedFactor,
  target: Float64Array,
  parameters: Float64Array,
): Line {
  const count = pieces.joints.length;
  const values = new Float64Array(count);
  const slopes = new Float64Array(count);
  let f = target[count]! / factor.main[count]!;
  let g = 0;
  parameters[count] = f;
  for (let k = 0; k < count; k++) {
    const pull = target[k]! - factor.value[k]! * f;
    parameters[k] = (pull - factor.slope[k]! * g) / factor.main[k]!;
    g = factor.kept[k]! * g + (pieces.slopes[k]! * pull) / factor.main[k]!;
    values[k] = f;
    slopes[k] = g;
    f += pieces.widths[k]! * g;
  }
  return { values, slopes };
}
