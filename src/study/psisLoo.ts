import type { Dataset } from "../data/dataset.ts";
import { checkKeys } from "../errors/checks.ts";
import type { Note, Posterior } from "../inference/method.ts";
import { bankOutputs } from "../inference/predictBank.ts";
import { type LooEstimate, looEstimate } from "../metrics/looEstimate.ts";
import { relativeEfficiency } from "../metrics/relativeEfficiency.ts";
import { createMatrix, rowOf } from "../numeric/matrix.ts";
import { exp } from "../numeric/special.ts";
import { type OutputDraws, predictDraws } from "../predictive/predictDraws.ts";
import type { Rng } from "../random/rng.ts";
import { rowsUnderDraws } from "./pointwiseLogLikelihood.ts";
import { type DrawOptions, type PosteriorDraws, posteriorDraws } from "./posteriorDraws.ts";

/** Leave-one-out cross-validation of a posterior from its draws. */
export interface PsisLoo extends LooEstimate {
  /**
   * P(Y_i <= y_i | other rows) of every row [n], uniform where predictions are right; absent for classes, counts, several targets
   * and weighted rows.
   */
  readonly pit?: Float64Array;
  readonly notes: readonly Note[];
}

/** Methods whose draws are of the posterior, up to Monte Carlo and step-size error. */
const SAMPLERS = ["exact", "nuts", "hmc", "baoab", "sghmc", "sgld", "psgld"];

/**
 * Leave-one-out cross-validation without refitting, by Pareto smoothed importance sampling over the draws of a posterior, with
 * effective sample sizes of its chains; and the probability integral transforms of the rows under the same weights.
 * `data` must be the rows that the posterior was fitted on. Where exact inference learned variances, it is given these, which have
 * seen the row. See {@link looEstimate}.
 *
 * Throws an ArgumentError where draws lack a parameter of the likelihood or a row is impossible under one, a ShapeError or
 * DataError where data and model do not fit.
 */
export function psisLoo(posterior: Posterior, data: Dataset, rng: Rng, options: DrawOptions = {}): PsisLoo {
  const where = "psisLoo";
  checkKeys(where, options, ["draws"]);
  const draws = posteriorDraws(where, posterior, rng, options);
  const outputs = bankOutputs(draws.compiled, draws.bank, data.x);
  const values = rowsUnderDraws(where, draws, outputs, data);
  const estimate = looEstimate(
    values,
    draws.chains === undefined ? {} : { relativeEfficiency: relativeEfficiency(values, draws.chains) },
  );
  const hasPit = draws.compiled.likelihood.real && data.y.cols === 1 && data.weights === undefined;
  return {
    ...estimate,
    ...(hasPit ? { pit: leftOutPit(draws, outputs, data, estimate.logWeights) } : {}),
    notes: notesOf(posterior, estimate),
  };
}

/** The distribution function of every row's own mixture, in which draws that needed the row count less. */
function leftOutPit(
  { compiled }: PosteriorDraws,
  { outputs, own }: OutputDraws,
  data: Dataset,
  logWeights: readonly Float64Array[],
): Float64Array {
  const { model, scaler, likelihood } = compiled;
  const width = likelihood.outputs;
  return Float64Array.from(logWeights, (weights, i) => {
    const row = createMatrix(outputs.rows, width);
    for (let s = 0; s < outputs.rows; s++) {
      rowOf(row, s).set(rowOf(outputs, s).subarray(i * width, (i + 1) * width));
    }
    const draws = { outputs: row, own, weights: weights.map(exp) };
    const predictive = predictDraws(model.spec.likelihood, model, draws, scaler.y);
    return predictive.kind === "regression" ? predictive.cdf([data.y.data[i]!])[0]! : Number.NaN;
  });
}

function notesOf({ method }: Posterior, { unreliable, threshold, pointwise }: LooEstimate): Note[] {
  const notes: Note[] = [];
  if (unreliable.length > 0) {
    const rows = unreliable.slice(0, 5).map((i) => `${i} (k ${pointwise.k[i]!.toFixed(2)})`);
    notes.push({
      code: "pareto-k",
      message: `${unreliable.length} of ${pointwise.elpd.length} rows have k above ${threshold.toFixed(2)}, so that their scores are not to be trusted: rows ${rows.join(", ")}${unreliable.length > rows.length ? ", ..." : ""}. refitUnreliable fits again without them.`,
    });
  }
  if (!SAMPLERS.includes(method)) {
    notes.push({
      code: "approximate-draws",
      message: `The draws are those of an approximation (${method}): their importance weights are right only as far as it is.`,
    });
  }
  return notes;
}
