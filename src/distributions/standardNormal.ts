import { erfc, exp } from "../numeric/special.ts";

const SQRT_TWO_PI = 2.5066282746310002;

// Phi at the nodes 0, -1/32, -2/32, ..., -8, each with the first ten coefficients of its Taylor series. A point is at
// most 1/64 away from a node, where the first neglected term is below 3e-16 of Phi. Five times as fast as erfc, which
// matters to mixtures of a thousand components.
const REACH = 8;
const PER_UNIT = 32;
const TERMS = 10;
const TABLE = tabulate();

function tabulate(): Float64Array {
  const table = new Float64Array((REACH * PER_UNIT + 1) * TERMS);
  for (let node = 0; node <= REACH * PER_UNIT; node++) {
    const c = -node / PER_UNIT;
    const start = node * TERMS;
    table[start] = 0.5 * erfc(-c * Math.SQRT1_2);
    // The density satisfies phi' = -x phi, which gives its coefficients one after the other.
    let before = 0;
    let current = exp(-0.5 * c * c) / SQRT_TWO_PI;
    for (let k = 1; k < TERMS; k++) {
      table[start + k] = current / k;
      const next = -(c * current + before) / k;
      before = current;
      current = next;
    }
  }
  return table;
}

/** Phi(-a) for 0 <= a <= REACH. */
function tabulatedTail(a: number): number {
  const node = Math.floor(a * PER_UNIT + 0.5);
  const d = node / PER_UNIT - a;
  const t = node * TERMS;
  let sum = TABLE[t + 9]!;
  sum = sum * d + TABLE[t + 8]!;
  sum = sum * d + TABLE[t + 7]!;
  sum = sum * d + TABLE[t + 6]!;
  sum = sum * d + TABLE[t + 5]!;
  sum = sum * d + TABLE[t + 4]!;
  sum = sum * d + TABLE[t + 3]!;
  sum = sum * d + TABLE[t + 2]!;
  sum = sum * d + TABLE[t + 1]!;
  return sum * d + TABLE[t]!;
}

/**
 * P(Z <= z) for a standard normal Z. Relative error below 1e-15 + 2e-16 z^2 in the lower tail (the last digit of z is
 * worth that much), absolute error below 3e-16 in the upper one.
 */
export function standardNormalCdf(z: number): number {
  if (z <= 0) return z >= -REACH ? tabulatedTail(-z) : 0.5 * erfc(-z * Math.SQRT1_2);
  return z <= REACH ? 1 - tabulatedTail(z) : 1 - 0.5 * erfc(z * Math.SQRT1_2);
}

/** The standard normal density at z; tabulated within eight standard deviations, with a relative error below 3e-14. */
export function standardNormalDensity(z: number): number {
  const a = Math.abs(z);
  if (!(a <= REACH)) return exp(-0.5 * z * z) / SQRT_TWO_PI;
  const node = Math.floor(a * PER_UNIT + 0.5);
  const d = node / PER_UNIT - a;
  const t = node * TERMS;
  let sum = 9 * TABLE[t + 9]!;
  sum = sum * d + 8 * TABLE[t + 8]!;
  sum = sum * d + 7 * TABLE[t + 7]!;
  sum = sum * d + 6 * TABLE[t + 6]!;
  sum = sum * d + 5 * TABLE[t + 5]!;
  sum = sum * d + 4 * TABLE[t + 4]!;
  sum = sum * d + 3 * TABLE[t + 3]!;
  sum = sum * d + 2 * TABLE[t + 2]!;
  return sum * d + TABLE[t + 1]!;
}
