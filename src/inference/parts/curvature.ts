import type { Rng } from "../../random/rng.ts";
import type { WhitenedTarget } from "./whitenedTarget.ts";

/** Power iterations: the largest eigenvalue is then known to a few per cent, from below. */
const ITERATIONS = 20;

/** Gradients of all rows that {@link largestCurvature} computes. */
export const CURVATURE_GRADIENTS: number = 2 * ITERATIONS;

/**
 * The largest eigenvalue of R H R at z, H the Hessian of U and R a diagonal (1 by default), by power iteration on
 * differences of the gradient. Leaves z as it was.
 */
export function largestCurvature(white: WhitenedTarget, rng: Rng, root?: Float64Array): number {
  const { position, gradient, size } = white;
  const at = Float64Array.from(position.view);
  // Wide enough for the digits of f32, narrow beside the unit of the prior.
  const step = position.format === "f64" ? 1e-5 : 1e-2;
  const gradientAt = (direction: Float64Array, side: number): Float64Array => {
    const z = position.view;
    for (let j = 0; j < size; j++) z[j] = at[j]! + side * step * direction[j]!;
    white.potential();
    return Float64Array.from(gradient.view);
  };
  const largest = largestEigenvalue(size, rng, (direction) => {
    const moved = scaled(direction, root);
    const [ahead, behind] = [gradientAt(moved, 1), gradientAt(moved, -1)];
    return scaled(
      ahead.map((value, j) => (value - behind[j]!) / (2 * step)),
      root,
    );
  });
  position.view.set(at);
  return largest;
}

/** Rows at most whose gradients {@link gradientNoise} compares. */
export const NOISE_ROWS = 512;

/**
 * The largest eigenvalue of R V R, V the covariance of the gradient estimated from batches of B rows: (N^2/B)(1 - B/N) S,
 * S the (n - 1) covariance of the gradients of single rows, from at most 512 rows chosen at random. 0 for a batch of all
 * rows.
 */
export function gradientNoise(white: WhitenedTarget, batch: number, rng: Rng, root?: Float64Array): number {
  const { rows, size, gradient } = white;
  if (batch >= rows) return 0;
  const count = Math.min(NOISE_ROWS, rows);
  const gradients = Array.from(rng.permutation(rows).subarray(0, count), (row) => {
    white.estimate(row, 1);
    // Of the row's own loss: the estimate multiplies it by N and adds the prior, which is the same for all.
    return scaled(
      Float64Array.from(gradient.view, (value) => value / rows),
      root,
    );
  });
  const mean = new Float64Array(size);
  for (const g of gradients) for (let j = 0; j < size; j++) mean[j] = mean[j]! + g[j]! / count;
  for (const g of gradients) for (let j = 0; j < size; j++) g[j] = g[j]! - mean[j]!;
  const largest = largestEigenvalue(size, rng, (direction) => {
    const image = new Float64Array(size);
    for (const g of gradients) {
      let along = 0;
      for (let j = 0; j < size; j++) along += g[j]! * direction[j]!;
      for (let j = 0; j < size; j++) image[j] = image[j]! + (along * g[j]!) / (count - 1);
    }
    return image;
  });
  return ((rows * rows) / batch) * (1 - batch / rows) * largest;
}

/** The largest |eigenvalue| of a symmetric matrix that is known by its products, from a random start. */
function largestEigenvalue(size: number, rng: Rng, times: (direction: Float64Array) => Float64Array): number {
  let direction = rng.fillNormal(new Float64Array(size));
  let largest = length(direction);
  for (let k = 0; k < ITERATIONS && largest > 0; k++) {
    const image = times(direction.map((value) => value / largest));
    largest = length(image);
    direction = image;
  }
  return largest;
}

const length = (values: Float64Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

const scaled = (values: Float64Array, by: Float64Array | undefined): Float64Array =>
  by === undefined ? values : values.map((value, j) => value * by[j]!);
