import type { Dataset } from "../../data/dataset.ts";
import type { CompiledModel } from "../../model/compileModel.ts";
import { createMatrix } from "../../numeric/matrix.ts";
import { exp } from "../../numeric/special.ts";
import { forwardBank } from "../predictBank.ts";
import type { Curvature, PrecisionRoot } from "./precisionRoot.ts";

/** Where the evidence is evaluated. */
export interface Hyperparameters {
  /** Logarithms of the factors on the prior precision of every layer. */
  readonly logPrior: readonly number[];
  /** Logarithm of the factor on the noise (its standard deviation or scale); 0 where it is known. */
  readonly logNoise: number;
}

/** The Laplace evidence at one place. */
export interface EvidenceValue {
  /** log p(y | x, model), for targets in standardised units. */
  readonly value: number;
  readonly root: PrecisionRoot;
  /** Slopes by `logPrior` and by `logNoise`, and M - trace(prior precision x covariance). They take O(M^3) where M x M is kept. */
  slopes(): { readonly prior: readonly number[]; readonly noise: number; readonly effective: number };
}

/** The evidence as a function of the hyperparameters, at a fixed mode. */
export type LaplaceEvidence = (at: Hyperparameters) => EvidenceValue;

/**
 * The Laplace evidence at the mode w (MacKay 1992; Immer et al. 2021): with prior precisions t P, noise factor c and the
 * whitened curvature H,
 *   log p(y | w, c) - 1/2 sum t_j P_j (w_j - m_j)^2 + 1/2 sum log t_j - 1/2 log det(H / c^2 + diag(t)),
 * where log det P of prior and posterior cancels. Parameters that do not vary (layers before the last, the noise) are given
 * and have no prior here. `from` is the first parameter that varies.
 */
export function laplaceEvidence(
  compiled: CompiledModel,
  curvature: Curvature,
  mode: Float64Array,
  from: number,
  data: Dataset,
): LaplaceEvidence {
  const { form, prior } = compiled;
  const size = form.size - from;
  const layers = form.layers.length - 1;
  const layerOf = new Uint32Array(size);
  for (const { layer, from: first, count } of form.groups) {
    if (first >= from) layerOf.fill(layer, first - from, first - from + count);
  }
  // By layer: the number of parameters, and the sum of P_j (w_j - m_j)^2.
  const counts = new Array<number>(layers).fill(0);
  const squares = new Array<number>(layers).fill(0);
  for (let j = 0; j < size; j++) {
    const away = mode[from + j]! - prior.mean[from + j]!;
    counts[layerOf[j]!]! += 1;
    squares[layerOf[j]!]! += prior.precision![from + j]! * away * away;
  }
  const likelihoodAt = logLikelihood(compiled, mode, data);
  return ({ logPrior, logNoise }) => {
    const t = logPrior.map(exp);
    const root = curvature.root(
      exp(-2 * logNoise),
      Float64Array.from(layerOf, (layer) => t[layer]!),
    );
    const likelihood = likelihoodAt(logNoise);
    let value = likelihood.value - 0.5 * root.logDeterminant;
    for (let l = 0; l < layers; l++) value += 0.5 * (counts[l]! * logPrior[l]! - t[l]! * squares[l]!);
    let slopes: ReturnType<EvidenceValue["slopes"]> | undefined;
    return {
      value,
      root,
      slopes() {
        if (slopes !== undefined) return slopes;
        const traces = new Array<number>(layers).fill(0);
        for (const [j, variance] of root.variances().entries()) {
          traces[layerOf[j]!]! += t[layerOf[j]!]! * variance;
        }
        const effective = traces.reduce((sum, trace) => sum - trace, size);
        const prior = traces.map((trace, l) => 0.5 * (counts[l]! - t[l]! * squares[l]! - trace));
        slopes = { prior, noise: likelihood.slope + effective, effective };
        return slopes;
      },
    };
  };
}

/** log p(y | w, c) and its slope by log c, where c multiplies the noise of all targets. */
function logLikelihood(compiled: CompiledModel, mode: Float64Array, { x, y, weights }: Dataset) {
  const { form, likelihood } = compiled;
  const outputs = createMatrix(1, x.rows * likelihood.outputs);
  forwardBank(compiled, createMatrix(1, mode.length, mode), x, outputs);
  const block = {
    outputs: outputs.data,
    at: 0,
    targets: y.data,
    weights: weights ?? new Float64Array(x.rows).fill(1),
    order: Uint32Array.from({ length: x.rows }, (_, n) => n),
    start: 0,
    count: x.rows,
    scale: 1,
  };
  const ignored = new Float64Array(outputs.data.length);
  return (logNoise: number): { readonly value: number; readonly slope: number } => {
    const own = mode.subarray(form.size).map((value) => value + logNoise);
    const slopes = new Float64Array(own.length);
    const value = -likelihood.addRows(block, own, ignored, slopes);
    return { value, slope: slopes.reduce((sum, slope) => sum - slope, 0) };
  };
}
