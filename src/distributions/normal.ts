import { erfcx, exp, LOG_TWO_PI, log } from "../numeric/special.ts";
import { normalQuantile as stdlibQuantile } from "../numeric/stdlib.ts";
import { standardNormalCdf, standardNormalDensity } from "./standardNormal.ts";

const SQRT_PI = 1.7724538509055159;
const SQRT_TWO_OVER_PI = 0.7978845608028654;
/** Below this probability the quantile is refined, because the leaf loses digits to 2p - 1 (at 1e-17 all of them). */
const TAIL = 1e-3;

/** log N(y; mean, sd^2). With sd = 0 the distribution is a point mass: +Infinity at the point, -Infinity elsewhere. */
export function normalLogDensity(y: number, mean: number, sd: number): number {
  if (sd === 0) return y === mean ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  const z = (y - mean) / sd;
  return -0.5 * (LOG_TWO_PI + z * z) - log(sd);
}

/** Density of N(mean, sd^2) at y; infinite at the point of a point mass, sd = 0. */
export function normalDensity(y: number, mean: number, sd: number): number {
  return exp(normalLogDensity(y, mean, sd));
}

/** P(Y <= y) for Y ~ N(mean, sd^2); a step at the mean when sd = 0. */
export function normalCdf(y: number, mean: number, sd: number): number {
  if (sd === 0) return y < mean ? 0 : 1;
  return standardNormalCdf((y - mean) / sd);
}

/** The value below which a share p of N(mean, sd^2) lies, for 0 < p < 1. */
export function normalQuantile(p: number, mean: number, sd: number): number {
  return sd === 0 ? mean : mean + sd * standardNormalQuantile(p);
}

/** The value below which a share p of the standard normal distribution lies, to full precision in both tails. */
export function standardNormalQuantile(p: number): number {
  // 1 - p is exact for p >= 1/2, so the upper tail mirrors the lower one without loss.
  if (p > 0.5) return -standardNormalQuantile(1 - p);
  return p < TAIL ? tailQuantile(p) : stdlibQuantile(p, 0, 1);
}

/** Solves log Phi(z) = log p by Newton's method, from the leading terms of the tail expansion of Phi. */
function tailQuantile(p: number): number {
  const target = log(p);
  const square = -2 * target - LOG_TWO_PI;
  let z = -Math.sqrt(square - log(square));
  for (let step = 0; step < 10; step++) {
    // Phi(z) = exp(-z^2/2) erfcx(-z/sqrt 2)/2, and the slope of log Phi is sqrt(2/pi)/erfcx(-z/sqrt 2).
    const scaled = erfcx(-z * Math.SQRT1_2);
    const move = ((log(scaled) - Math.LN2 - 0.5 * z * z - target) * scaled) / SQRT_TWO_OVER_PI;
    z -= move;
    if (Math.abs(move) <= 1e-9 * -z) break;
  }
  return z;
}

/**
 * Continuous ranked probability score of N(mean, sd^2) at y: the integral over z of (F(z) - 1{z >= y})^2,
 * sd (w (2 Phi(w) - 1) + 2 phi(w) - 1/sqrt(pi)) with w = (y - mean)/sd. In units of y; smaller is better.
 * Gneiting & Raftery (2007), equation 21.
 */
export function normalCrps(y: number, mean: number, sd: number): number {
  if (sd === 0) return Math.abs(y - mean);
  const w = (y - mean) / sd;
  return sd * (w * (2 * standardNormalCdf(w) - 1) + 2 * standardNormalDensity(w) - 1 / SQRT_PI);
}

/** E|X| for X ~ N(mean, sd^2), the building block of the score of a mixture of normals. */
export function normalMeanAbsolute(mean: number, sd: number): number {
  if (sd === 0) return Math.abs(mean);
  const w = mean / sd;
  return mean * (2 * standardNormalCdf(w) - 1) + 2 * sd * standardNormalDensity(w);
}
