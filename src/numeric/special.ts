/**
 * Elementary and special functions of one fixed implementation. `Math.exp`, `Math.log` and their like are only
 * approximated by the language standard and differ between engines; these give the same bits everywhere.
 * (`Math.sqrt`, `Math.abs`, `Math.floor` and the arithmetic operators are exact in every engine.)
 */
import { exp, log } from "./stdlib.ts";

export { erf, erfc, erfcx, exp, expm1, log, log1p, logGamma, sin, tanh } from "./stdlib.ts";

/** log(2 pi). */
export const LOG_TWO_PI = 1.8378770664093453;

/** log(e^a_0 + e^a_1 + ...), without overflow; -Infinity for an empty array. */
export function logSumExp(values: ArrayLike<number>): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, values[i]!);
  if (!Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += exp(values[i]! - largest);
  return largest + log(sum);
}
