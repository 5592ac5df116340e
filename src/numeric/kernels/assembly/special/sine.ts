import {
  PI_HALF_HIGH_32,
  PI_HALF_HIGH_64,
  PI_HALF_LOW_32,
  PI_HALF_LOW_64,
  PI_HALF_MIDDLE_32,
  PI_HALF_MIDDLE_64,
  SINE_LIMIT_32,
  SINE_LIMIT_64,
  TWO_OVER_PI_32,
  TWO_OVER_PI_64,
} from "../../shared/sineCoefficients";
import { constant, magic } from "./exp";
import { COSINE32, COSINE64, SINE32, SINE64 } from "./sineTables";

// @ts-ignore: decorator
@inline
function horner<T>(table: usize, terms: usize, z: v128): v128 {
  let sum = v128.load_splat<T>(table + (terms - 1) * sizeof<T>());
  for (let k: i32 = <i32>terms - 2; k >= 0; k--) {
    sum = v128.add<T>(v128.load_splat<T>(table + k * sizeof<T>()), v128.mul<T>(sum, z));
  }
  return sum;
}

/**
 * sin(x + shift pi / 2): with x = k pi / 2 + r, |r| <= pi / 4, the sine or cosine of r by the parity of k + shift, with
 * the sign of its half. NaN where |x| exceeds the limit to which r is computed without loss.
 */
// @ts-ignore: decorator
@inline
export function sine<T>(x: v128, shift: i32): v128 {
  const shifted = v128.add<T>(v128.mul<T>(x, constant<T>(TWO_OVER_PI_64, TWO_OVER_PI_32)), magic<T>());
  const k = v128.sub<T>(shifted, magic<T>());
  let r = v128.sub<T>(x, v128.mul<T>(k, constant<T>(PI_HALF_HIGH_64, PI_HALF_HIGH_32)));
  r = v128.sub<T>(r, v128.mul<T>(k, constant<T>(PI_HALF_MIDDLE_64, PI_HALF_MIDDLE_32)));
  r = v128.sub<T>(r, v128.mul<T>(k, constant<T>(PI_HALF_LOW_64, PI_HALF_LOW_32)));
  const z = v128.mul<T>(r, r);
  const sinRest = sizeof<T>() == 8 ? horner<T>(SINE64, 7, z) : horner<T>(SINE32, 4, z);
  const cosRest = sizeof<T>() == 8 ? horner<T>(COSINE64, 8, z) : horner<T>(COSINE32, 5, z);
  const ofSine = v128.add<T>(r, v128.mul<T>(v128.mul<T>(r, z), sinRest));
  const ofCosine = v128.add<T>(v128.splat<T>(<T>1), v128.mul<T>(z, cosRest));
  let odd: v128;
  let sign: v128;
  if (sizeof<T>() == 8) {
    const quarter = i64x2.add(shifted, i64x2.splat(shift));
    odd = i64x2.neg(v128.and(quarter, i64x2.splat(1)));
    sign = i64x2.shl(v128.and(quarter, i64x2.splat(2)), 62);
  } else {
    const quarter = i32x4.add(shifted, i32x4.splat(shift));
    odd = i32x4.neg(v128.and(quarter, i32x4.splat(1)));
    sign = i32x4.shl(v128.and(quarter, i32x4.splat(2)), 30);
  }
  const value = v128.xor(v128.bitselect(ofCosine, ofSine, odd), sign);
  const inside = v128.le<T>(v128.abs<T>(x), constant<T>(SINE_LIMIT_64, SINE_LIMIT_32));
  return v128.bitselect(value, v128.splat<T>(<T>NaN), inside);
}
