import type { DrawsSummary } from "../diagnostics/summarizeDraws.ts";

/** A quantity whose distribution is known without chains. */
export interface Distribution {
  readonly mean: number;
  readonly sd: number;
  /** Quantile of level p. */
  quantile(p: number): number;
  /** Independent draws that the figures come from; absent where they are exact. */
  readonly draws?: number;
}

/**
 * The row of a table of draws for a quantity that was not drawn by chains: R-hat and effective sample sizes are null, and
 * `reason` says why; the error of the mean is that of independent draws, and null where there are none.
 */
export function independentSummary(name: string, of: Distribution, reason: string): DrawsSummary {
  // JSON has no negative zero.
  const given = (value: number) => (Number.isFinite(value) ? value + 0 : null);
  const finite = Number.isFinite(of.mean) && Number.isFinite(of.sd);
  return {
    name,
    q5: given(of.quantile(0.05)),
    median: given(of.quantile(0.5)),
    q95: given(of.quantile(0.95)),
    mean: given(of.mean),
    sd: given(of.sd),
    rHat: null,
    essBulk: null,
    essTail: null,
    mcseMean: of.draws === undefined ? null : given(of.sd / Math.sqrt(of.draws)),
    mcseSd: null,
    reason: finite ? reason : `${reason}; a moment is not finite`,
  };
}
