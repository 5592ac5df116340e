import type { Dataset } from "../data/dataset.ts";
import { scaleDataset } from "../data/scaler.ts";
import { checkKeys } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import type { Posterior } from "../inference/method.ts";
import { bankOutputs } from "../inference/predictBank.ts";
import { checkColumns } from "../model/checkColumns.ts";
import { checkMemory } from "../model/memory.ts";
import type { Reals } from "../numeric/kernels/special.ts";
import { createMatrix, type Matrix, rowOf } from "../numeric/matrix.ts";
import { log } from "../numeric/special.ts";
import type { OutputDraws } from "../predictive/predictDraws.ts";
import type { Rng } from "../random/rng.ts";
import { type DrawOptions, type PosteriorDraws, posteriorDraws } from "./posteriorDraws.ts";

/** log p(y_i | theta_s) of every row under every draw. */
export interface PointwiseLogLikelihood {
  /** [S, n], chain after chain, in nats, for y in its own units. */
  readonly values: Matrix;
  /** Chains that the draws came from; absent where they are independent. */
  readonly chains?: number;
}

/**
 * The log likelihood of every row under every draw of a posterior: of the draws it is a bank of, or of new ones. Row weights count
 * as they did in the fit. It is what leave-one-out scores, WAIC and importance weights are made of.
 *
 * Throws an ArgumentError where draws lack a parameter of the likelihood, or labels were smoothed, a ShapeError or DataError where
 * data and model do not fit.
 */
export function pointwiseLogLikelihood(
  posterior: Posterior,
  data: Dataset,
  rng: Rng,
  options: DrawOptions = {},
): PointwiseLogLikelihood {
  const where = "pointwiseLogLikelihood";
  checkKeys(where, options, ["draws"]);
  const draws = posteriorDraws(where, posterior, rng, options);
  const values = rowsUnderDraws(where, draws, bankOutputs(draws.compiled, draws.bank, data.x), data);
  return { values, ...(draws.chains === undefined ? {} : { chains: draws.chains }) };
}

/** The same from the outputs of the network at the rows. */
export function rowsUnderDraws(
  where: string,
  { compiled }: PosteriorDraws,
  { outputs, own }: OutputDraws,
  data: Dataset,
): Matrix {
  const { likelihood, scaler, model } = compiled;
  const { spec } = model;
  if (spec.likelihood.kind === "categorical" && (spec.likelihood.smoothing?.share ?? 0) > 0) {
    throw new ArgumentError({
      where,
      problem: "the likelihood must be a density of the classes, that of smoothed labels is none",
      fix: "Fit without label smoothing.",
    });
  }
  const { rows } = data.x;
  checkMemory(where, 8 * outputs.rows * rows, `${outputs.rows} draws of ${rows} rows`, "Use fewer draws.");
  const scaled = scaleDataset(scaler, data);
  checkColumns(compiled, scaled);
  const slopes: Reals = new Float64Array(outputs.cols);
  const ownSlopes = new Float64Array(likelihood.own.length);
  const weights = data.weights ?? new Float64Array(rows).fill(1);
  const order = Uint32Array.from({ length: rows }, (_, i) => i);
  // The density of y is that of the standardised y over its unit.
  const units = likelihood.real ? scaler.y.scale.reduce((sum, value) => sum + log(value), 0) : 0;
  const values = createMatrix(outputs.rows, rows);
  const block = {
    outputs: slopes,
    targets: scaled.y.data,
    weights,
    order,
    count: 1,
    scale: 1,
    at: 0,
    start: 0,
  };
  for (let s = 0; s < outputs.rows; s++) {
    block.outputs = rowOf(outputs, s);
    const [ownHere, out] = [rowOf(own, s), rowOf(values, s)];
    for (let i = 0; i < rows; i++) {
      block.at = block.start = i;
      out[i] = -likelihood.addRows(block, ownHere, slopes, ownSlopes) - units;
    }
  }
  return values;
}
