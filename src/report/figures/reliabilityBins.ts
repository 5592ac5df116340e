import { checkNumber } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import type { ReliabilityCurve } from "../../metrics/reliabilityCurve.ts";

const MOST_BINS = 200;
const SHARES = ["from", "to", "probability", "frequency", "lower", "upper"] as const;

/** Throws an ArgumentError unless there are 1 to 200 bins that hold rows and shares, by ascending probability. */
export function checkBins(where: string, { bins, empty }: ReliabilityCurve): void {
  if (bins.length === 0 || bins.length > MOST_BINS) {
    const problem = `there must be 1 to ${MOST_BINS} bins, got ${bins.length === 0 ? "none" : bins.length}`;
    throw new ArgumentError({ where, problem });
  }
  checkNumber(where, "empty", empty, { min: 0, integer: true });
  bins.forEach((bin, i) => {
    checkNumber(where, `bins[${i}].rows`, bin.rows, { min: 1, integer: true });
    for (const name of SHARES) checkNumber(where, `bins[${i}].${name}`, bin[name], { min: 0, max: 1 });
    const least = i === 0 ? 0 : bins[i - 1]!.probability;
    checkNumber(where, `bins[${i}].probability`, bin.probability, { min: least });
  });
}
