import { normalMeanAbsolute } from "./normal.ts";
import type { NormalMixture } from "./normalMixture.ts";
import { standardNormalCdf } from "./standardNormal.ts";

/** Up to this number of components the pairwise formula is always used. */
const MOST_PAIRS = 64;
/** Below mean - FAR sd and above mean + FAR sd a normal distribution has 1e-15 of its mass. */
const FAR = 8;

/**
 * Continuous ranked probability score of the mixture at y, E|X - y| - E|X - X'|/2 (Gneiting & Raftery 2007, equation
 * 21), in units of y.
 *
 * E|X - y| has a closed form. E|X - X'|/2 is a closed form over all pairs of components, at most 64 of them (Grimit et
 * al. 2006); of point masses a sum over their sorted places; and otherwise the integral of F (1 - F), by the
 * trapezoidal rule with step h = sd/2 for the smallest sd: for sums of normal distributions its error,
 * exp(-(pi sd/h)^2), is below the rounding error.
 */
export function normalMixtureCrps(y: number, mixture: NormalMixture): number {
  const { weights, mean, sd } = mixture;
  let toTarget = 0;
  for (let s = 0; s < weights.length; s++) toTarget += weights[s]! * normalMeanAbsolute(y - mean[s]!, sd[s]!);
  return Math.max(0, toTarget - halfMeanDifference(mixture));
}

/** E|X - X'|/2 of two independent draws: the integral of F (1 - F). */
export function halfMeanDifference(mixture: NormalMixture): number {
  if (mixture.sd.every((sd) => sd === 0)) return pointSpread(mixture);
  const count = mixture.weights.length;
  if (count <= MOST_PAIRS) return pairSpread(mixture);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let narrowest = Number.POSITIVE_INFINITY;
  for (let s = 0; s < count; s++) {
    low = Math.min(low, mixture.mean[s]! - FAR * mixture.sd[s]!);
    high = Math.max(high, mixture.mean[s]! + FAR * mixture.sd[s]!);
    narrowest = Math.min(narrowest, mixture.sd[s]!);
  }
  const steps = Math.ceil((2 * (high - low)) / narrowest);
  // A pair costs about as much as four terms of a cdf.
  return steps <= 2 * count ? trapezoidSpread(mixture, low, high, steps) : pairSpread(mixture);
}

function trapezoidSpread(mixture: NormalMixture, low: number, high: number, steps: number): number {
  const { weights, mean, sd } = mixture;
  const h = (high - low) / steps;
  let sum = 0;
  for (let k = 1; k < steps; k++) {
    const x = low + k * h;
    let below = 0;
    for (let s = 0; s < weights.length; s++) {
      const z = (x - mean[s]!) / sd[s]!;
      if (z > FAR) below += weights[s]!;
      else if (z > -FAR) below += weights[s]! * standardNormalCdf(z);
    }
    sum += below * (1 - below);
  }
  return h * sum;
}

function pairSpread({ weights, mean, sd }: NormalMixture): number {
  let sum = 0;
  for (let s = 0; s < weights.length; s++) {
    let row = 0.5 * weights[s]! * normalMeanAbsolute(0, Math.SQRT2 * sd[s]!);
    for (let r = 0; r < s; r++) {
      const spread = Math.sqrt(sd[s]! * sd[s]! + sd[r]! * sd[r]!);
      row += weights[r]! * normalMeanAbsolute(mean[s]! - mean[r]!, spread);
    }
    sum += weights[s]! * row;
  }
  return sum;
}

/** Between neighbouring points the cdf is constant: the integral is a sum over the gaps. */
function pointSpread({ weights, mean }: NormalMixture): number {
  const order = Uint32Array.from(mean, (_, s) => s).sort((a, b) => mean[a]! - mean[b]!);
  let sum = 0;
  let below = 0;
  for (let k = 1; k < order.length; k++) {
    below += weights[order[k - 1]!]!;
    sum += (mean[order[k]!]! - mean[order[k - 1]!]!) * below * (1 - below);
  }
  return sum;
}
