import {
  studentTCdf,
  studentTCrps,
  studentTLogDensity,
  studentTQuantile,
  studentTVariance,
} from "../distributions/studentT.ts";
import { checkLength } from "../errors/checks.ts";
import type { Marginals } from "./marginals.ts";
import { normalMarginals } from "./normalMarginals.ts";

/**
 * n Student t distributions location[i] + scale[i] T with df degrees of freedom. The mean is undefined (NaN) for
 * df <= 1 and the variance infinite for df <= 2; quantiles are always finite. A scale of 0 is a point mass.
 * Throws a ShapeError if the lengths differ.
 */
export function studentTMarginals(df: number, location: Float64Array, scale: Float64Array): Marginals {
  checkLength("studentTMarginals", "scale", scale, location.length, "one per location");
  const points = normalMarginals(location, new Float64Array(location.length));
  /** f of the t distribution, or of the point mass where the scale is 0. */
  const at = <T>(i: number, t: (location: number, scale: number) => T, point: () => T): T =>
    scale[i]! === 0 ? point() : t(location[i]!, scale[i]!);
  return {
    family: "student-t",
    size: location.length,
    mean: (i) => (df <= 1 && scale[i]! > 0 ? Number.NaN : location[i]!),
    variance: (i) =>
      at(
        i,
        (_, s) => studentTVariance(df, s),
        () => 0,
      ),
    logProb: (i, y) =>
      at(
        i,
        (m, s) => studentTLogDensity(y, df, m, s),
        () => points.logProb(i, y),
      ),
    cdf: (i, y) =>
      at(
        i,
        (m, s) => studentTCdf(y, df, m, s),
        () => points.cdf(i, y),
      ),
    quantile: (i, p) =>
      at(
        i,
        (m, s) => studentTQuantile(p, df, m, s),
        () => location[i]!,
      ),
    crps: (i, y) =>
      at(
        i,
        (m, s) => studentTCrps(y, df, m, s),
        () => points.crps(i, y),
      ),
    draw: (i, rng) => location[i]! + scale[i]! * (rng.normal() / Math.sqrt(rng.gamma(df / 2, df / 2))),
  };
}
