import { erfcx, exp, log } from "../../numeric/special.ts";
import type { Rng } from "../../random/rng.ts";
import { exponentialDraw, signDraw } from "./exponentialDraw.ts";
import type { UnitDensity } from "./unitDensity.ts";

const LOG_HALF_PI = 0.4515827052894548;
/** From here on x erfcx(x) = 1/sqrt(pi) to the last digit. */
const LAPLACE = 1e8;

/**
 * Elastic net (Zou & Hastie 2005), normalised: density exp(-l1 |z| - l2 z^2 / 2) / C with
 * C = sqrt(2 pi / l2) erfcx(l1 / sqrt(2 l2)), which tends to 2/l1 as l2 tends to 0. The scale, 1/sqrt(l1^2 + l2), is that of
 * the Laplace density where l2 = 0 and the standard deviation of the normal one where l1 = 0.
 */
export function elasticNetDensity(l1: number, l2: number): UnitDensity {
  const constant = -logNormaliser(l1, l2);
  return {
    scale: 1 / Math.sqrt(l1 * l1 + l2),
    logDensity: (z) => constant - Math.abs(z) * (l1 + 0.5 * l2 * Math.abs(z)),
    slope: (z) => -l2 * z - (z === 0 ? 0 : z > 0 ? l1 : -l1),
    sample: (rng) => signDraw(rng) * sizeDraw(l1, l2, rng),
  };
}

function logNormaliser(l1: number, l2: number): number {
  const x = l1 / Math.sqrt(2 * l2);
  if (x > LAPLACE) return Math.LN2 - log(l1);
  return Math.LN2 + 0.5 * (LOG_HALF_PI - log(l2)) + log(erfcx(x));
}

/**
 * |z| is a normal of mean -l1/l2 and variance 1/l2, given that it is positive. Exponential draws of the best rate are
 * accepted with probability exp(-l2 (|z| - 1/rate)^2 / 2): at least three in four of them (Robert 1995).
 */
function sizeDraw(l1: number, l2: number, rng: Rng): number {
  const rate = 0.5 * (l1 + Math.sqrt(l1 * l1 + 4 * l2));
  for (;;) {
    const size = exponentialDraw(rng) / rate;
    const away = size - 1 / rate;
    if (rng.uniform() < exp(-0.5 * l2 * away * away)) return size;
  }
}
