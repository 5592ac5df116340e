import { LOG_TWO_PI, log } from "../../numeric/special.ts";
import type { UnitDensity } from "./unitDensity.ts";

/** N(0, sd^2): density exp(-z^2 / (2 sd^2)) / (sqrt(2 pi) sd). */
export function normalDensity(sd: number): UnitDensity {
  const constant = -0.5 * LOG_TWO_PI - log(sd);
  return {
    scale: sd,
    logDensity: (z) => constant - 0.5 * (z / sd) * (z / sd),
    slope: (z) => -z / sd / sd,
    sample: (rng) => sd * rng.normal(),
  };
}
