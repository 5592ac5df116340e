import { scaleColumns } from "../../data/scaler.ts";
import { checkLength } from "../../errors/checks.ts";
import { checkMemory } from "../../model/memory.ts";
import type { Outcome } from "../../model/model.ts";
import { createBulkRandom } from "../../numeric/kernels/random.ts";
import { createMatrix, type Matrix, rowOf } from "../../numeric/matrix.ts";
import { addGram } from "../../numeric/products.ts";
import { affinePredictive } from "../../predictive/combine.ts";
import { makePredictive } from "../../predictive/makePredictive.ts";
import { normalMarginals } from "../../predictive/normalMarginals.ts";
import type { RegressionPredictive } from "../../predictive/predictive.ts";
import type { Rng } from "../../random/rng.ts";
import { asInputs, type Inputs } from "../inputs.ts";
import type { DensityPosterior, PredictiveOf } from "../method.ts";
import { whitening } from "../parts/whitening.ts";
import { forwardBank, predictBank } from "../predictBank.ts";
import { createFamily } from "./createFamily.ts";
import type { ElboTrace } from "./elboTrace.ts";
import type { Elbo } from "./finalElbo.ts";
import { hasLinearMoments, linearMoments } from "./linearMoments.ts";
import { saveVariational } from "./saveVariational.ts";
import type { VariationalParts } from "./variationalParts.ts";

/** A normal distribution in place of the posterior. */
export interface VariationalPosterior<O extends Outcome = Outcome> extends DensityPosterior<O> {
  readonly method: "bayes-by-backprop";
  /** Means of the parameters [size], in the units the network sees. */
  readonly mean: Float64Array;
  /** Their standard deviations [size]. */
  readonly std: Float64Array;
  /** Their covariance [size, size]. */
  covariance(): Matrix;
  /**
   * The evidence lower bound, for targets in their own units: at most log p(y | x, model). Absent for a temperature other
   * than 1: a tempered model has no evidence.
   */
  readonly elbo?: Elbo;
  /** The ELBO while it was maximised, for standardised targets. */
  readonly trace: ElboTrace;
  /** What its steps computed, in gradients of all rows. */
  readonly gradients: number;
}

/** The posterior of its parts. */
export function variationalPosterior<O extends Outcome>(parts: VariationalParts): VariationalPosterior<O> {
  const { options, compiled, lambda, elbo, trace, notes } = parts;
  const { model, scaler, size } = compiled;
  const family = createFamily(options.family, size);
  family.use(lambda);
  const white = whitening("bayesByBackprop", compiled);
  const variances = family.variances();
  const logScale = white.normalLogScale + white.otherLogScale;
  let bank: Matrix | undefined;

  function fromNoise(noise: Float64Array, out: Float64Array): Float64Array {
    family.draw(noise, out);
    for (let j = 0; j < size; j++) out[j] = white.mean[j]! + white.scale[j]! * out[j]!;
    return out;
  }

  /** q is m + A e with e standard normal: every unit of e gives a column of A, and A A' is the covariance. */
  function covariance(): Matrix {
    const columns = createMatrix(family.noise, size);
    const noise = new Float64Array(family.noise);
    const mean = fromNoise(noise, new Float64Array(size));
    for (let k = 0; k < family.noise; k++) {
      noise.fill(0);
      noise[k] = 1;
      const column = fromNoise(noise, rowOf(columns, k));
      for (let j = 0; j < size; j++) column[j] = column[j]! - mean[j]!;
    }
    const result = createMatrix(size, size);
    addGram(columns, result);
    return result;
  }

  function drawBank(): Matrix {
    const what = `a bank of ${options.draws} draws of ${size} parameters`;
    checkMemory("predict", 8 * options.draws * size, what, "Use fewer draws.");
    const random = createBulkRandom(parts.key);
    const draws = createMatrix(options.draws, size);
    const noise = new Float64Array(family.noise);
    for (let s = 0; s < draws.rows; s++) {
      fromNoise(random.fillNormal(s * noise.length, noise), rowOf(draws, s));
    }
    return draws;
  }

  function predictLinear(x: Inputs): RegressionPredictive {
    const inputs = scaleColumns(scaler.x, asInputs("predict", x, model.inputs));
    const { mean, variance } = linearMoments(compiled, family, white, lambda, inputs);
    const noise = 1 / compiled.likelihood.fused!.precisions[0]!;
    const noiseSd = Math.sqrt(noise);
    const exactly = { rows: 1, cols: size };
    const parameters = new Float64Array(size);
    const normals = new Float64Array(family.noise);
    const predictive = makePredictive({
      observation: normalMarginals(
        mean,
        variance.map((value) => Math.sqrt(value + noise)),
      ),
      function: normalMarginals(mean, variance.map(Math.sqrt)),
      aleatoric: mean.map(() => noise),
      drawJoint: (of, rng, out) => {
        fromNoise(rng.fillNormal(normals), parameters);
        const values = createMatrix(1, inputs.rows);
        forwardBank(compiled, { ...exactly, data: parameters }, inputs, values);
        out.set(values.data);
        if (of === "observation") for (let i = 0; i < out.length; i++) out[i]! += noiseSd * rng.normal();
      },
    });
    return affinePredictive(predictive, [{ shift: scaler.y.shift[0]!, scale: scaler.y.scale[0]! }]);
  }

  return {
    method: "bayes-by-backprop",
    model,
    scaler,
    size,
    notes,
    mean: white.mean.map((value, j) => value + white.scale[j]! * lambda[j]!),
    std: variances.map((value, j) => white.scale[j]! * Math.sqrt(value)),
    covariance,
    ...(elbo === undefined ? {} : { elbo }),
    trace,
    gradients: parts.gradients,
    sample: (rng: Rng, out = new Float64Array(size)) =>
      fromNoise(rng.fillNormal(new Float64Array(family.noise)), out),
    logDensity: (parameters) => {
      checkLength("logDensity", "parameters", parameters, size);
      return family.logDensity(parameters.map((v, j) => (v - white.mean[j]!) / white.scale[j]!)) - logScale;
    },
    predict: (x) => {
      if (hasLinearMoments(compiled)) return predictLinear(x) as PredictiveOf<O>;
      bank ??= drawBank();
      return predictBank<O>(compiled, bank, x);
    },
    save: () => saveVariational(parts),
  };
}
