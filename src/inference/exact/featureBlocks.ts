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

/**
 * Means h'parameters and variances for every row h of features, averaged over groups of consecutive rows first. The
 * variance is computed from a row that may be overwritten.
 */
export function featureMoments(
  network: LinearNetwork,
  x: Matrix,
  mean: Float64Array,
  varianceOf: (h: Float64Array) => number,
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
    for (let i = from; i < to; i++) {
      const h = averageRow(features.data, size, (i - from) * group, group);
      means[i] = dot(h, mean);
      variance[i] = varianceOf(h);
    }
  }
  return { mean: means, variance };
}

/** The average of `group` rows, written over the first of them. */
function averageRow(data: Float64Array, size: number, first: number, group: number): Float64Array {
  const average = data.subarray(first * size, (first + 1) * size);
  if (group === 1) return average;
  for (let r = 1; r < group; r++) {
    for (let j = 0, p = (first + r) * size; j < size; j++, p++) average[j]! += data[p]!;
  }
  for (let j = 0; j < size; j++) average[j]! /= group;
  return average;
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
