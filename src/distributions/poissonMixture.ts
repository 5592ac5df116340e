import { exp, log } from "../numeric/special.ts";
import { halfMeanDifference } from "./normalMixtureCrps.ts";
import {
  poissonCdf,
  poissonLogProb,
  poissonMeanAbsolute,
  poissonQuantile,
  smallestCount,
} from "./poisson.ts";

/**
 * The mixture sum_s weights[s] Poisson(rate[s]); the weights add up to 1. Flat arrays, because a bank of posterior draws is
 * such a mixture with S in the thousands.
 */
export interface PoissonMixture {
  readonly weights: Float64Array;
  readonly rate: Float64Array;
}

/** sum_s weights[s] rate[s]. */
export function poissonMixtureMean({ weights, rate }: PoissonMixture): number {
  let sum = 0;
  for (let s = 0; s < rate.length; s++) sum += weights[s]! * rate[s]!;
  return sum;
}

/** Law of total variance: the mean rate and the variance of the rates. */
export function poissonMixtureVariance(mixture: PoissonMixture): number {
  const { weights, rate } = mixture;
  const mean = poissonMixtureMean(mixture);
  let between = 0;
  for (let s = 0; s < rate.length; s++) between += weights[s]! * (rate[s]! - mean) * (rate[s]! - mean);
  return mean + between;
}

/** log P(Y = y); -Infinity where y is not a count. */
export function poissonMixtureLogProb(y: number, { weights, rate }: PoissonMixture): number {
  let largest = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let s = 0; s < rate.length; s++) {
    const term = log(weights[s]!) + poissonLogProb(y, rate[s]!);
    if (term === Number.NEGATIVE_INFINITY) continue;
    if (term <= largest) sum += exp(term - largest);
    else {
      sum = sum * exp(largest - term) + 1;
      largest = term;
    }
  }
  return sum === 0 ? largest : largest + log(sum);
}

/** P(Y <= y). */
export function poissonMixtureCdf(y: number, { weights, rate }: PoissonMixture): number {
  let sum = 0;
  for (let s = 0; s < rate.length; s++) sum += weights[s]! * poissonCdf(y, rate[s]!);
  return Math.min(1, sum);
}

/** The smallest count k with P(Y <= k) >= p, for 0 < p < 1. It lies between those of the smallest and largest rate. */
export function poissonMixtureQuantile(p: number, mixture: PoissonMixture): number {
  const { least, most } = range(mixture.rate);
  const low = poissonQuantile(p, least);
  const high = poissonQuantile(p, most);
  if (low === high) return low;
  // The weights carry rounding errors: between rates far apart, the cdf rests at a sum of some of them.
  const holds = (k: number) => k >= high || poissonMixtureCdf(k, mixture) >= p * (1 - 1e-14);
  const middle = Math.floor(low + 0.5 * (high - low));
  return Math.max(low, smallestCount(holds, middle));
}

/** Above this rate mean differences are those of normal distributions, to a relative 1e-8. */
const NEARLY_NORMAL = 1e7;

/**
 * Continuous ranked probability score at y, sum_s w_s E|Y_s - y| - E|Y - Y'|/2 (Gneiting & Raftery 2007, equation 21), in
 * units of y. The first part has a closed form; the second is the sum over all counts of F (1 - F).
 */
export function poissonMixtureCrps(y: number, mixture: PoissonMixture): number {
  const { weights, rate } = mixture;
  let toTarget = 0;
  for (let s = 0; s < rate.length; s++) toTarget += weights[s]! * poissonMeanAbsolute(y, rate[s]!);
  const spread =
    range(rate).most > NEARLY_NORMAL
      ? halfMeanDifference({ weights, mean: rate, sd: rate.map(Math.sqrt) })
      : halfDifference(mixture);
  return Math.max(0, toTarget - spread);
}

/**
 * The sum of F(k) (1 - F(k)). Each component is followed only where it is neither 0 nor 1 to seventeen digits, within ten
 * standard deviations (and 50 above) of its rate; in order of the rates these stretches begin and end one after the other.
 */
function halfDifference({ weights, rate }: PoissonMixture): number {
  const order = Uint32Array.from(rate, (_, s) => s).sort((a, b) => rate[a]! - rate[b]!);
  const count = order.length;
  const begin = order.map((s) => Math.max(0, Math.floor(rate[s]! - 10 * Math.sqrt(rate[s]!))));
  const end = order.map((s) => Math.ceil(rate[s]! + 10 * Math.sqrt(rate[s]!) + 50));
  const mass = new Float64Array(count);
  const below = new Float64Array(count);
  let done = 0;
  let first = 0;
  let last = 0;
  let sum = 0;
  for (let k = 0; first < count; k++) {
    if (first === last && begin[last]! > k) {
      // Nothing changes until the next component begins.
      sum += (begin[last]! - k) * done * (1 - done);
      k = begin[last]!;
    }
    for (; last < count && begin[last]! <= k; last++) {
      mass[last] = exp(poissonLogProb(k, rate[order[last]!]!));
      below[last] = poissonCdf(k, rate[order[last]!]!);
    }
    let f = done;
    for (let c = first; c < last; c++) f += weights[order[c]!]! * below[c]!;
    sum += f * Math.max(0, 1 - f);
    for (let c = first; c < last; c++) {
      mass[c] = (mass[c]! * rate[order[c]!]!) / (k + 1);
      below[c] = below[c]! + mass[c]!;
    }
    for (; first < last && end[first]! <= k; first++) done += weights[order[first]!]!;
  }
  return sum;
}

function range(rate: Float64Array): { least: number; most: number } {
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (const value of rate) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { least, most };
}
