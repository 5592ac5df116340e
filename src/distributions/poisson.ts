import { exp, LOG_TWO_PI, log, logGamma } from "../numeric/special.ts";
import type { Rng } from "../random/rng.ts";
import { standardNormalQuantile } from "./normal.ts";
import { poissonDeviance, poissonLargeRateCdf } from "./poissonLargeRate.ts";

/** The largest rate: far above it neighbouring counts are no longer different floating-point numbers. */
export const LARGEST_RATE = 1e15;
/** From this rate on the distribution function is an expansion instead of a sum of some thousand terms. */
const LARGE_RATE = 1e5;
/** Terms below this share of a sum do not change it. */
const NEGLIGIBLE = 1e-18;

/** log P(Y = y) for Y ~ Poisson(rate); -Infinity where y is not a count. A rate of 0 is the point mass at 0. */
export function poissonLogProb(y: number, rate: number): number {
  if (!(y >= 0 && Number.isInteger(y))) return Number.NEGATIVE_INFINITY;
  if (rate === 0) return y === 0 ? 0 : Number.NEGATIVE_INFINITY;
  if (y < 16) return y * log(rate) - rate - logGamma(y + 1);
  // y log(rate) - rate - log y! with Stirling's series for y!, so that large terms never meet.
  return -poissonDeviance(y, rate) - stirlingRest(y) - 0.5 * (LOG_TWO_PI + log(y));
}

/** log y! - (y log y - y + log(2 pi y)/2) for y >= 16, to 1e-17. */
function stirlingRest(y: number): number {
  const square = y * y;
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / (1188 * square)) / square) / square) / square) / y;
}

/** P(Y <= y) for Y ~ Poisson(rate), to 1e-13 in both tails (relative in the lower one). */
export function poissonCdf(y: number, rate: number): number {
  if (y < 0) return 0;
  if (rate === 0 || y === Number.POSITIVE_INFINITY) return 1;
  const k = Math.floor(y);
  if (rate >= LARGE_RATE) return poissonLargeRateCdf(k, rate);
  return k < rate ? lowerTail(k, rate) : 1 - upperTail(k + 1, rate);
}

/** P(Y <= k) for k below the rate: each term is a share j/rate of the one above it. */
function lowerTail(k: number, rate: number): number {
  let term = 1;
  let sum = 1;
  for (let j = k; j > 0 && term > NEGLIGIBLE * sum; j--) {
    term *= j / rate;
    sum += term;
  }
  return exp(poissonLogProb(k, rate)) * sum;
}

/** P(Y >= k) for k above the rate. */
function upperTail(k: number, rate: number): number {
  let term = 1;
  let sum = 1;
  for (let j = k + 1; term > NEGLIGIBLE * sum; j++) {
    term *= rate / j;
    sum += term;
  }
  return exp(poissonLogProb(k, rate)) * sum;
}

/** The smallest count k with P(Y <= k) >= p, for 0 < p < 1. */
export function poissonQuantile(p: number, rate: number): number {
  if (rate === 0) return 0;
  // Two terms of Cornish and Fisher: at large rates off by one at most.
  const z = standardNormalQuantile(p);
  const guess = Math.max(0, Math.floor(rate + Math.sqrt(rate) * z + (z * z - 1) / 6));
  return smallestCount((k) => poissonCdf(k, rate) >= p, guess);
}

/** The smallest count for which a property holds that all larger ones share, searched from a guess. */
export function smallestCount(holds: (count: number) => boolean, guess: number): number {
  let low = guess;
  let high = guess;
  let step = 1;
  if (holds(guess)) {
    for (low = guess - 1; low >= 0 && holds(low); low -= step *= 2) high = low;
    low = Math.max(low, -1);
  } else {
    for (high = guess + 1; !holds(high); high += step *= 2) low = high;
  }
  while (high - low > 1) {
    const middle = Math.floor(low + 0.5 * (high - low));
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** E|Y - y| = (y - rate)(2 F(y) - 1) + 2 rate P(Y = floor(y)), by the identity k P(k) = rate P(k - 1). */
export function poissonMeanAbsolute(y: number, rate: number): number {
  const mass = y < 0 ? 0 : exp(poissonLogProb(Math.floor(y), rate));
  return (y - rate) * (2 * poissonCdf(y, rate) - 1) + 2 * rate * mass;
}

/**
 * Continuous ranked probability score of Poisson(rate) at y, E|Y - y| - E|Y - Y'|/2 (Gneiting & Raftery 2007, equation 21),
 * in units of y. The second term is rate e^(-2 rate) (I0(2 rate) + I1(2 rate)) (Wei & Held 2014).
 */
export function poissonCrps(y: number, rate: number): number {
  return Math.max(0, poissonMeanAbsolute(y, rate) - poissonHalfMeanDifference(rate));
}

/** E|Y - Y'|/2 of two independent Poisson counts of the same rate. */
function poissonHalfMeanDifference(rate: number): number {
  let term = 1;
  let sum = 0;
  if (rate < 20) {
    // Power series of I0 + I1: all terms are positive.
    for (let k = 0; term > NEGLIGIBLE * sum; k++) {
      sum += term * (1 + rate / (k + 1));
      term *= (rate / (k + 1)) * (rate / (k + 1));
    }
    return rate * exp(-2 * rate) * sum;
  }
  // Asymptotic series of I0 and I1; their smallest terms are far below the last digit.
  let other = 1;
  for (let j = 1; Math.abs(other) > NEGLIGIBLE; j++) {
    sum += term + other;
    const odd = (2 * j - 1) * (2 * j - 1);
    term *= odd / (16 * j * rate);
    other *= (odd - 4) / (16 * j * rate);
  }
  return (0.5 * sum * Math.sqrt(rate)) / Math.sqrt(Math.PI);
}

/** A draw of Poisson(rate): one uniform number through the quantile function. */
export function drawPoisson(rate: number, rng: Rng): number {
  const u = rng.uniform();
  // 0 is the one value of u without a quantile: it stands for half the step of the generator.
  return poissonQuantile(u > 0 ? u : 5.551115123125783e-17, rate);
}
