import { LN2_HIGH_32, LN2_HIGH_64, LN2_LOW_32, LN2_LOW_64 } from "../../shared/specialCoefficients";
import { constant } from "./exp";
import { logRest } from "./polynomials";

/**
 * k log 2 + log(1 + f) for -0.293 <= f <= 0.4143: with s = f / (2 + f), log(1 + f) = 2 atanh(s) = f - h + s (h + R),
 * h = f^2 / 2 and R = 2 atanh(s) / s - 2, summed so that the small terms come first.
 */
// @ts-ignore: decorator
@inline
export function logOfParts<T>(k: v128, f: v128): v128 {
  const s = v128.div<T>(f, v128.add<T>(v128.splat<T>(<T>2), f));
  const z = v128.mul<T>(s, s);
  const rest = v128.mul<T>(z, logRest<T>(z));
  const h = v128.mul<T>(v128.mul<T>(v128.splat<T>(<T>0.5), f), f);
  const low = v128.mul<T>(k, constant<T>(LN2_LOW_64, LN2_LOW_32));
  const small = v128.sub<T>(h, v128.add<T>(v128.mul<T>(s, v128.add<T>(h, rest)), low));
  return v128.sub<T>(v128.mul<T>(k, constant<T>(LN2_HIGH_64, LN2_HIGH_32)), v128.sub<T>(small, f));
}

/** log x: -infinity at 0, NaN below, subnormal numbers included. x = 2^k (1 + f) with 1 + f in [0.7071, 1.4142). */
// @ts-ignore: decorator
@inline
export function log<T>(x: v128): v128 {
  const tiny = v128.lt<T>(x, constant<T>(2.2250738585072014e-308, 1.1754943508222875e-38));
  const scaled = v128.bitselect(v128.mul<T>(x, constant<T>(18014398509481984.0, 33554432.0)), x, tiny);
  const shift = v128.and(tiny, constant<T>(54, 25));
  let k: v128;
  let significand: v128;
  if (sizeof<T>() == 8) {
    const moved = i64x2.add(scaled, i64x2.splat(0x3ff0000000000000 - 0x3fe6a09e00000000));
    const exponent = i64x2.shr_u(moved, 52);
    // The exponent as a number: put it into the lowest bits of 2^52, and take 2^52 away again.
    k = f64x2.sub(v128.or(exponent, i64x2.splat(0x4330000000000000)), f64x2.splat(4503599627370496.0 + 1023.0));
    const change = i64x2.sub(i64x2.shl(exponent, 52), i64x2.splat(0x3ff0000000000000));
    significand = i64x2.sub(scaled, change);
  } else {
    const moved = i32x4.add(scaled, i32x4.splat(0x3f800000 - 0x3f3504f3));
    const exponent = i32x4.shr_u(moved, 23);
    k = f32x4.convert_i32x4_s(i32x4.sub(exponent, i32x4.splat(127)));
    const change = i32x4.sub(i32x4.shl(exponent, 23), i32x4.splat(0x3f800000));
    significand = i32x4.sub(scaled, change);
  }
  const f = v128.sub<T>(significand, v128.splat<T>(<T>1));
  const value = logOfParts<T>(v128.sub<T>(k, shift), f);
  // Zero, infinity, and what has no logarithm.
  const zero = v128.splat<T>(<T>0);
  const infinite = v128.splat<T>(<T>Infinity);
  const atInfinity = v128.bitselect(infinite, value, v128.eq<T>(x, infinite));
  const atZero = v128.bitselect(v128.neg<T>(infinite), atInfinity, v128.eq<T>(x, zero));
  return v128.bitselect(atZero, v128.splat<T>(<T>NaN), v128.ge<T>(x, zero));
}
