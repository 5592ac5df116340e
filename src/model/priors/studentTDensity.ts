import { studentTLogDensity } from "../../distributions/studentT.ts";
import { log1p } from "../../numeric/special.ts";
import type { UnitDensity } from "./unitDensity.ts";

/** scale T, where T has Student's t distribution with df degrees of freedom: density ~ (1 + (z/scale)^2/df)^(-(df+1)/2). */
export function studentTDensity(df: number, scale: number): UnitDensity {
  const constant = studentTLogDensity(0, df, 0, scale);
  return {
    scale,
    logDensity(z) {
      const t = z / scale;
      return constant - 0.5 * (df + 1) * log1p((t * t) / df);
    },
    slope(z) {
      const t = z / scale;
      return (-(df + 1) * t) / ((df + t * t) * scale);
    },
    // A normal over the square root of an independent chi^2/df, which has the gamma distribution of shape and rate df/2.
    sample: (rng) => (scale * rng.normal()) / Math.sqrt(rng.gamma(0.5 * df, 0.5 * df)),
  };
}
