import { log } from "../numeric/special.ts";
import { invertCdf } from "./invertCdf.ts";
import { standardNormalQuantile } from "./normal.ts";
import {
  type NormalMixture,
  normalMixtureCdf,
  normalMixtureMean,
  normalMixtureVariance,
} from "./normalMixture.ts";
import { standardNormalCdf, standardNormalDensity } from "./standardNormal.ts";

type Pair = [cdf: number, slope: number];

/**
 * The smallest y with cdf(y) >= p, for 0 < p < 1. Found in whichever tail is the shorter, so that p = 1e-12 and
 * p = 1 - 1e-12 keep their digits.
 */
export function normalMixtureQuantile(p: number, mixture: NormalMixture): number {
  if (mixture.sd.every((sd) => sd === 0)) return pointQuantile(p, mixture);
  if (mixture.sd.includes(0))
    return invertCdf((y) => normalMixtureCdf(y, mixture), p, ...bracket(p, mixture));
  if (p <= 0.5) return lowerQuantile(p, mixture);
  return -lowerQuantile(1 - p, { ...mixture, mean: mixture.mean.map((m) => -m) });
}

/** The interval that the p-quantiles of the components span; that of the mixture lies in it. */
function bracket(p: number, { mean, sd }: NormalMixture): [number, number] {
  const z = standardNormalQuantile(p);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let s = 0; s < mean.length; s++) {
    const quantile = mean[s]! + z * sd[s]!;
    if (quantile < low) low = quantile;
    if (quantile > high) high = quantile;
  }
  return [low, high];
}

/** Newton's method for log cdf(y) = log p, kept inside a shrinking bracket, from the normal distribution's quantile. */
function lowerQuantile(p: number, mixture: NormalMixture): number {
  let [low, high] = bracket(p, mixture);
  const spread = Math.sqrt(normalMixtureVariance(mixture));
  const narrowest = mixture.sd.reduce((least, sd) => Math.min(least, sd));
  let y = normalMixtureMean(mixture) + standardNormalQuantile(p) * spread;
  const pair: Pair = [0, 0];
  if (!(y > low && y < high)) y = low + 0.5 * (high - low);
  for (let step = 0; step < 200 && y > low && y < high; step++) {
    const [below, slope] = cdfAndSlope(y, mixture, pair);
    if (below < p) low = y;
    else high = y;
    const middle = low + 0.5 * (high - low);
    const move = below > 0 ? (below / slope) * log(below / p) : Number.NaN;
    const newton = y - move;
    const trusted = newton >= low && newton <= high && (step < 8 || step % 2 === 0);
    // Newton's error is squared: once a step is this small, the next one would be below the last digit.
    if (trusted && Math.abs(move) <= 1e-9 * narrowest + 4e-16 * (Math.abs(y) + spread)) return newton;
    y = trusted ? newton : middle;
  }
  return y;
}

/** The cdf, and its slope as far as components within eight standard deviations give it: Newton asks no more of it. */
function cdfAndSlope(y: number, { weights, mean, sd }: NormalMixture, out: Pair): Pair {
  let below = 0;
  let slope = 0;
  for (let s = 0; s < weights.length; s++) {
    const z = (y - mean[s]!) / sd[s]!;
    below += weights[s]! * standardNormalCdf(z);
    if (z > -8 && z < 8) slope += (weights[s]! / sd[s]!) * standardNormalDensity(z);
  }
  out[0] = below;
  out[1] = slope;
  return out;
}

/** Point masses: the points are passed in order until a share p lies behind. */
function pointQuantile(p: number, { weights, mean }: NormalMixture): number {
  const order = Uint32Array.from(mean, (_, s) => s).sort((a, b) => mean[a]! - mean[b]!);
  let below = 0;
  for (const s of order) {
    below += weights[s]!;
    // The weights carry rounding errors: ten of 0.1 add up to less than 1.
    if (below >= p - 1e-14) return mean[s]!;
  }
  return mean[order[order.length - 1]!]!;
}
