import { exp, LOG_TWO_PI, log, log1p } from "../../numeric/special.ts";
import type { UnitDensity } from "./unitDensity.ts";

/**
 * Scale mixture of two normals: share N(0, wide^2) + (1 - share) N(0, narrow^2), of standard deviation
 * sqrt(share wide^2 + (1 - share) narrow^2). Blundell et al. (2015), Weight uncertainty in neural networks, equation 7.
 */
export function scaleMixtureDensity(share: number, wide: number, narrow: number): UnitDensity {
  const wideConstant = log(share) - log(wide) - 0.5 * LOG_TWO_PI;
  const narrowConstant = log1p(-share) - log(narrow) - 0.5 * LOG_TWO_PI;
  /** log of share N(z; 0, wide^2). */
  const logWide = (z: number) => wideConstant - 0.5 * (z / wide) * (z / wide);
  const logNarrow = (z: number) => narrowConstant - 0.5 * (z / narrow) * (z / narrow);
  return {
    scale: Math.sqrt(share * wide * wide + (1 - share) * narrow * narrow),
    logDensity(z) {
      const [a, b] = [logWide(z), logNarrow(z)];
      const gap = Math.abs(a - b);
      return gap < 40 ? Math.max(a, b) + log1p(exp(-gap)) : Math.max(a, b);
    },
    slope(z) {
      // The chance that z came from the wide component; exp may overflow to Infinity, which gives 0 as it should.
      const fromWide = 1 / (1 + exp(logNarrow(z) - logWide(z)));
      return (-fromWide * z) / wide / wide - ((1 - fromWide) * z) / narrow / narrow;
    },
    sample: (rng) => (rng.uniform() < share ? wide : narrow) * rng.normal(),
  };
}
