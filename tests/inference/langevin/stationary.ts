import { mcseMean } from "../../../src/diagnostics/mcseMean.ts";
import type { LangevinPosterior } from "../../../src/inference/langevin/langevinPosterior.ts";
import { invert, multiply, type Rows } from "../../support/denseAlgebra.ts";

export const identity = (n: number, value = 1): number[][] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? value : 0)));

export const scaledBy = (a: Rows, factor: number): number[][] => a.map((row) => row.map((v) => factor * v));

export const added = (a: Rows, b: Rows): number[][] =>
  a.map((row, i) => row.map((value, j) => value + b[i]![j]!));

/** The blocks of a matrix put together. */
export const blocks = (grid: readonly (readonly Rows[])[]): number[][] =>
  grid.flatMap((line) => line[0]!.map((_, i) => line.flatMap((block) => [...block[i]!])));

/**
 * The covariance V that the random linear map x <- M x + w with equally probable M and independent w of covariance Q keeps:
 * V = E[M V M'] + Q, solved as (I - E[M (x) M]) vec V = vec Q.
 */
export function stationaryCovariance(maps: readonly Rows[], Q: Rows): number[][] {
  const n = Q.length;
  const system = identity(n * n);
  for (const M of maps) {
    for (let row = 0; row < n * n; row++) {
      const [i, j] = [Math.floor(row / n), row % n];
      for (let col = 0; col < n * n; col++) {
        const [k, l] = [Math.floor(col / n), col % n];
        system[row]![col]! -= (M[i]![k]! * M[j]![l]!) / maps.length;
      }
    }
  }
  const flat = multiply(
    invert(system).inverse,
    Q.flat().map((value) => [value]),
  );
  return Q.map((row, i) => row.map((_, j) => flat[i * n + j]![0]!));
}

/** L with L L' = A, lower triangular. */
function cholesky(a: Rows): number[][] {
  const L = identity(a.length, 0);
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j <= i; j++) {
      const rest = a[i]![j]! - L[i]!.reduce((sum, value, k) => (k < j ? sum + value * L[j]![k]! : sum), 0);
      L[i]![j] = i === j ? Math.sqrt(rest) : rest / L[j]![j]!;
    }
  }
  return L;
}

/**
 * How far draws are from a mean and a covariance: the largest |deviation| in Monte Carlo standard errors, over all first and
 * second moments of L^-1 (x - mean), which should be those of N(0, I). Of 14 such numbers one exceeds 4.5 once in 10,000
 * times.
 */
export function worstDeviation(
  { draws, chains }: Pick<LangevinPosterior, "draws" | "chains">,
  mean: readonly number[],
  covariance: Rows,
): number {
  const inverse = invert(cholesky(covariance)).inverse;
  const perChain = draws.rows / chains;
  const size = mean.length;
  const u = Array.from({ length: draws.rows }, (_, s) => {
    const centred = mean.map((value, j) => draws.data[s * draws.cols + j]! - value);
    return inverse.map((row) => row.reduce((sum, value, k) => sum + value * centred[k]!, 0));
  });
  const deviation = (of: (row: readonly number[]) => number): number => {
    const values = Array.from({ length: chains }, (_, c) =>
      Float64Array.from({ length: perChain }, (_, i) => of(u[c * perChain + i]!)),
    );
    const average = values.reduce((sum, chain) => sum + chain.reduce((a, b) => a + b, 0), 0) / draws.rows;
    return Math.abs(average) / mcseMean(values);
  };
  let worst = 0;
  for (let i = 0; i < size; i++) {
    worst = Math.max(
      worst,
      deviation((row) => row[i]!),
    );
    for (let j = 0; j <= i; j++) {
      worst = Math.max(
        worst,
        deviation((row) => row[i]! * row[j]! - (i === j ? 1 : 0)),
      );
    }
  }
  return worst;
}
