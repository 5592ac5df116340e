import { ArgumentError, NumericError } from "../errors/errors.ts";
import { cholesky, solveLower, solveLowerEach } from "../numeric/cholesky.ts";
import { createMatrix, type Matrix, rowOf } from "../numeric/matrix.ts";
import { addGram } from "../numeric/products.ts";
import { log } from "../numeric/special.ts";
import { symmetricEigen } from "../numeric/symmetricEigen.ts";

/** A normal distribution N(mean, R'R), which may be flat in some directions. */
export interface RootedNormal {
  readonly mean: Float64Array;
  /** R [m, D]: any matrix with R'R as covariance, such as centred draws over sqrt(S), or L' of a Cholesky factor L. */
  readonly root: Matrix;
}

/** How far a normal distribution is from another one. */
export interface GaussianDistance {
  /** KL(q || p) in nats; Infinity where q is flat in a direction in which p is not: a point mass, or few draws. */
  readonly divergence: number;
  /** 2-Wasserstein distance in the coordinates in which p is N(0, I): in standard deviations of p. */
  readonly wasserstein: number;
}

/** An eigenvalue below this share of the largest, per dimension, may be the rounding of sums of squares. */
const ROUNDING = 1e-14;

/**
 * The normal distribution with a given covariance, which may be flat in some directions: that of SWAG is, where no gradient ever
 * moved a weight. Throws a NumericError where the variance of a direction is below 0, or a number is not finite.
 */
export function rootedNormal(mean: Float64Array, covariance: Matrix): RootedNormal {
  const { rows } = covariance;
  const result = cholesky(covariance);
  const root = createMatrix(rows, rows);
  if ("factor" in result) {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j <= i; j++) root.data[j * rows + i] = result.factor.data[i * rows + j]!;
    }
    return { mean, root };
  }
  const identity = createMatrix(rows, rows);
  for (let i = 0; i < rows; i++) identity.data[i * rows + i] = 1;
  const { values, rotated } = symmetricEigen(covariance, identity);
  const least = ROUNDING * rows * values[rows - 1]!;
  if (values[0]! < -least) throw notPositive(covariance, result.failedPivot);
  for (let k = 0; k < rows; k++) {
    const length = values[k]! <= least ? 0 : Math.sqrt(values[k]!);
    for (let i = 0; i < rows; i++) root.data[k * rows + i] = length * rotated.data[i * rows + k]!;
  }
  return { mean, root };
}

/** The normal distribution with the mean and the covariance (divided by S) of equally probable points [S, D]. */
export function momentsOfRows(points: Matrix): RootedNormal {
  const { rows, cols } = points;
  const mean = new Float64Array(cols);
  for (let s = 0; s < rows; s++) {
    const point = rowOf(points, s);
    for (let j = 0; j < cols; j++) mean[j] = mean[j]! + point[j]! / rows;
  }
  const root = createMatrix(rows, cols);
  const scale = 1 / Math.sqrt(rows);
  for (let s = 0; s < rows; s++) {
    const [point, out] = [rowOf(points, s), rowOf(root, s)];
    for (let j = 0; j < cols; j++) out[j] = scale * (point[j]! - mean[j]!);
  }
  return { mean, root };
}

/**
 * Distances from p = N(m, L L') to q = N(mean, R'R). With b = L^-1 (mean - m) and l_i the eigenvalues of L^-1 R'R L'^-1,
 *   KL(q || p) = 1/2 (|b|^2 + sum (l_i - 1 - log l_i)),   W2 = sqrt(|b|^2 + sum (sqrt(l_i) - 1)^2).
 * Both are the same in any linear coordinates of the parameters: the second because it is measured in those of p.
 * Source: Olkin & Pukelsheim (1982) for W2.
 *
 * Throws an ArgumentError if the two have other numbers of dimensions, a NumericError if p is flat in a direction or a number
 * is not finite.
 */
export function gaussianDistance(
  q: RootedNormal,
  p: { readonly mean: Float64Array; readonly covariance: Matrix },
): GaussianDistance {
  const size = p.mean.length;
  if (q.mean.length !== size || q.root.cols !== size || p.covariance.rows !== size) {
    throw new ArgumentError({
      where: "gaussianDistance",
      problem: `both distributions must have ${size} dimensions, got ${q.mean.length}`,
      details: { expected: size, found: q.mean.length },
    });
  }
  const factor = factorOf(p.covariance);
  const shift = solveLower(
    factor,
    q.mean.map((value, j) => value - p.mean[j]!),
  );
  const white = createMatrix(q.root.rows, size, q.root.data.slice());
  solveLowerEach(factor, white);
  return whitenedDistance(shift, white);
}

/** The distances from N(0, I) to N(shift, R'R): what {@link gaussianDistance} comes down to in the coordinates of p. */
export function whitenedDistance(shift: Float64Array, root: Matrix): GaussianDistance {
  const size = shift.length;
  const covariance = createMatrix(size, size);
  addGram(root, covariance);
  const { values } = symmetricEigen(covariance, createMatrix(0, size));
  const squares = shift.reduce((sum, value) => sum + value * value, 0);
  // Eigenvalues ascend. One that is rounding and no more is zero, as are those beyond the rank of the root.
  const least = ROUNDING * size * values[size - 1]!;
  let [divergence, transport] = [squares, squares];
  values.forEach((value, i) => {
    const zero = value <= least || i < size - root.rows;
    const length = zero ? 0 : Math.sqrt(value);
    transport += (length - 1) * (length - 1);
    divergence += zero ? Number.POSITIVE_INFINITY : value - 1 - log(value);
  });
  return { divergence: 0.5 * divergence, wasserstein: Math.sqrt(transport) };
}

function factorOf(covariance: Matrix): Matrix {
  const result = cholesky(covariance);
  if ("factor" in result) return result.factor;
  throw notPositive(covariance, result.failedPivot);
}

function notPositive({ rows }: Matrix, pivot: number): NumericError {
  return new NumericError({
    where: "gaussianDistance",
    problem: `a covariance must be positive definite, pivot ${pivot} of ${rows} is not positive`,
    fix: "Give the parameters a proper prior, or use fewer of them.",
    details: { pivot },
  });
}
