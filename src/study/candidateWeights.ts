import { pseudoBmaWeights } from "../metrics/pseudoBmaWeights.ts";
import { stackingWeights } from "../metrics/stackingWeights.ts";
import { matrixFromRows } from "../numeric/matrix.ts";
import type { Rng } from "../random/rng.ts";
import type { MethodComparison } from "./methodComparison.ts";

/** Weights of candidates in a mixture from their log scores of rows, where every row is scored once and all are finite. */
export function candidateWeights(
  names: readonly string[],
  logScores: readonly (readonly number[])[],
  rows: readonly number[],
  rng: Rng,
): Pick<MethodComparison, "weights"> {
  const usable = logScores.every((of) => of.every(Number.isFinite)) && new Set(rows).size === rows.length;
  if (names.length < 2 || !usable) return {};
  const scores = matrixFromRows(rows.map((_, i) => logScores.map((of) => of[i]!)));
  const byName = (weights: Float64Array) =>
    Object.fromEntries(names.map((name, k) => [name, weights[k]!] as const));
  return {
    weights: {
      stacking: byName(stackingWeights(scores).weights),
      pseudoBmaPlus: byName(pseudoBmaWeights(scores, rng)),
    },
  };
}
