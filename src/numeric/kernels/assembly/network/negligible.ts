import { LEAST_EXPONENT_32, LEAST_EXPONENT_64, NEGLIGIBLE_32, NEGLIGIBLE_64 } from "../../shared/networkFields";
import { atLeast, constant, expInRange } from "../special/exp";

/**
 * Zero where |x| is negligible; NaN stays NaN. Without this, numbers that decay become subnormal, and arithmetic on
 * subnormal numbers is many times slower.
 */
// @ts-ignore: decorator
@inline
export function withoutNegligible<T>(x: v128): v128 {
  const tiny = v128.lt<T>(v128.abs<T>(x), constant<T>(NEGLIGIBLE_64, NEGLIGIBLE_32));
  return v128.andnot(x, tiny);
}

/** e^x for x <= 0, zero where it is negligible. */
// @ts-ignore: decorator
@inline
export function expOfNegative<T>(x: v128): v128 {
  return withoutNegligible<T>(expInRange<T>(atLeast<T>(x, constant<T>(LEAST_EXPONENT_64, LEAST_EXPONENT_32))));
}

/** 1 / (1 + e^-x), given u = e^-|x|. */
// @ts-ignore: decorator
@inline
export function sigmoidFrom<T>(x: v128, u: v128): v128 {
  const one = v128.splat<T>(<T>1);
  const top = v128.bitselect(u, one, v128.lt<T>(x, v128.splat<T>(<T>0)));
  return v128.div<T>(top, v128.add<T>(one, u));
}
