import type { LinearNetwork } from "../../model/network.ts";
import { createMatrix, type Matrix } from "../../numeric/matrix.ts";
import { dot } from "../../numeric/products.ts";

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

/** Means h(x)'parameters and, for each row h of features, a variance computed from a scratch copy of it. */
export function featureMoments(
  network: LinearNetwork,
  x: Matrix,
  mean: Float64Array,
  varianceOf: (h: Float64Array) => number,
): { readonly mean: Float64Array; readonly variance: Float64Array } {
  const means = new Float64Array(x.rows);
  const variance = new Float64Array(x.rows);
  for (const { from, features } of featureBlocks(network, x)) {
    for (let i = 0; i < features.rows; i++) {
      const h = features.data.subarray(i * network.size, (i + 1) * network.size);
      means[from + i] = dot(h, mean);
      variance[from + i] = varianceOf(h);
    }
  }
  return { mean: means, variance };
}

/** Writes h(x)'parameters for every row of x into `out`. */
export function evaluateFeatures(
  network: LinearNetwork,
  parameters: Float64Array,
  x: Matrix,
  out: Float64Array,
): void {
  for (const { from, features } of featureBlocks(network, x)) {
    for (let i = 0; i < features.rows; i++) {
      out[from + i] = dot(features.data.subarray(i * network.size, (i + 1) * network.size), parameters);
    }
  }
}
