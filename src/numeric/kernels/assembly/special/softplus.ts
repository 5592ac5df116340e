import { atLeast, exp } from "./exp";
import { logOfParts } from "./log";

/** log(1 + u) for 0 <= u <= 1; beyond 0.4142 as log 2 + log(1 + (u - 1) / 2), where u - 1 is exact. */
// @ts-ignore: decorator
@inline
export function log1pOfUnit<T>(u: v128): v128 {
  const one = v128.splat<T>(<T>1);
  const large = v128.gt<T>(u, v128.splat<T>(<T>0.41421356));
  const half = v128.mul<T>(v128.sub<T>(u, one), v128.splat<T>(<T>0.5));
  return logOfParts<T>(v128.and(large, one), v128.bitselect(half, u, large));
}

/** log(1 + e^x) = max(x, 0) + log(1 + e^-|x|). */
// @ts-ignore: decorator
@inline
export function softplus<T>(x: v128): v128 {
  const rest = log1pOfUnit<T>(exp<T>(v128.neg<T>(v128.abs<T>(x))));
  return v128.add<T>(atLeast<T>(x, v128.splat<T>(<T>0)), rest);
}
