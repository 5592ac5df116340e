import * as c from "../shared/sineCoefficients.ts";
import type { FloatFormat } from "../workspace.ts";

const SINE = [c.SINE64_0, c.SINE64_1, c.SINE64_2, c.SINE64_3, c.SINE64_4, c.SINE64_5, c.SINE64_6];
const COSINE = [
  c.COSINE64_0,
  c.COSINE64_1,
  c.COSINE64_2,
  c.COSINE64_3,
  c.COSINE64_4,
  c.COSINE64_5,
  c.COSINE64_6,
  c.COSINE64_7,
];
/** Adding and subtracting it rounds to a whole number. */
const MAGIC = 6755399441055744;

/** sin(x + shift pi / 2), as in assembly/special/sine.ts: NaN where |x| exceeds the limit of the format. */
export function sineTwin(x: number, shift: 0 | 1, format: FloatFormat): number {
  if (!(Math.abs(x) <= (format === "f64" ? c.SINE_LIMIT_64 : c.SINE_LIMIT_32))) return Number.NaN;
  const k = x * c.TWO_OVER_PI_64 + MAGIC - MAGIC;
  const r = x - k * c.PI_HALF_HIGH_64 - k * c.PI_HALF_MIDDLE_64 - k * c.PI_HALF_LOW_64;
  const z = r * r;
  const quarter = (k + shift) & 3;
  const value = (quarter & 1) === 1 ? 1 + z * horner(COSINE, z) : r + r * z * horner(SINE, z);
  return quarter >= 2 ? -value : value;
}

function horner(coefficients: readonly number[], z: number): number {
  let k = coefficients.length - 1;
  let sum = coefficients[k]!;
  while (k-- > 0) sum = coefficients[k]! + sum * z;
  return sum;
}
