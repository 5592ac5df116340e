import type { Note } from "../inference/method.ts";
import { rowOf } from "../numeric/matrix.ts";
import { maximise } from "../numeric/maximise.ts";
import { exp, log, logSumExp } from "../numeric/special.ts";
import type { ClassificationPredictive } from "../predictive/predictive.ts";
import { checkHeldOutClasses } from "./checkHeldOut.ts";
import { classPowers, logProbabilities } from "./classPowers.ts";
import type { TemperatureScaling } from "./recalibration.ts";

/** Temperatures from 1/FARTHEST to FARTHEST are searched. */
const FARTHEST = 100;

/** A mean log likelihood above this is that of rows classified rightly without doubt. */
const SEPARATED = -1e-6;

/**
 * Temperature scaling (Guo et al. 2017): the T for which probabilities proportional to p_k^(1/T) maximise the likelihood
 * of held-out rows. Of a single network this is the softmax of logits/T; of an average over draws it acts on the average.
 * The most probable class of a row stays the most probable one. A probability of 0 counts as the smallest number above 0.
 *
 * Between T = 0.01 and 100; where the best one lies beyond (rows all classified rightly, or no better than by chance) there
 * is a note "boundary". y holds class indices.
 * Throws a ShapeError if y has not one number per row, an ArgumentError if one is not the index of a class or there is none.
 */
export function fitTemperature(heldOut: ClassificationPredictive, y: ArrayLike<number>): TemperatureScaling {
  checkHeldOutClasses("fitTemperature", heldOut, y);
  const logs = logProbabilities(heldOut.probabilities);
  const { rows, cols } = logs;
  // In the logarithm of b = 1/T the mean log likelihood has the slope b mean(l_y - sum_k q_k l_k).
  const evaluate = ([logPower]: readonly number[]) => {
    const power = exp(logPower!);
    const q = classPowers(logs, new Float64Array(cols).fill(power), new Float64Array(cols));
    let [value, slope] = [0, 0];
    for (let i = 0; i < rows; i++) {
      const l = rowOf(logs, i);
      const own = l[y[i]!]!;
      value += power * own - logSumExp(l.map((each) => power * each));
      slope += own - rowOf(q, i).reduce((sum, share, k) => sum + share * l[k]!, 0);
    }
    return { value: value / rows, slope: [(power * slope) / rows] };
  };
  const bound = log(FARTHEST);
  const { at, value, side } = maximise(evaluate, [0], { low: [-bound], high: [bound] }, 1e-12);
  const cold = side[0] === "high" || value > SEPARATED;
  return {
    kind: "temperature",
    rows,
    temperature: exp(-at[0]!),
    notes: cold || side[0] === "low" ? [atBoundary(cold)] : [],
  };
}

function atBoundary(cold: boolean): Note {
  return {
    code: "boundary",
    message: cold
      ? "the likelihood rises as the temperature falls towards 0: every held-out row is classified rightly"
      : `the likelihood rises as the temperature rises beyond ${FARTHEST}: the probabilities say nothing about these rows`,
  };
}
