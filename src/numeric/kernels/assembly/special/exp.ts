import { INVERSE_LN2_32, INVERSE_LN2_64, LN2_HIGH_32, LN2_HIGH_64, LN2_LOW_32, LN2_LOW_64 } from "../../shared/specialCoefficients";
import { expRest } from "./polynomials";

/**
 * e^x = 2^k e^r with k the whole number nearest to x / log 2. Adding the "magic" number 1.5 2^52 (1.5 2^23 in f32)
 * rounds to a whole number and leaves that number in the lowest bits, ready to become an exponent.
 */

/** A constant of the type's own precision. */
// @ts-ignore: decorator
@inline
export function constant<T>(in64: f64, in32: f64): v128 {
  if (sizeof<T>() == 8) return v128.splat<f64>(in64);
  return v128.splat<f32>(<f32>in32);
}

/** x, or the limit where x is above it; NaN stays NaN. (The plain minimum of WebAssembly costs eight instructions.) */
// @ts-ignore: decorator
@inline
export function atMost<T>(x: v128, limit: v128): v128 {
  return v128.pmin<T>(x, limit);
}

/** x, or the limit where x is below it; NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function atLeast<T>(x: v128, limit: v128): v128 {
  return v128.pmax<T>(x, limit);
}

// @ts-ignore: decorator
@inline
export function magic<T>(): v128 {
  return constant<T>(6755399441055744.0, 12582912.0);
}

/** 2^k from k + magic, for k from -1022 to 1023 (-126 to 127 in f32). */
// @ts-ignore: decorator
@inline
export function powerOfTwo<T>(shifted: v128): v128 {
  if (sizeof<T>() == 8) return i64x2.shl(i64x2.add(shifted, i64x2.splat(1023)), 52);
  return i32x4.shl(i32x4.add(shifted, i32x4.splat(127)), 23);
}

/** The whole number nearest to x / log 2, plus magic. */
// @ts-ignore: decorator
@inline
export function shiftedExponent<T>(x: v128): v128 {
  return v128.add<T>(v128.mul<T>(x, constant<T>(INVERSE_LN2_64, INVERSE_LN2_32)), magic<T>());
}

/** e^r - 1 for r = x - k log 2. */
// @ts-ignore: decorator
@inline
export function reducedExpm1<T>(x: v128, k: v128): v128 {
  const most = v128.sub<T>(x, v128.mul<T>(k, constant<T>(LN2_HIGH_64, LN2_HIGH_32)));
  const r = v128.sub<T>(most, v128.mul<T>(k, constant<T>(LN2_LOW_64, LN2_LOW_32)));
  return v128.add<T>(r, v128.mul<T>(v128.mul<T>(r, r), expRest<T>(r)));
}

/** e^x, with infinity, zero and subnormal results where they belong. */
// @ts-ignore: decorator
@inline
export function exp<T>(x: v128): v128 {
  x = atLeast<T>(atMost<T>(x, constant<T>(710, 89)), constant<T>(-746, -104));
  const shifted = shiftedExponent<T>(x);
  const k = v128.sub<T>(shifted, magic<T>());
  const value = v128.add<T>(v128.splat<T>(<T>1), reducedExpm1<T>(x, k));
  // 2^k may be out of range where the result is not: two factors, the second of which rounds.
  const firstShifted = v128.add<T>(v128.mul<T>(k, v128.splat<T>(<T>0.5)), magic<T>());
  const rest = v128.sub<T>(k, v128.sub<T>(firstShifted, magic<T>()));
  const first = powerOfTwo<T>(firstShifted);
  const second = powerOfTwo<T>(v128.add<T>(rest, magic<T>()));
  return v128.mul<T>(v128.mul<T>(value, first), second);
}

/** e^x where the result is certainly a normal number: |x| below 700 (80 in f32). */
// @ts-ignore: decorator
@inline
export function expInRange<T>(x: v128): v128 {
  const shifted = shiftedExponent<T>(x);
  const k = v128.sub<T>(shifted, magic<T>());
  return v128.mul<T>(v128.add<T>(v128.splat<T>(<T>1), reducedExpm1<T>(x, k)), powerOfTwo<T>(shifted));
}
