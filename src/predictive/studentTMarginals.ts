import {
  studentTCdf,
  studentTCrps,
  studentTLogDensity,
  studentTQuantile,
  studentTVariance,
} from "../distributions/studentT.ts";
import { checkFinite, checkLength, checkNumber } from "../errors/checks.ts";
import type { Marginals } from "./marginals.ts";
import { normalMarginals } from "./normalMarginals.ts";

/**
 * n Student t distributions location[i] + scale[i] T with df degrees of freedom. The mean is undefined (NaN) for
 * df <= 1 and the variance infinite for df <= 2; quantiles are always finite. A scale of 0 is a point mass.
 * Throws a ShapeError if the lengths differ, an ArgumentError for df <= 0 or a negative scale.
 */
export function studentTMarginals(df: number, location: Float64Array, scale: Float64Array): Marginals {
  checkNumber("studentTMarginals", "df", df, { above: 0 });
  checkLength("studentTMarginals", "scale", scale, location.length, "one per location");
  checkFinite("studentTMarginals", "location", location);
  for (const value of scale) checkNumber("studentTMarginals", "scale", value, { min: 0 });
  const points = normalMarginals(location, new Float64Array(location.length));
  const isPoint = (i: number) => scale[i] === 0;
  return {
    family: "student-t",
    size: location.length,
    mean: (i) => (df <= 1 && !isPoint(i) ? Number.NaN : location[i]!),
    variance: (i) => (isPoint(i) ? 0 : studentTVariance(df, scale[i]!)),
    logProb: (i, y) =>
      isPoint(i) ? points.logProb(i, y) : studentTLogDensity(y, df, location[i]!, scale[i]!),
    cdf: (i, y) => (isPoint(i) ? points.cdf(i, y) : studentTCdf(y, df, location[i]!, scale[i]!)),
    quantile: (i, p) => (isPoint(i) ? location[i]! : studentTQuantile(p, df, location[i]!, scale[i]!)),
    crps: (i, y) => (isPoint(i) ? points.crps(i, y) : studentTCrps(y, df, location[i]!, scale[i]!)),
    draw: (i, rng) => location[i]! + scale[i]! * (rng.normal() / Math.sqrt(rng.gamma(df / 2, df / 2))),
  };
}
