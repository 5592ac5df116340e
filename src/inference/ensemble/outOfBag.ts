import type { Dataset } from "../../data/dataset.ts";
import { DataError } from "../../errors/errors.ts";
import { peak } from "../../numeric/peak.ts";
import { exp, log, logSumExp } from "../../numeric/special.ts";
import type { Marginals } from "../../predictive/marginals.ts";
import { partsOf } from "../../predictive/predictiveParts.ts";
import type { Posterior } from "../method.ts";

/** Factors on the predictive variance, and what they rest on. */
export interface OutOfBag {
  /** One per target [t]. */
  readonly factors: readonly number[];
  /** Rows that two or more members left out. */
  readonly rows: number;
  /** Members that predict such a row, on average. */
  readonly members: number;
}

/** A member of which the rows that it was not trained on are known. */
interface Member {
  readonly posterior: Posterior<"regression">;
  readonly heldOut: Uint32Array;
}

/** A factor never leaves these: beyond them something else is wrong than the spread. */
const LEAST = 0.25;
const MOST = 4;

/** A single member's residuals speak of that member, not of an ensemble. */
const FEWEST_MEMBERS = 2;

/**
 * The factor c on the predictive variance of an ensemble, for each target, that maximises the mean log score of training
 * rows, each predicted by the mixture p of the members that left it out, widened about its mean m:
 *   log p(m + (y - m)/sqrt(c)) - log(c)/2,  0.25 <= c <= 4.
 * Rows that fewer than two members left out do not count. These mixtures have fewer members than the ensemble, so that their
 * means are worse than its own: c errs towards wide, by less the more members leave a row out.
 * Throws a DataError where no row counts.
 */
export function outOfBag(members: readonly Member[], data: Dataset): OutOfBag {
  const leftOut = membersOfRows(members, data.x.rows);
  const rows = leftOut.flatMap((found, row) => (found.length < FEWEST_MEMBERS ? [] : [row]));
  if (rows.length === 0) {
    throw new DataError({
      where: "deepEnsemble",
      problem: `calibration out of bag needs rows that ${FEWEST_MEMBERS} or more members were not trained on, there are none`,
      fix: "Use bagging, or early stopping (not with L-BFGS) with a larger share, or more members.",
    });
  }
  const predictions = members.map(({ posterior }) => {
    const { observation, function: values } = partsOf(posterior.predict(data.x));
    return { observation, values };
  });
  const targets = data.y.cols;
  const factors = Array.from({ length: targets }, (_, target) => {
    const cases = rows.map((row) => {
      const i = row * targets + target;
      const parts = leftOut[row]!.map((k) => predictions[k]!);
      const mean = parts.reduce((sum, { values }) => sum + values.mean(i), 0) / parts.length;
      return { i, y: data.y.data[i]!, mean, parts: parts.map(({ observation }) => observation) };
    });
    return exp(peak((logFactor) => score(cases, logFactor), log(LEAST), log(MOST)));
  });
  return { factors, rows: rows.length, members: sizeOf(rows.map((row) => leftOut[row]!)) / rows.length };
}

/** An observation and the members' distributions of it, at position i of each. */
interface Case {
  readonly i: number;
  readonly y: number;
  readonly mean: number;
  readonly parts: readonly Marginals[];
}

function score(cases: readonly Case[], logFactor: number): number {
  const narrow = exp(-0.5 * logFactor);
  let sum = 0;
  for (const { i, y, mean, parts } of cases) {
    const at = mean + (y - mean) * narrow;
    sum += logSumExp(parts.map((part) => part.logProb(i, at))) - log(parts.length);
  }
  return sum / cases.length - 0.5 * logFactor;
}

/** The members that left each row out. */
function membersOfRows(members: readonly Member[], rows: number): readonly number[][] {
  const found: number[][] = Array.from({ length: rows }, () => []);
  members.forEach(({ heldOut }, k) => {
    for (const row of heldOut) found[row]!.push(k);
  });
  return found;
}

const sizeOf = (lists: readonly (readonly unknown[])[]): number =>
  lists.reduce((sum, list) => sum + list.length, 0);
