import { INVERSE_LN2_32, INVERSE_LN2_64, LN2_HIGH_32, LN2_HIGH_64, LN2_LOW_32, LN2_LOW_64 } from "../../shared/specialCoefficients";
import { atMost, magic, powerOfTwo } from "./exp";
import { cothRest } from "./polynomials";

/** x with the sign of `signed`, for x >= 0. */
// @ts-ignore: decorator
@inline
export function withSign<T>(x: v128, signed: v128): v128 {
  return v128.or(x, v128.and(signed, v128.splat<T>(<T>-0.0)));
}

/** The largest |x|, 2 / log 2, and the two parts of (log 2) / 2. */
const PARTS64: usize = memory.data<f64>([20, 2 * INVERSE_LN2_64, 0.5 * LN2_HIGH_64, 0.5 * LN2_LOW_64]);
const PARTS32: usize = memory.data<f32>([10, <f32>(2 * INVERSE_LN2_32), <f32>(0.5 * LN2_HIGH_32), <f32>(0.5 * LN2_LOW_32)]);

// @ts-ignore: decorator
@inline
function part<T>(k: usize): v128 {
  return v128.load_splat<T>((sizeof<T>() == 8 ? PARTS64 : PARTS32) + k * sizeof<T>());
}

/**
 * With |x| = k (log 2) / 2 + r and s = 2^k, tanh |x| = (g (s - 1) + r (s + 1)) / (g (s + 1) + r (s - 1)) for g = r coth r,
 * an even function of r. One division in all, and nothing is lost near 0, where it is r / g. With g = 1 + h the
 * large terms s - 1 and s + 1 are exact and are added last.
 */
// @ts-ignore: decorator
@inline
export function tanh<T>(x: v128): v128 {
  const one = v128.splat<T>(<T>1);
  const size = atMost<T>(v128.abs<T>(x), part<T>(0));
  const shifted = v128.add<T>(v128.mul<T>(size, part<T>(1)), magic<T>());
  const k = v128.sub<T>(shifted, magic<T>());
  const most = v128.sub<T>(size, v128.mul<T>(k, part<T>(2)));
  const r = v128.sub<T>(most, v128.mul<T>(k, part<T>(3)));
  const z = v128.mul<T>(r, r);
  const h = v128.mul<T>(z, cothRest<T>(z));
  const scale = powerOfTwo<T>(shifted);
  const less = v128.sub<T>(scale, one);
  const more = v128.add<T>(scale, one);
  const top = v128.add<T>(less, v128.add<T>(v128.mul<T>(h, less), v128.mul<T>(r, more)));
  const bottom = v128.add<T>(more, v128.add<T>(v128.mul<T>(h, more), v128.mul<T>(r, less)));
  return withSign<T>(v128.div<T>(top, bottom), x);
}
