import type { LinearNetwork } from "../../model/network.ts";
import { createMatrix, type Matrix } from "../../numeric/matrix.ts";
import { timesVector } from "../../numeric/products.ts";

/** About how many numbers one block of features may hold: 8 MB. */
const BLOCK = 1_000_000;

/** A few rows of features; `from` is the number of the first row. */
export interface FeatureBlock {
  readonly from: number;
  readonly features: Matrix;
}

/** How many rows of features fit into one block. */
export function blockRows(size: number): number {
  return Math.max(1, Math.floor(BLOCK / size));
}

/** The features of all rows of x, block by block, so that memory stays bounded whatever the number of rows. */
export function* featureBlocks(network: LinearNetwork, x: Matrix): Generator<FeatureBlock> {
  const step = blockRows(network.size);
  for (let from = 0; from < x.rows; from += step)
    yield featureBlock(network, x, from, Math.min(from + step, x.rows));
}

/** The features of rows `from` (included) to `to` (excluded). */
export function featureBlock(network: LinearNetwork, x: Matrix, from: number, to: number): FeatureBlock {
  const features = createMatrix(to - from, network.size);
  network.featuresInto(x, from, to, features.data);
  return { from, features };
}

/**
 * Means h'parameters and variances for every row h of features, averaged over groups of consecutive rows first.
 * `variancesOf` gives the variances of a block of rows, which it may overwrite.
 */
export function featureMoments(
  network: LinearNetwork,
  x: Matrix,
  mean: Float64Array,
  variancesOf: (features: Matrix) => Float64Array,
  group = 1,
): { readonly mean: Float64Array; readonly variance: Float64Array } {
  const { size } = network;
  const count = x.rows / group;
  const means = new Float64Array(count);
  const variance = new Float64Array(count);
  const groups = Math.max(1, Math.floor(blockRows(size) / group));
  for (let from = 0; from < count; from += groups) {
    const to = Math.min(from + groups, count);
    const { features } = featureBlock(network, x, from * group, to * group);
    const averages = averageRows(features, group);
    means.set(timesVector(averages, mean), from);
    variance.set(variancesOf(averages), from);
  }
  return { mean: means, variance };
}

/** Averages of groups of consecutive rows, gathered at the top of the same memory. */
function averageRows({ rows, cols, data }: Matrix, group: number): Matrix {
  if (group === 1) return { rows, cols, data };
  const count = rows / group;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < cols; j++) {
      let sum = 0;
      for (let r = 0, p = i * group * cols + j; r < group; r++, p += cols) sum += data[p]!;
      data[i * cols + j] = sum / group;
    }
  }
  return createMatrix(count, cols, data.subarray(0, count * cols));
}

/** Writes h(x)'parameters for every row of x into `out`. */
export function evaluateFeatures(
  network: LinearNetwork,
  parameters: Float64Array,
  x: Matrix,
  out: Float64Array,
): void {
  for (const { from, features } of featureBlocks(network, x))
    out.set(timesVector(features, parameters), from);
}
