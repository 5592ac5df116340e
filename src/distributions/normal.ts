import stdlibCdf from "@stdlib/stats-base-dists-normal-cdf";
import stdlibQuantile from "@stdlib/stats-base-dists-normal-quantile";
import { exp, LOG_TWO_PI, log } from "../numeric/special.ts";

const SQRT_PI = 1.7724538509055159;
const SQRT_TWO_PI = 2.5066282746310002;

/** log N(y; mean, sd^2). With sd = 0 the distribution is a point mass: +Infinity at the point, -Infinity elsewhere. */
export function normalLogDensity(y: number, mean: number, sd: number): number {
  if (sd === 0) return y === mean ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  const z = (y - mean) / sd;
  return -0.5 * (LOG_TWO_PI + z * z) - log(sd);
}

/** P(Y <= y) for Y ~ N(mean, sd^2); a step at the mean when sd = 0. */
export function normalCdf(y: number, mean: number, sd: number): number {
  if (sd === 0) return y < mean ? 0 : 1;
  return stdlibCdf(y, mean, sd);
}

/** The value below which a share p of N(mean, sd^2) lies. */
export function normalQuantile(p: number, mean: number, sd: number): number {
  return sd === 0 ? mean : mean + sd * stdlibQuantile(p, 0, 1);
}

/** The standard normal density. */
export function standardNormalDensity(z: number): number {
  return exp(-0.5 * z * z) / SQRT_TWO_PI;
}

/**
 * Continuous ranked probability score of N(mean, sd^2) at y: the integral over z of (F(z) - 1{z >= y})^2,
 * sd (w (2 Phi(w) - 1) + 2 phi(w) - 1/sqrt(pi)) with w = (y - mean)/sd. In units of y; smaller is better.
 * Gneiting & Raftery (2007), equation 21.
 */
export function normalCrps(y: number, mean: number, sd: number): number {
  if (sd === 0) return Math.abs(y - mean);
  const w = (y - mean) / sd;
  return sd * (w * (2 * normalCdf(w, 0, 1) - 1) + 2 * standardNormalDensity(w) - 1 / SQRT_PI);
}

/** E|X| for X ~ N(mean, sd^2), the building block of the score of a mixture of normals. */
export function normalMeanAbsolute(mean: number, sd: number): number {
  if (sd === 0) return Math.abs(mean);
  const w = mean / sd;
  return mean * (2 * normalCdf(w, 0, 1) - 1) + 2 * sd * standardNormalDensity(w);
}
