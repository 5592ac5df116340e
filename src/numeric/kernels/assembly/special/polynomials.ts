/**
 * The polynomials of the special functions, in f64 or f32. By Horner's rule each step would wait for the one before;
 * here every fourth coefficient belongs to one of four short chains in x^4, which the processor runs side by side:
 * p(x) = (p_0 + p_1 x) + (p_2 + p_3 x) x^2 with p_j = c_j + c_{j+4} x^4 + c_{j+8} x^8 + ...
 */
import { EXP64, TANH64, LOG64, ERF64, ERFC64, EXP32, TANH32, LOG32, ERF32, ERFC32 } from "./tables";

/** c_k. */
// @ts-ignore: decorator
@inline
function one<T>(table: usize, k: usize): v128 {
  return v128.load_splat<T>(table + k * sizeof<T>());
}

/** c_k + c_{k+4} y. */
// @ts-ignore: decorator
@inline
function two<T>(table: usize, k: usize, y: v128): v128 {
  return v128.add<T>(one<T>(table, k), v128.mul<T>(one<T>(table, k + 4), y));
}

/** The chain of three coefficients that starts at c_k. */
// @ts-ignore: decorator
@inline
function three<T>(table: usize, k: usize, y: v128): v128 {
  return v128.add<T>(one<T>(table, k), v128.mul<T>(two<T>(table, k + 4, y), y));
}

/** The chain of four coefficients that starts at c_k. */
// @ts-ignore: decorator
@inline
function four<T>(table: usize, k: usize, y: v128): v128 {
  return v128.add<T>(one<T>(table, k), v128.mul<T>(three<T>(table, k + 4, y), y));
}

/** The chain of five coefficients that starts at c_k. */
// @ts-ignore: decorator
@inline
function five<T>(table: usize, k: usize, y: v128): v128 {
  return v128.add<T>(one<T>(table, k), v128.mul<T>(four<T>(table, k + 4, y), y));
}

/** (p0 + p1 x) + (p2 + p3 x) x2. */
// @ts-ignore: decorator
@inline
function join<T>(p0: v128, p1: v128, p2: v128, p3: v128, x: v128, x2: v128): v128 {
  const low = v128.add<T>(p0, v128.mul<T>(p1, x));
  return v128.add<T>(low, v128.mul<T>(v128.add<T>(p2, v128.mul<T>(p3, x)), x2));
}

/** (e^r - 1 - r) / r^2, |r| <= 0.347. */
// @ts-ignore: decorator
@inline
export function expRest<T>(r: v128): v128 {
  const r2 = v128.mul<T>(r, r);
  const y = v128.mul<T>(r2, r2);
  if (sizeof<T>() == 8) {
    return join<T>(three<T>(EXP64, 0, y), three<T>(EXP64, 1, y), three<T>(EXP64, 2, y), two<T>(EXP64, 3, y), r, r2);
  }
  return join<T>(two<T>(EXP32, 0, y), two<T>(EXP32, 1, y), one<T>(EXP32, 2), one<T>(EXP32, 3), r, r2);
}

/** (r coth r - 1) / z from z = r^2, |r| <= 0.1735; so short that Horner's rule serves best. */
// @ts-ignore: decorator
@inline
export function cothRest<T>(z: v128): v128 {
  if (sizeof<T>() == 4) return v128.add<T>(one<T>(TANH32, 0), v128.mul<T>(one<T>(TANH32, 1), z));
  let p = v128.add<T>(one<T>(TANH64, 3), v128.mul<T>(one<T>(TANH64, 4), z));
  p = v128.add<T>(one<T>(TANH64, 2), v128.mul<T>(p, z));
  p = v128.add<T>(one<T>(TANH64, 1), v128.mul<T>(p, z));
  return v128.add<T>(one<T>(TANH64, 0), v128.mul<T>(p, z));
}

/** (2 atanh(s) / s - 2) / s^2 from z = s^2, |s| <= 0.1716. */
// @ts-ignore: decorator
@inline
export function logRest<T>(z: v128): v128 {
  const z2 = v128.mul<T>(z, z);
  const y = v128.mul<T>(z2, z2);
  if (sizeof<T>() == 8) {
    return join<T>(two<T>(LOG64, 0, y), two<T>(LOG64, 1, y), two<T>(LOG64, 2, y), one<T>(LOG64, 3), z, z2);
  }
  return join<T>(one<T>(LOG32, 0), one<T>(LOG32, 1), one<T>(LOG32, 2), one<T>(LOG32, 3), z, z2);
}

/** erf(x) / x - 1 from t = x^2, |x| <= 1. */
// @ts-ignore: decorator
@inline
export function erfRest<T>(t: v128): v128 {
  const t2 = v128.mul<T>(t, t);
  const y = v128.mul<T>(t2, t2);
  if (sizeof<T>() == 8) {
    return join<T>(three<T>(ERF64, 0, y), three<T>(ERF64, 1, y), three<T>(ERF64, 2, y), three<T>(ERF64, 3, y), t, t2);
  }
  return join<T>(two<T>(ERF32, 0, y), two<T>(ERF32, 1, y), two<T>(ERF32, 2, y), one<T>(ERF32, 3), t, t2);
}

/** log erfc(1 + c), c from 0 to 5 (to 3 in f32). */
// @ts-ignore: decorator
@inline
export function logErfc<T>(c: v128): v128 {
  const c2 = v128.mul<T>(c, c);
  const y = v128.mul<T>(c2, c2);
  if (sizeof<T>() == 8) {
    return join<T>(five<T>(ERFC64, 0, y), five<T>(ERFC64, 1, y), four<T>(ERFC64, 2, y), four<T>(ERFC64, 3, y), c, c2);
  }
  return join<T>(two<T>(ERFC32, 0, y), two<T>(ERFC32, 1, y), two<T>(ERFC32, 2, y), one<T>(ERFC32, 3), c, c2);
}
