import { exp, expm1, log, log1p, logGamma } from "../numeric/special.ts";
import { tCdf as stdlibCdf, tQuantile as stdlibQuantile } from "../numeric/stdlib.ts";
import { standardNormalQuantile } from "./normal.ts";

const LOG_PI = 1.1447298858494002;
/** Where z^2 (1 + 1/df) is below this, F is taken from its series about the centre. */
const CENTRE = 0.01;

/**
 * log Gamma(a + 1/2) - log Gamma(a) for a > 0. Above a = 20 by its asymptotic series, because the difference of two
 * large logarithms would lose the digits that matter.
 */
export function logGammaHalfStep(a: number): number {
  if (a < 20) return logGamma(a + 0.5) - logGamma(a);
  const r = 1 / a;
  const r2 = r * r;
  return 0.5 * log(a) + r * (-1 / 8 + r2 * (1 / 192 + r2 * (-1 / 640 + r2 * (17 / 14336))));
}

/** log density at y of location + scale T, where T has Student's t distribution with df degrees of freedom. */
export function studentTLogDensity(y: number, df: number, location: number, scale: number): number {
  const z = (y - location) / scale;
  const constant = logGammaHalfStep(df / 2) - 0.5 * (log(df) + LOG_PI) - log(scale);
  return constant - ((df + 1) / 2) * log1p((z * z) / df);
}

/** P(Y <= y) for the located and scaled t distribution. */
export function studentTCdf(y: number, df: number, location: number, scale: number): number {
  const z = (y - location) / scale;
  return isCentral(z, df) ? 0.5 + aboveHalf(z, df) : stdlibCdf(z, df);
}

/** The value below which a share p of the located and scaled t distribution lies, for 0 < p < 1. */
export function studentTQuantile(p: number, df: number, location: number, scale: number): number {
  return location + scale * standardQuantile(p, df);
}

/** Variance of the located and scaled t distribution: Infinity for df <= 2. */
export function studentTVariance(df: number, scale: number): number {
  return df <= 2 ? Number.POSITIVE_INFINITY : (scale * scale * df) / (df - 2);
}

/**
 * Continuous ranked probability score of the located and scaled t distribution at y, in units of y. With F and f of
 * the standard t and z = (y - location)/scale:
 *   scale ( z (2 F(z) - 1) + 2 f(z) (df + z^2)/(df - 1) - 2 sqrt(df)/(df - 1) B(1/2, df - 1/2)/B(1/2, df/2)^2 ).
 * Jordan, Krueger & Lerch (2019), Journal of Statistical Software 90(12), appendix A.
 *
 * The integral of (F(x) - 1{x >= y})^2 exists for every df > 1/2, also where the mean does not, and is the analytic
 * continuation of this formula; at df = 1 its limit is (2/pi) (z arctan z + log 2 - log(1 + z^2)/2). Infinity for
 * df <= 1/2.
 */
export function studentTCrps(y: number, df: number, location: number, scale: number): number {
  if (df <= 0.5) return Number.POSITIVE_INFINITY;
  const z = (y - location) / scale;
  if (z * z === Number.POSITIVE_INFINITY) return scale * Math.abs(z);
  const central = isCentral(z, df) ? 2 * aboveHalf(z, df) : 2 * stdlibCdf(z, df) - 1;
  return scale * (z * central + 2 * aboveSpread(z, df));
}

/** (f(z) (df + z^2) - spread)/(df - 1), which is 0/0 at df = 1: near there by expm1, and at 1 by its limit. */
function aboveSpread(z: number, df: number): number {
  const logNear = studentTLogDensity(z, df, 0, 1) + log(df + z * z);
  const logFar = logSpread(df);
  if (Math.abs(df - 1) < 1e-8) return exp(logNear) * (Math.LN2 - 0.5 * log1p(z * z));
  if (Math.abs(df - 1) < 0.1) return (-exp(logNear) * expm1(logFar - logNear)) / (df - 1);
  return (exp(logNear) - exp(logFar)) / (df - 1);
}

/** log of sqrt(df) B(1/2, df - 1/2)/B(1/2, df/2)^2. */
function logSpread(df: number): number {
  return 0.5 * (log(df) - LOG_PI) + 2 * logGammaHalfStep(df / 2) - logGammaHalfStep(df - 0.5);
}

function isCentral(z: number, df: number): boolean {
  return z * z * (1 + 1 / df) < CENTRE;
}

/** F(z) - 1/2 near the centre: z f(0) 2F1(1/2, (df + 1)/2; 3/2; -z^2/df). */
function aboveHalf(z: number, df: number): number {
  const x = (-z * z) / df;
  let term = 1;
  let sum = 1;
  for (let k = 1; Math.abs(term) > 1e-18; k++) {
    term *= (((df - 1) / 2 + k) / k) * x;
    sum += term / (2 * k + 1);
  }
  return z * densityAtCentre(df) * sum;
}

function densityAtCentre(df: number): number {
  return exp(logGammaHalfStep(df / 2) - 0.5 * (log(df) + LOG_PI));
}

/** Quantile of the standard t distribution; 1 - p is exact for p >= 1/2, so the upper tail mirrors the lower one. */
function standardQuantile(p: number, df: number): number {
  if (p > 0.5) return -standardQuantile(1 - p, df);
  const centre = (p - 0.5) / densityAtCentre(df);
  if (isCentral(1.1 * centre, df)) return newton(centre, df, (z) => aboveHalf(z, df) - (p - 0.5));
  return newton(firstGuess(p, df), df, (z) => studentTCdf(z, df, 0, 1) - p);
}

/** The leaf up to 1e8 degrees of freedom, where it is off by up to 1e-6; above, two terms of Cornish and Fisher. */
function firstGuess(p: number, df: number): number {
  if (df <= 1e8) return stdlibQuantile(p, df);
  const z = standardNormalQuantile(p);
  return z + (z * (z * z + 1)) / (4 * df);
}

/** Newton's method for a zero of a function whose slope is the t density, from a point already close to it. */
function newton(start: number, df: number, excess: (z: number) => number): number {
  let z = start;
  for (let step = 0; step < 3; step++) {
    const move = excess(z) / exp(studentTLogDensity(z, df, 0, 1));
    z -= move;
    if (Math.abs(move) <= 1e-8 * Math.abs(z)) break;
  }
  return z;
}
