import { cholesky, choleskyLogDeterminant, solveLowerRows } from "../../numeric/kernels/dense.ts";
import { exp, LOG_TWO_PI } from "../../numeric/special.ts";
import { initialiseDiagonal } from "./factorisedFamily.ts";
import type { VariationalFamily } from "./family.ts";

/** Where B starts, in units of the spread: not at 0, where its gradient by the path vanishes on average. */
const START = 0.1;

/**
 * Covariance diag(sd^2) + B B' of the given rank (Ong, Nott & Smith 2018): lambda = [m, log sd, B [P, rank]], draws
 * m + sd e_1 + B e_2. Entropy and density cost O(P rank^2) by the matrix determinant lemma with
 * M = I + B' diag(sd^-2) B.
 */
export function lowRankFamily(size: number, rank: number): VariationalFamily {
  const sd = new Float64Array(size);
  const factor = new Float64Array(rank * rank);
  // Row j is L^-1 b_j for the row b_j of B, where M = L L'.
  const solved = new Float64Array(size * rank);
  let lambda = new Float64Array(2 * size + size * rank) as Float64Array;
  const b = (j: number, k: number) => lambda[2 * size + j * rank + k]!;

  function factorise(): void {
    factor.fill(0);
    for (let k = 0; k < rank; k++) factor[k * rank + k] = 1;
    for (let j = 0; j < size; j++) {
      const precision = 1 / (sd[j]! * sd[j]!);
      for (let k = 0; k < rank; k++) {
        const scaled = precision * b(j, k);
        for (let l = 0; l <= k; l++) factor[k * rank + l] = factor[k * rank + l]! + scaled * b(j, l);
      }
    }
    cholesky(rank, factor);
    solved.set(lambda.subarray(2 * size));
    solveLowerRows(rank, factor, size, solved);
  }

  return {
    size,
    count: 2 * size + size * rank,
    noise: size + rank,
    initialise(mean, spread, out) {
      initialiseDiagonal(size, mean, spread, out);
      // Columns of signs that differ from each other: deterministic, and no two columns alike.
      for (let j = 0; j < size; j++) {
        for (let k = 0; k < rank; k++) {
          const sign = mixed(j * rank + k + 1) < 0 ? -1 : 1;
          out[2 * size + j * rank + k] = (START * spread * sign) / rank;
        }
      }
    },
    use(at) {
      lambda = at;
      for (let j = 0; j < size; j++) sd[j] = exp(at[size + j]!);
      factorise();
    },
    draw(noise, z) {
      for (let j = 0; j < size; j++) {
        let value = lambda[j]! + sd[j]! * noise[j]!;
        for (let k = 0; k < rank; k++) value += b(j, k) * noise[size + k]!;
        z[j] = value;
      }
    },
    addPathGradient(noise, g, weight, gradient) {
      for (let j = 0; j < size; j++) {
        const slope = weight * g[j]!;
        gradient[j] = gradient[j]! + slope;
        gradient[size + j] = gradient[size + j]! + slope * sd[j]! * noise[j]!;
        const at = 2 * size + j * rank;
        for (let k = 0; k < rank; k++) gradient[at + k] = gradient[at + k]! + slope * noise[size + k]!;
      }
    },
    halfSecondMoment(first, weight, gradient) {
      let sum = 0;
      for (let j = 0; j < first; j++) {
        const [m, variance] = [lambda[j]!, sd[j]! * sd[j]!];
        sum += m * m + variance;
        gradient[j] = gradient[j]! + weight * m;
        gradient[size + j] = gradient[size + j]! + weight * variance;
        const at = 2 * size + j * rank;
        for (let k = 0; k < rank; k++) {
          const value = lambda[at + k]!;
          sum += value * value;
          gradient[at + k] = gradient[at + k]! + weight * value;
        }
      }
      return 0.5 * sum;
    },
    entropy(weight, gradient) {
      let sum = 0.5 * (size * (1 + LOG_TWO_PI) + choleskyLogDeterminant(rank, factor));
      for (let j = 0; j < size; j++) {
        sum += lambda[size + j]!;
        const precision = 1 / (sd[j]! * sd[j]!);
        // By log sd: 1 - b_j' M^-1 b_j / sd^2; by B: diag(sd^-2) B M^-1.
        let squares = 0;
        for (let k = 0; k < rank; k++) squares += solved[j * rank + k]! * solved[j * rank + k]!;
        gradient[size + j] = gradient[size + j]! + weight * (1 - precision * squares);
        const at = 2 * size + j * rank;
        backSubstitute(factor, rank, solved, j * rank, (k, value) => {
          gradient[at + k] = gradient[at + k]! + weight * precision * value;
        });
      }
      return sum;
    },
    variances: () => {
      const result = new Float64Array(size);
      for (let j = 0; j < size; j++) {
        let sum = sd[j]! * sd[j]!;
        for (let k = 0; k < rank; k++) sum += b(j, k) * b(j, k);
        result[j] = sum;
      }
      return result;
    },
    projectedVariance(h) {
      let sum = 0;
      for (let j = 0; j < size; j++) sum += h[j]! * h[j]! * sd[j]! * sd[j]!;
      for (let k = 0; k < rank; k++) {
        let along = 0;
        for (let j = 0; j < size; j++) along += b(j, k) * h[j]!;
        sum += along * along;
      }
      return sum;
    },
    logDensity(z) {
      const along = new Float64Array(rank);
      let sum = -0.5 * (size * LOG_TWO_PI + choleskyLogDeterminant(rank, factor));
      for (let j = 0; j < size; j++) {
        const u = (z[j]! - lambda[j]!) / sd[j]!;
        sum -= 0.5 * u * u + lambda[size + j]!;
        for (let k = 0; k < rank; k++) along[k] = along[k]! + (solved[j * rank + k]! * u) / sd[j]!;
      }
      // The rank subtracts u' S^-1 B M^-1 B' S^-1 u from the sum of squares.
      return along.reduce((total, value) => total + 0.5 * value * value, sum);
    },
  };
}

/** The bits of a number, mixed so that neighbours and multiples have nothing in common. */
function mixed(value: number): number {
  let bits = value;
  for (let round = 0; round < 2; round++) bits = Math.imul(bits ^ (bits >>> 15), 2246822519);
  return bits ^ (bits >>> 13);
}

/** Calls `visit` with the entries of L^-T x for the part of x that begins at `from`. */
function backSubstitute(
  l: Float64Array,
  n: number,
  x: Float64Array,
  from: number,
  visit: (k: number, value: number) => void,
): void {
  const result = x.slice(from, from + n);
  for (let k = n - 1; k >= 0; k--) {
    let value = result[k]!;
    for (let i = k + 1; i < n; i++) value -= l[i * n + k]! * result[i]!;
    result[k] = value / l[k * n + k]!;
    visit(k, result[k]!);
  }
}
