import { poolChains } from "./chains.ts";
import { type Diagnosis, diagnose } from "./diagnose.ts";
import { chainsOf, checkDrawsArray, type DrawsArray } from "./drawsArray.ts";
import { sampleQuantile } from "./sampleQuantile.ts";

/** One quantity of a table of draws: its {@link Diagnosis} with its name and quantiles. */
export interface DrawsSummary extends Diagnosis {
  readonly name: string;
  /** Sample quantile of level 5 %, by linear interpolation; null if a draw is not finite, like the next two. */
  readonly q5: number | null;
  readonly median: number | null;
  readonly q95: number | null;
}

/**
 * A row for each quantity: name, mean, sd, the 5, 50 and 95 % quantiles, R-hat, bulk and tail effective sample sizes, the
 * Monte Carlo standard errors of mean and sd, and the reason if one of them cannot be given.
 * Throws an ArgumentError unless the sizes are whole numbers with at least one chain; a ShapeError if the data or the
 * names are not as many as the sizes say.
 */
export function summarizeDraws(array: DrawsArray): DrawsSummary[] {
  checkDrawsArray("summarizeDraws", array);
  return Array.from({ length: array.size }, (_, j) => {
    const chains = chainsOf(array, j);
    const sorted = poolChains(chains).sort();
    const finite = sorted.length > 0 && sorted.every(Number.isFinite);
    const quantile = (p: number) => (finite ? sampleQuantile(sorted, p) : null);
    return {
      name: array.names?.[j] ?? `[${j}]`,
      q5: quantile(0.05),
      median: quantile(0.5),
      q95: quantile(0.95),
      ...diagnose(chains),
    };
  });
}
