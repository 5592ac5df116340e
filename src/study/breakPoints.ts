import type { Marginals } from "../predictive/marginals.ts";

/** What lies further out than this quantile is left out of an integral. */
export const TAIL = 1e-12;

const LEVELS = [TAIL, 1e-4, 0.02, 0.2, 0.5, 0.8, 0.98, 1 - 1e-4, 1 - TAIL];

/**
 * Places in ascending order between which to integrate a function of two distributions: quantiles of both, so that a narrow
 * one far from the other is never stepped over.
 */
export function breakPoints(p: Marginals, q: Marginals, i: number): number[] {
  const ends = LEVELS.flatMap((level) => [p.quantile(i, level), q.quantile(i, level)]);
  return ends.sort((a, b) => a - b);
}

/** The sum of what every interval between neighbouring ends gives. */
export function sumOver(ends: readonly number[], value: (from: number, to: number) => number): number {
  let sum = 0;
  for (let k = 1; k < ends.length; k++) if (ends[k]! > ends[k - 1]!) sum += value(ends[k - 1]!, ends[k]!);
  return sum;
}
