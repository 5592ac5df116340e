import { checkNumber } from "../errors/checks.ts";

/** Which bin each number is in, 0 to bins - 1. */
export interface Bins {
  readonly count: number;
  readonly of: Uint32Array;
}

/**
 * Bins of equally many numbers in ascending order, the first ones with one more where they do not divide evenly. Equal numbers
 * stay together, in the lowest of their bins, so that the order of the rows does not matter: then bins differ in size, and
 * some are empty. Throws an ArgumentError for a number of bins that is not positive.
 */
export function equalMassBins(where: string, values: ArrayLike<number>, bins: number): Bins {
  checkNumber(where, "bins", bins, { integer: true, min: 1 });
  const n = values.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const of = new Uint32Array(n);
  const small = Math.floor(n / bins);
  const larger = (n % bins) * (small + 1);
  for (let k = 0; k < n; k++) {
    const equal = k > 0 && values[order[k]!] === values[order[k - 1]!];
    const own = k < larger ? Math.floor(k / (small + 1)) : (n % bins) + Math.floor((k - larger) / small);
    of[order[k]!] = equal ? of[order[k - 1]!]! : own;
  }
  return { count: bins, of };
}
