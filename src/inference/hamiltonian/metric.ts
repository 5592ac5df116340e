import { NumericError } from "../../errors/errors.ts";
import { cholesky, solveLowerTransposed } from "../../numeric/cholesky.ts";
import type { Reals } from "../../numeric/kernels/special.ts";
import { createMatrix, type Matrix } from "../../numeric/matrix.ts";

/** How much of a covariance a metric knows. */
export type MetricKind = "unit" | "diagonal" | "dense";

/**
 * The metric of Hamiltonian dynamics: the inverse mass matrix, best the covariance C of the density. Momenta are drawn from
 * N(0, C^-1), velocities are C r, and the kinetic energy is r'C r / 2.
 */
export interface Metric {
  readonly kind: MetricKind;
  /** C: its diagonal [size], or all of it [size, size] where the metric is dense; the identity at first. */
  readonly covariance: Float64Array;
  /** Takes another C over. Throws a NumericError where a dense one is not positive definite. */
  set(covariance: Float64Array): void;
  /** Writes the velocity C r into `out` [size]. */
  velocityInto(momentum: Reals, out: Float64Array): void;
  /** Turns standard normal numbers [size] into a momentum, in place. */
  toMomentum(noise: Float64Array): Float64Array;
}

/** A metric for so many coordinates. */
export function createMetric(where: string, kind: MetricKind, size: number): Metric {
  return kind === "dense" ? denseMetric(where, size) : diagonalMetric(kind, size);
}

function diagonalMetric(kind: MetricKind, size: number): Metric {
  const covariance = new Float64Array(size).fill(1);
  return {
    kind,
    covariance,
    set: (found) => covariance.set(found),
    velocityInto(momentum, out) {
      for (let j = 0; j < size; j++) out[j] = covariance[j]! * momentum[j]!;
    },
    toMomentum(noise) {
      for (let j = 0; j < size; j++) noise[j] = noise[j]! / Math.sqrt(covariance[j]!);
      return noise;
    },
  };
}

function denseMetric(where: string, size: number): Metric {
  const covariance = new Float64Array(size * size);
  for (let j = 0; j < size; j++) covariance[j * size + j] = 1;
  let factor: Matrix = createMatrix(size, size, covariance.slice());
  return {
    kind: "dense",
    covariance,
    set(found) {
      const factored = cholesky(createMatrix(size, size, found));
      if ("failedPivot" in factored) {
        throw new NumericError({
          where,
          problem: `the covariance of the warm-up must be positive definite, its pivot ${factored.failedPivot} is not`,
          fix: 'Use metric: "diagonal".',
          details: { pivot: factored.failedPivot },
        });
      }
      covariance.set(found);
      factor = factored.factor;
    },
    velocityInto(momentum, out) {
      for (let i = 0, at = 0; i < size; i++) {
        let sum = 0;
        for (let j = 0; j < size; j++, at++) sum += covariance[at]! * momentum[j]!;
        out[i] = sum;
      }
    },
    // C = L L', so that L'^-1 xi has covariance L'^-1 L^-1 = C^-1.
    toMomentum: (noise) => solveLowerTransposed(factor, noise),
  };
}
