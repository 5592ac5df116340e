import { atMost, constant, magic, powerOfTwo, reducedExpm1, shiftedExponent } from "./exp";

/** x with the sign of `signed`, for x >= 0. */
// @ts-ignore: decorator
@inline
export function withSign<T>(x: v128, signed: v128): v128 {
  return v128.or(x, v128.and(signed, v128.splat<T>(<T>-0.0)));
}

/** tanh x = m / (m + 2) with m = e^(2|x|) - 1, which loses nothing near 0. */
// @ts-ignore: decorator
@inline
export function tanh<T>(x: v128): v128 {
  const size = atMost<T>(v128.abs<T>(x), constant<T>(20, 10));
  const y = v128.add<T>(size, size);
  const shifted = shiftedExponent<T>(y);
  const reduced = reducedExpm1<T>(y, v128.sub<T>(shifted, magic<T>()));
  const scale = powerOfTwo<T>(shifted);
  const m = v128.add<T>(v128.mul<T>(scale, reduced), v128.sub<T>(scale, v128.splat<T>(<T>1)));
  return withSign<T>(v128.div<T>(m, v128.add<T>(m, v128.splat<T>(<T>2))), x);
}
