import { log } from "../numeric/special.ts";
import type { Marginals } from "../predictive/marginals.ts";
import type { Rng } from "../random/rng.ts";
import type { CdfMap } from "./cdfMap.ts";
import { partialMoments } from "./partialMoments.ts";
import { recalibratedCrps } from "./recalibratedCrps.ts";

/** Distributions whose observations can be carried over from those they were made of. */
export interface RecalibratedMarginals extends Marginals {
  /** The observation of the recalibrated distribution at the same probability as y has, y recalibrated. */
  transport(i: number, y: number): number;
}

/** The largest number below 1, and the smallest above 0, at which a quantile is asked for. */
const ALMOST_ONE = 1 - 1.1102230246251565e-16;
const ALMOST_ZERO = 1e-300;

/**
 * The distributions with distribution function R(F(y)), where F is that of `base` and R the map of the target, map
 * i mod t for position i. As R is increasing and piecewise linear they are distributions like any others: quantiles are
 * F^-1(R^-1(p)), the density is that of `base` times the slope of R. Beyond the outermost knots the slope is constant, so
 * that the tails have the shape of those of `base`, with another mass.
 */
export function recalibratedMarginals(base: Marginals, maps: readonly CdfMap[]): RecalibratedMarginals {
  const mapAt = (i: number) => maps[i % maps.length]!;
  const cuts: Float64Array[] = [];
  /** Where F reaches the interior knots of R. */
  const cutsAt = (i: number): Float64Array =>
    (cuts[i] ??= Float64Array.from(mapAt(i).from.slice(1, -1), (u) => base.quantile(i, u)));
  const moments: { mean: number; variance: number }[] = [];
  const momentsAt = (i: number) => (moments[i] ??= momentsOf(base, i, cutsAt(i), mapAt(i)));
  const cdf = (i: number, y: number) => mapAt(i).value(base.cdf(i, y));
  const inside = (u: number) => Math.min(Math.max(u, ALMOST_ZERO), ALMOST_ONE);
  const quantile = (i: number, p: number) => base.quantile(i, inside(mapAt(i).inverse(p)));
  const transport = (i: number, y: number) => quantile(i, base.cdf(i, y));
  return {
    family: "recalibrated",
    size: base.size,
    mean: (i) => momentsAt(i).mean,
    variance: (i) => momentsAt(i).variance,
    logProb: (i, y) => {
      const map = mapAt(i);
      return base.logProb(i, y) + log(map.slopes[map.pieceAt(base.cdf(i, y))]!);
    },
    cdf,
    quantile,
    crps: (i, y) =>
      base.variance(i) === 0 ? base.crps(i, y) : recalibratedCrps(base, i, cutsAt(i), mapAt(i), y),
    draw: (i: number, rng: Rng) => transport(i, base.draw(i, rng)),
    transport,
  };
}

/** Mean and variance: what `base` has between the knots, each piece times its slope. */
function momentsOf(
  base: Marginals,
  i: number,
  cuts: Float64Array,
  map: CdfMap,
): { mean: number; variance: number } {
  const [mean, variance] = [base.mean(i), base.variance(i)];
  if (Number.isNaN(mean) || variance === 0 || cuts.length === 0) return { mean, variance };
  const parts = partialMoments(base, i, cuts, mean);
  const off = parts.reduce((sum, { first }, k) => sum + map.slopes[k]! * first, 0);
  const square = parts.reduce((sum, { second }, k) => sum + map.slopes[k]! * second, 0);
  return {
    mean: mean + off,
    variance: variance === Number.POSITIVE_INFINITY ? variance : Math.max(0, square - off * off),
  };
}
