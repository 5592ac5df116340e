import { checkChoice, checkNumber } from "../errors/checks.ts";
import { type Bins, equalMassBins } from "./equalMassBins.ts";

/** How numbers are put into bins: of equal width on [0, 1], or with equally many numbers in each. */
export type BinKind = "equal-width" | "equal-mass";

/**
 * Bins of probabilities. Of equal width: (k/bins, (k + 1)/bins], the first one closed; some may be empty. Of equal mass: see
 * {@link equalMassBins}. Throws an ArgumentError for a number of bins that is not positive or an unknown kind.
 */
export function probabilityBins(where: string, p: ArrayLike<number>, bins: number, kind: BinKind): Bins {
  checkNumber(where, "bins", bins, { integer: true, min: 1 });
  checkChoice(where, "kind", kind, ["equal-width", "equal-mass"]);
  return kind === "equal-mass" ? equalMassBins(where, p, bins) : equalWidthBins(p, bins);
}

function equalWidthBins(p: ArrayLike<number>, bins: number): Bins {
  const of = Uint32Array.from(p, (value) => {
    let bin = Math.min(bins - 1, Math.max(0, Math.ceil(value * bins) - 1));
    // The product is rounded: the edges themselves decide.
    if (bin > 0 && value <= bin / bins) bin--;
    else if (value > (bin + 1) / bins) bin++;
    return bin;
  });
  return { count: bins, of };
}
