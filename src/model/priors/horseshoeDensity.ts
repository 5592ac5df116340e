import { exponentialIntegralExcess } from "../../numeric/exponentialIntegral.ts";
import { log } from "../../numeric/special.ts";
import type { UnitDensity } from "./unitDensity.ts";

/** log sqrt(2 pi^3). */
const LOG_CONSTANT = 2.063668419054073;

/**
 * The horseshoe: z ~ N(0, scale^2 l^2) with l half-Cauchy(0, 1), l integrated out:
 *   density e^u E1(u) / (sqrt(2 pi^3) scale), u = z^2 / (2 scale^2),
 * infinite at 0 and falling like 1/z^2. With e^u E1(u) = 1/(u + r(u)) the slope of its logarithm is -2 r(u)/z.
 * Carvalho, Polson & Scott (2010), The horseshoe estimator for sparse signals, theorem 1.
 */
export function horseshoeDensity(scale: number): UnitDensity {
  const constant = -LOG_CONSTANT - log(scale);
  const half = (z: number) => 0.5 * (z / scale) * (z / scale);
  return {
    scale,
    logDensity(z) {
      const u = half(z);
      return constant - log(u + exponentialIntegralExcess(u));
    },
    slope: (z) => (z === 0 ? 0 : (-2 * exponentialIntegralExcess(half(z))) / z),
    // The ratio of two normals is Cauchy; its sign does not matter to the product.
    sample: (rng) => (scale * rng.normal() * rng.normal()) / Math.abs(rng.normal()),
  };
}
