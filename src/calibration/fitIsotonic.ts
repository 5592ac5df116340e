import { checkChoice, checkKeys } from "../errors/checks.ts";
import type { Note } from "../inference/method.ts";
import type { RegressionPredictive } from "../predictive/predictive.ts";
import type { CdfKnots } from "./cdfMap.ts";
import { checkHeldOut } from "./checkHeldOut.ts";
import type { IsotonicRecalibration } from "./recalibration.ts";

/** Options of {@link fitIsotonic}. */
export interface IsotonicOptions {
  /**
   * At which held-out rows the map may bend. "all": at every one, as Kuleshov et al. do; the map is the most faithful and
   * the density the roughest. "spaced" (default): at the 1st, 2nd, 4th, 8th, ... from either end, and between them at about
   * sqrt(n) rows with equally many between two.
   */
  readonly knots?: "spaced" | "all";
}

/**
 * Isotonic recalibration (Kuleshov, Fenner & Ermon 2018): an increasing map R for which R(F(y)) is uniform on the
 * held-out rows, learned by isotonic regression of the share of rows at or below F(y) on F(y). It mends a bias, a wrong
 * spread and a wrong shape that all rows have in common.
 *
 * The share is that of n + 1 rows, i/(n + 1): no finite sample says that nothing lies beyond its extremes, so that some
 * mass stays in either tail and no density becomes 0. Between knots the map is linear, so that the density is that of the model
 * times a slope. No knot is nearer than 1e-9 to an end; rows beyond are counted in a note "out-of-reach".
 * Throws a ShapeError if y has not one number per prediction, an ArgumentError if one is not finite, there is none, the
 * predictions are of counts, or an option is unknown.
 */
export function fitIsotonic(
  heldOut: RegressionPredictive,
  y: ArrayLike<number>,
  options: IsotonicOptions = {},
): IsotonicRecalibration {
  const where = "fitIsotonic";
  checkKeys(where, options, ["knots"]);
  const knots = checkChoice(where, "knots", options.knots ?? "spaced", ["spaced", "all"]);
  checkHeldOut(where, heldOut, y);
  const { size, targets } = heldOut;
  const pit = heldOut.cdf(y);
  const ofTarget = (j: number) => pit.filter((_, i) => i % targets === j);
  return {
    kind: "isotonic",
    rows: size,
    targets: Array.from({ length: targets }, (_, j) => learnMap(ofTarget(j), knots)),
    notes: outOfReach(pit),
  };
}

function learnMap(pit: Float64Array, which: "spaced" | "all"): CdfKnots {
  const sorted = pit.sort();
  const n = sorted.length;
  const ranks = which === "all" ? Array.from(sorted, (_, i) => i + 1) : spacedRanks(n);
  // Shares of a sample ascend: they are their own isotonic regression. Equal values have the rank of the last one.
  const rankOf = new Map(Array.from(sorted, (u, i) => [u, i + 1]));
  const from = [...new Set(ranks.map((rank) => sorted[rank - 1]!))].filter(isInReach);
  return { from, to: from.map((u) => rankOf.get(u)! / (n + 1)) };
}

/** Ranks from 1 to n, ascending: at doubling distances from either end, and up to the distance sqrt(n) between. */
function spacedRanks(n: number): number[] {
  const step = Math.floor(Math.sqrt(n));
  const ranks = new Set<number>();
  for (let rank = 1; 2 * rank <= n + 1; rank += Math.min(rank, step)) {
    ranks.add(rank);
    ranks.add(n + 1 - rank);
  }
  return [...ranks].sort((a, b) => a - b);
}

/** Nearer to 1 a floating-point number has lost the digits of 1 - u, and with them the slope of a map. */
const REACH = 1e-9;

const isInReach = (u: number): boolean => u >= REACH && u <= 1 - REACH;

function outOfReach(pit: Float64Array): Note[] {
  const count = pit.reduce((sum, u) => sum + (isInReach(u) ? 0 : 1), 0);
  if (count === 0) return [];
  const message =
    `${count} of ${pit.length} observations lie where the predictive distribution function is within ${REACH} of 0 or 1, ` +
    "as six standard deviations from the mean of a normal: the map gives them no more density. Scale the variance first.";
  return [{ code: "out-of-reach", message }];
}
