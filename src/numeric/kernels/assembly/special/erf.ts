import { atLeast, atMost, constant, expInRange } from "./exp";
import { erfRest, logErfc } from "./polynomials";
import { withSign } from "./tanh";

/** erf x: x + x P(x^2) up to 1, and 1 - e^Q(|x| - 1) beyond, where Q approximates log erfc. */
// @ts-ignore: decorator
@inline
export function erf<T>(x: v128): v128 {
  const one = v128.splat<T>(<T>1);
  const size = atMost<T>(v128.abs<T>(x), constant<T>(6, 4));
  const small = v128.le<T>(size, one);
  let value = v128.add<T>(size, v128.mul<T>(size, erfRest<T>(v128.mul<T>(size, size))));
  if (!i8x16.all_true(small)) {
    const beyond = atLeast<T>(v128.sub<T>(size, one), v128.splat<T>(<T>0));
    value = v128.bitselect(value, v128.sub<T>(one, expInRange<T>(logErfc<T>(beyond))), small);
  }
  return withSign<T>(value, x);
}
