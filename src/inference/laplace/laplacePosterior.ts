import { checkLength } from "../../errors/checks.ts";
import { checkMemory } from "../../model/memory.ts";
import type { Outcome } from "../../model/model.ts";
import { createBulkRandom } from "../../numeric/kernels/random.ts";
import { createMatrix, type Matrix, rowOf } from "../../numeric/matrix.ts";
import { LOG_TWO_PI, log } from "../../numeric/special.ts";
import type { Rng } from "../../random/rng.ts";
import type { DensityPosterior, EvidencePosterior, PredictiveOf } from "../method.ts";
import { predictBank } from "../predictBank.ts";
import type { LaplaceStructure } from "./laplaceOptions.ts";
import type { LaplaceParts } from "./laplaceParts.ts";
import { linearisedPredictive } from "./linearisedPredictive.ts";
import { saveLaplace } from "./saveLaplace.ts";

/** A normal distribution around the mode. */
export interface LaplacePosterior<O extends Outcome = Outcome>
  extends DensityPosterior<O>,
    EvidencePosterior<O> {
  readonly method: "laplace";
  readonly structure: LaplaceStructure;
  /** The mode [size], in the units the network sees; the noise, where it is learned, is what the evidence chose. */
  readonly mean: Float64Array;
  /** Standard deviations [size]; 0 for what does not vary: the noise, and layers before the last of "last-layer". */
  readonly std: Float64Array;
  /** Covariance [size, size]. */
  covariance(): Matrix;
  /** The Laplace evidence, for targets in their own units: of this one mode, and of the last layer alone for "last-layer". */
  readonly logEvidence: number;
  /** How many of the parameters that vary the data determine: M - trace(prior precision x covariance). */
  readonly effectiveParameters: number;
  /** Factors on the prior precision of every layer; 1 where it was not chosen. */
  readonly priorFactors: Float64Array;
  /** What the trainings computed, in gradients of all rows. */
  readonly gradients: number;
}

/** The posterior of its parts. */
export function laplacePosterior<O extends Outcome>(parts: LaplaceParts): LaplacePosterior<O> {
  const { options, compiled, structure, mode, root } = parts;
  const { model, scaler, size, form, prior } = compiled;
  const first = form.size - root.size;
  const scales = prior.precision!.subarray(first).map((value) => 1 / Math.sqrt(value));
  const linear = { compiled, mode, root, scales };
  const whitened = new Float64Array(root.size);
  let std: Float64Array | undefined;
  let bank: Matrix | undefined;

  function spread(): Float64Array {
    const result = new Float64Array(size);
    for (const [j, value] of root.variances().entries()) result[first + j] = scales[j]! * Math.sqrt(value);
    return result;
  }

  /** Rows of the identity become rows of R in whitened units, and R R' is the covariance. */
  function covariance(): Matrix {
    const what = `a covariance of ${size} parameters`;
    checkMemory("covariance", 8 * 3 * size * size, what, "Use std, or sample.");
    const rows = createMatrix(root.size, root.size);
    for (let j = 0; j < root.size; j++) rows.data[j * root.size + j] = scales[j]!;
    root.project(root.size, rows.data);
    const result = createMatrix(size, size);
    for (let i = 0; i < root.size; i++) {
      const a = rowOf(rows, i);
      for (let j = 0; j <= i; j++) {
        const b = rowOf(rows, j);
        let sum = 0;
        for (let k = 0; k < root.size; k++) sum += a[k]! * b[k]!;
        result.data[(first + i) * size + first + j] = sum;
        result.data[(first + j) * size + first + i] = sum;
      }
    }
    return result;
  }

  function drawWhitened(): Matrix {
    const what = `a bank of ${options.draws} draws of ${root.size} parameters`;
    checkMemory("predict", 8 * options.draws * root.size, what, "Use fewer draws.");
    const random = createBulkRandom(parts.key);
    const draws = createMatrix(options.draws, root.size);
    const noise = new Float64Array(root.size);
    for (let s = 0; s < draws.rows; s++) {
      root.draw(random.fillNormal(s * root.size, noise), rowOf(draws, s));
    }
    return draws;
  }

  function parametersAt(draw: Float64Array, out: Float64Array): Float64Array {
    out.set(mode);
    for (let j = 0; j < root.size; j++) out[first + j] = mode[first + j]! + scales[j]! * draw[j]!;
    return out;
  }

  function sampledBank(): Matrix {
    const what = `a bank of ${options.draws} draws of ${size} parameters`;
    checkMemory("predict", 2 * 8 * options.draws * size, what, "Use fewer draws.");
    const draws = drawWhitened();
    const result = createMatrix(draws.rows, size);
    for (let s = 0; s < draws.rows; s++) parametersAt(rowOf(draws, s), rowOf(result, s));
    return result;
  }

  /** log N(w; mode, covariance) of the parameters that vary; the others are points. */
  function logDensity(parameters: Float64Array): number {
    checkLength("logDensity", "parameters", parameters, size);
    const fixed = (j: number) => j < first || j >= form.size;
    if (parameters.some((value, j) => fixed(j) && value !== mode[j])) return Number.NEGATIVE_INFINITY;
    const away = scales.map((scale, j) => (parameters[first + j]! - mode[first + j]!) / scale);
    let value = 0.5 * (root.logDeterminant - root.size * LOG_TWO_PI - root.squareLength(away));
    for (const scale of scales) value -= log(scale);
    return value;
  }

  return {
    method: "laplace",
    model,
    scaler,
    size,
    structure,
    notes: parts.notes,
    mean: mode,
    get std() {
      std ??= spread();
      return std;
    },
    covariance,
    logEvidence: parts.logEvidence,
    effectiveParameters: parts.effectiveParameters,
    priorFactors: parts.priorFactors,
    gradients: parts.gradients,
    sample(rng: Rng, out = new Float64Array(size)) {
      root.draw(rng.fillNormal(new Float64Array(root.size)), whitened);
      return parametersAt(whitened, out);
    },
    logDensity,
    predict(x) {
      if (options.predictive === "sampled") {
        bank ??= sampledBank();
        return predictBank<O>(compiled, bank, x);
      }
      return linearisedPredictive(linear, () => (bank ??= drawWhitened()), x) as PredictiveOf<O>;
    },
    save: () => saveLaplace(parts),
  };
}
