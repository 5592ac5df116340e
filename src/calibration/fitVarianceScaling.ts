import { checkFinite } from "../errors/checks.ts";
import { ArgumentError, DataError } from "../errors/errors.ts";
import type { Note } from "../inference/method.ts";
import { peak } from "../numeric/peak.ts";
import { exp } from "../numeric/special.ts";
import { isNormal } from "../predictive/normalMarginals.ts";
import type { RegressionPredictive } from "../predictive/predictive.ts";
import { type PredictiveParts, partsOf } from "../predictive/predictiveParts.ts";
import { checkHeldOut } from "./checkHeldOut.ts";
import type { VarianceScaling } from "./recalibration.ts";

/** How far the logarithm of a factor on a standard deviation is searched to either side of 0. */
const FARTHEST = 10;

/**
 * The factor c on the predictive variance of each target that maximises the likelihood of held-out rows,
 *   sum_i log p_i(m_i + (y_i - m_i)/sqrt(c)) - log(c)/2,
 * with the mean m of the function kept. For normal predictions c is the mean square of the standardised residuals
 * (Laves et al. 2020); other families are searched between e^-20 and e^20 to six digits, with a note "boundary" where no
 * factor in between is best.
 * Throws a ShapeError if y has not one number per prediction; an ArgumentError if one is not finite, there is none, the
 * predictions are of counts, or one has no mean or no spread at all; a DataError where every residual is 0, so that no
 * factor above 0 is the best.
 */
export function fitVarianceScaling(heldOut: RegressionPredictive, y: ArrayLike<number>): VarianceScaling {
  const where = "fitVarianceScaling";
  checkHeldOut(where, heldOut, y);
  const parts = partsOf(heldOut);
  const { targets } = heldOut;
  checkSpread(where, heldOut.std);
  checkFinite(where, "means of the predictions", heldOut.mean);
  const notes: Note[] = [];
  const factors = Array.from({ length: targets }, (_, j) => {
    const positions = Array.from({ length: heldOut.size }, (_, row) => row * targets + j);
    if (positions.every((i) => parts.function.mean(i) === y[i])) throw noResidual(where, j);
    return isNormal(parts.observation)
      ? meanSquare(positions.map((i) => (y[i]! - heldOut.mean[i]!) / heldOut.std[i]!))
      : likeliest(parts, positions, y, notes);
  });
  return { kind: "variance-scaling", rows: heldOut.size, factors, notes };
}

function meanSquare(z: readonly number[]): number {
  return z.reduce((sum, value) => sum + value * value, 0) / z.length;
}

function likeliest(
  { observation, function: values }: PredictiveParts,
  positions: readonly number[],
  y: ArrayLike<number>,
  notes: Note[],
): number {
  const means = positions.map((i) => values.mean(i));
  const logLikelihood = (logSpread: number) => {
    const spread = exp(logSpread);
    let sum = 0;
    positions.forEach((i, k) => {
      sum += observation.logProb(i, means[k]! + (y[i]! - means[k]!) / spread);
    });
    return sum - positions.length * logSpread;
  };
  const best = peak(logLikelihood, -FARTHEST, FARTHEST, 80);
  if (Math.abs(best) > FARTHEST - 1e-5) {
    const message = `the likelihood still rises at the end of the search, at a factor e^${best < 0 ? "-" : ""}20`;
    notes.push({ code: "boundary", message });
  }
  return exp(2 * best);
}

function checkSpread(where: string, std: Float64Array): void {
  const i = std.indexOf(0);
  if (i < 0) return;
  throw new ArgumentError({
    where,
    problem: `every prediction must have some spread, the one at position ${i} has none`,
    fix: "No factor widens a point. Use fitConformal, or a likelihood with noise.",
    details: { position: i },
  });
}

function noResidual(where: string, target: number): DataError {
  return new DataError({
    where,
    problem: `at least one held-out observation of target ${target} must differ from its prediction, all agree`,
    fix: "Were these rows used to fit the model?",
    details: { target },
  });
}
