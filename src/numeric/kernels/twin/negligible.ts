import {
  LEAST_EXPONENT_32,
  LEAST_EXPONENT_64,
  NEGLIGIBLE_32,
  NEGLIGIBLE_64,
} from "../shared/networkFields.ts";
import type { FloatFormat } from "../workspace.ts";
import { SPECIAL64 } from "./specialTwin.ts";

/** Zero where |x| is negligible; NaN stays NaN. */
export function withoutNegligible(x: number, format: FloatFormat): number {
  return Math.abs(x) < (format === "f64" ? NEGLIGIBLE_64 : NEGLIGIBLE_32) ? 0 : x;
}

/** e^x for x <= 0, zero where it is negligible. */
export function expOfNegative(x: number, format: FloatFormat): number {
  const least = format === "f64" ? LEAST_EXPONENT_64 : LEAST_EXPONENT_32;
  return withoutNegligible(SPECIAL64.exp(x < least ? least : x), format);
}

/** 1 / (1 + e^-x), given u = e^-|x|. */
export function sigmoidFrom(x: number, u: number): number {
  return (x < 0 ? u : 1) / (1 + u);
}

/** log(1 + u) for u = e^-|x|. */
export function logOnePlus(u: number, x: number): number {
  return u === 0 ? 0 : SPECIAL64.softplus(-Math.abs(x));
}
