import stdlibCdf from "@stdlib/stats-base-dists-t-cdf";
import stdlibQuantile from "@stdlib/stats-base-dists-t-quantile";
import { exp, log, log1p, logGamma } from "../numeric/special.ts";

const LOG_PI = 1.1447298858494002;

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
  return stdlibCdf((y - location) / scale, df);
}

/** The value below which a share p of the located and scaled t distribution lies. */
export function studentTQuantile(p: number, df: number, location: number, scale: number): number {
  return location + scale * stdlibQuantile(p, df);
}

/** Variance of the located and scaled t distribution: Infinity for 1 < df <= 2, NaN (undefined) for df <= 1. */
export function studentTVariance(df: number, scale: number): number {
  if (df <= 1) return Number.NaN;
  return df <= 2 ? Number.POSITIVE_INFINITY : (scale * scale * df) / (df - 2);
}

/**
 * Continuous ranked probability score of the located and scaled t distribution at y, in units of y; Infinity for
 * df <= 1, where the mean does not exist. With F and f of the standard t and z = (y - location)/scale:
 *   scale ( z (2 F(z) - 1) + 2 f(z) (df + z^2)/(df - 1) - 2 sqrt(df)/(df - 1) B(1/2, df - 1/2)/B(1/2, df/2)^2 ).
 * Jordan, Krueger & Lerch (2019), Journal of Statistical Software 90(12), appendix A.
 */
export function studentTCrps(y: number, df: number, location: number, scale: number): number {
  if (df <= 1) return Number.POSITIVE_INFINITY;
  const z = (y - location) / scale;
  const density = exp(studentTLogDensity(z, df, 0, 1));
  const logBetaRatio = 2 * logGammaHalfStep(df / 2) - logGammaHalfStep(df - 0.5) - 0.5 * LOG_PI;
  const spread = (2 * Math.sqrt(df) * exp(logBetaRatio)) / (df - 1);
  return scale * (z * (2 * stdlibCdf(z, df) - 1) + (2 * density * (df + z * z)) / (df - 1) - spread);
}
