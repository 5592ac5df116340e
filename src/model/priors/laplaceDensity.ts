import { log } from "../../numeric/special.ts";
import { exponentialDraw, signDraw } from "./exponentialDraw.ts";
import type { UnitDensity } from "./unitDensity.ts";

/** Laplace: density exp(-|z| / scale) / (2 scale), variance 2 scale^2. Its maximum a posteriori is the lasso. */
export function laplaceDensity(scale: number): UnitDensity {
  const constant = -Math.LN2 - log(scale);
  return {
    scale,
    logDensity: (z) => constant - Math.abs(z) / scale,
    slope: (z) => (z === 0 ? 0 : z > 0 ? -1 / scale : 1 / scale),
    sample: (rng) => signDraw(rng) * scale * exponentialDraw(rng),
  };
}
