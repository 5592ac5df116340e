import { show } from "../errors/checks.ts";
import { DataError } from "../errors/errors.ts";
import type { Note } from "../inference/method.ts";
import { createLbfgs, type ValueAndGradient } from "../inference/parts/lbfgs.ts";
import { rowOf } from "../numeric/matrix.ts";
import { logSumExp } from "../numeric/special.ts";
import type { ClassificationPredictive } from "../predictive/predictive.ts";
import { checkHeldOutClasses } from "./checkHeldOut.ts";
import { classPowers, logProbabilities } from "./classPowers.ts";
import type { VectorScaling } from "./recalibration.ts";

const MOST_ITERATIONS = 1000;

/** On the slopes of the mean loss. Where they are smaller, steps change the loss by less than its rounding. */
const TOLERANCE = 1e-7;

/** A mean log likelihood above this is that of rows told apart without fail. */
const SEPARATED = -1e-5;

/**
 * Vector scaling (Guo et al. 2017): the scales a and offsets b for which probabilities proportional to
 * p_k^a_k exp(b_k) maximise the likelihood of held-out rows, by L-BFGS on a function without other maxima. It acts on log
 * probabilities, not on logits, of which the constant of every row is unknown. With K classes there are 2 K - 1 free
 * numbers: use a few hundred rows per class or rather {@link fitTemperature}. y holds class indices.
 *
 * A note "separated" where no finite scales are the best, "not-converged" where the search was stopped.
 * Throws a ShapeError if y has not one number per row, an ArgumentError if one is not the index of a class or there is none, a
 * DataError if a class was never observed: its probability would become 0.
 */
export function fitVectorScaling(heldOut: ClassificationPredictive, y: ArrayLike<number>): VectorScaling {
  const where = "fitVectorScaling";
  checkHeldOutClasses(where, heldOut, y);
  checkObserved(where, heldOut.classes, y);
  const logs = logProbabilities(heldOut.probabilities);
  const { rows, cols } = logs;
  const start = new Float64Array(2 * cols).fill(1, 0, cols);
  const meanLoss: ValueAndGradient = (at, gradient) => {
    const [scales, offsets] = [at.subarray(0, cols), at.subarray(cols)];
    const q = classPowers(logs, scales, offsets);
    gradient.fill(0);
    let loss = 0;
    for (let i = 0; i < rows; i++) {
      const l = rowOf(logs, i);
      const scaled = l.map((each, k) => scales[k]! * each + offsets[k]!);
      loss += logSumExp(scaled) - scaled[y[i]!]!;
      for (let k = 0; k < cols; k++) {
        const excess = (q.data[i * cols + k]! - (k === y[i] ? 1 : 0)) / rows;
        gradient[k] = gradient[k]! + excess * l[k]!;
        gradient[cols + k] = gradient[cols + k]! + excess;
      }
    }
    return loss / rows;
  };
  const search = createLbfgs(meanLoss, start, { tolerance: TOLERANCE });
  let converged = false;
  for (let step = 0; step < MOST_ITERATIONS && !converged; step++) converged = search.step();
  return {
    kind: "vector-scaling",
    rows,
    scales: Array.from(search.at.subarray(0, cols)),
    offsets: Array.from(search.at.subarray(cols)),
    notes: notesOn(converged, -search.value),
  };
}

function notesOn(converged: boolean, meanLogLikelihood: number): Note[] {
  const notes: Note[] = [];
  if (meanLogLikelihood > SEPARATED) {
    const message = "scales grow without end, as they tell the classes of these rows apart without fail";
    notes.push({ code: "separated", message });
  }
  if (!converged) {
    const message = `the search was stopped after ${MOST_ITERATIONS} iterations`;
    notes.push({ code: "not-converged", message });
  }
  return notes;
}

function checkObserved(where: string, classes: readonly string[], y: ArrayLike<number>): void {
  const seen = new Set(Array.from(y));
  const k = classes.findIndex((_, index) => !seen.has(index));
  if (k < 0) return;
  throw new DataError({
    where,
    problem: `every class must be among the held-out observations, ${show(classes[k])} is not`,
    fix: "Hold out more rows, or use fitTemperature.",
    details: { class: classes[k] },
  });
}
