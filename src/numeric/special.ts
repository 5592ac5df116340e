/**
 * Elementary and special functions of one fixed implementation. `Math.exp`, `Math.log` and their like are only
 * approximated by the language standard and differ between engines; these give the same bits everywhere.
 * (`Math.sqrt`, `Math.abs`, `Math.floor` and the arithmetic operators are exact in every engine.)
 */
import stdlibErf from "@stdlib/math-base-special-erf";
import stdlibErfc from "@stdlib/math-base-special-erfc";
import stdlibErfcx from "@stdlib/math-base-special-erfcx";
import stdlibExp from "@stdlib/math-base-special-exp";
import stdlibExpm1 from "@stdlib/math-base-special-expm1";
import stdlibGammaln from "@stdlib/math-base-special-gammaln";
import stdlibLn from "@stdlib/math-base-special-ln";
import stdlibLog1p from "@stdlib/math-base-special-log1p";
import stdlibSin from "@stdlib/math-base-special-sin";
import stdlibTanh from "@stdlib/math-base-special-tanh";

type RealFunction = (x: number) => number;

/** e^x. */
export const exp: RealFunction = stdlibExp;
/** e^x - 1, accurate near 0. */
export const expm1: RealFunction = stdlibExpm1;
/** Natural logarithm. */
export const log: RealFunction = stdlibLn;
/** log(1 + x), accurate near 0. */
export const log1p: RealFunction = stdlibLog1p;
/** Sine of an angle in radians. */
export const sin: RealFunction = stdlibSin;
/** Hyperbolic tangent. */
export const tanh: RealFunction = stdlibTanh;
/** Error function. */
export const erf: RealFunction = stdlibErf;
/** Complementary error function 1 - erf(x). */
export const erfc: RealFunction = stdlibErfc;
/** Scaled complementary error function e^(x^2) erfc(x). */
export const erfcx: RealFunction = stdlibErfcx;
/** log |Gamma(x)|. */
export const logGamma: RealFunction = stdlibGammaln;

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
