import { checkNumber } from "../errors/checks.ts";
import type { Rng } from "../random/rng.ts";
import { checkRng } from "./checkRng.ts";

/**
 * The mini-batches of one epoch: rows 0 ... n - 1 in random order, cut into batches of `batchSize`; the last one is
 * smaller if n is no multiple of it. Every row is in exactly one batch. The batches are views of one array.
 *
 * n / B times the sum over a batch of B rows estimates the sum over all rows; weighted by B, the estimates of an epoch
 * average to it exactly.
 *
 * @throws ArgumentError unless n is a whole number and batchSize a positive one.
 */
export function epochBatches(n: number, batchSize: number, rng: Rng): Uint32Array[] {
  const where = "epochBatches";
  checkNumber(where, "n", n, { integer: true, min: 0 });
  checkNumber(where, "batchSize", batchSize, { integer: true, min: 1 });
  checkRng(where, rng);
  const order = rng.permutation(n);
  const batches: Uint32Array[] = [];
  for (let start = 0; start < n; start += batchSize) batches.push(order.subarray(start, start + batchSize));
  return batches;
}
