import { checkFinite } from "../errors/checks.ts";
import { ShapeError } from "../errors/errors.ts";
import type { Matrix } from "../numeric/matrix.ts";
import { checkVariances } from "./checkVariances.ts";
import { makePredictive } from "./makePredictive.ts";
import { pickComponent, weighComponents } from "./mixtureWeights.ts";
import { normalMarginals } from "./normalMarginals.ts";
import { normalMixtureMarginals } from "./normalMixtureMarginals.ts";
import type { RegressionPredictive } from "./predictive.ts";

/** A bank of S posterior draws, seen at n rows of inputs and t targets. */
export interface NormalDraws {
  /** Function values [S, n t]: row s holds f_s at every row and target. */
  readonly values: Matrix;
  /** Noise variances [S, 1], [S, t] or [S, n t]: of the draw, of the draw and target, or of each single prediction. */
  readonly noise: Matrix;
  /** Weights of the draws [S]; equal ones by default. */
  readonly weights?: ArrayLike<number>;
  /** Number of targets t; default 1. */
  readonly targets?: number;
}

/**
 * The predictive distribution of a bank of posterior draws with normal noise: the exact mixture of N(f_s, noise_s) for
 * an observation, and of the points f_s for the function. A joint draw takes one posterior draw for all rows.
 * The same as the mixture of S normal predictive distributions without epistemic variance, at a fraction of the cost.
 * Throws a ShapeError if the shapes do not fit, an ArgumentError for values that are not finite, negative variances or
 * weights.
 */
export function normalDrawsPredictive(draws: NormalDraws): RegressionPredictive {
  const where = "normalDrawsPredictive";
  const { values, noise, targets = 1 } = draws;
  checkFinite(where, "values", values.data);
  checkFinite(where, "noise", noise.data);
  checkVariances(where, "noise", noise.data);
  checkNoiseShape(values, noise, targets);
  const used = weighComponents(
    where,
    Array.from({ length: values.rows }, (_, s) => s),
    draws.weights,
  );
  const { components: rows, weights } = used;
  const size = values.cols;
  const count = rows.length;
  const location = new Float64Array(size * count);
  const scale = new Float64Array(size * count);
  const aleatoric = new Float64Array(size);
  for (let k = 0; k < count; k++) {
    const s = rows[k]!;
    for (let i = 0; i < size; i++) {
      const variance = noise.data[s * noise.cols + (i % noise.cols)]!;
      location[i * count + k] = values.data[s * size + i]!;
      scale[i * count + k] = Math.sqrt(variance);
      aleatoric[i] = aleatoric[i]! + weights[k]! * variance;
    }
  }
  // A mixture of one is its member.
  const distributions = (sd: Float64Array) =>
    count === 1 ? normalMarginals(location, sd) : normalMixtureMarginals(size, weights, location, sd);
  return makePredictive({
    observation: distributions(scale),
    function: distributions(new Float64Array(size * count)),
    aleatoric,
    targets,
    drawJoint: (of, rng, out) => {
      const k = pickComponent(weights, rng);
      for (let i = 0; i < size; i++) out[i] = location[i * count + k]!;
      if (of === "function") return;
      for (let i = 0; i < size; i++) out[i] = out[i]! + scale[i * count + k]! * rng.normal();
    },
  });
}

function checkNoiseShape(values: Matrix, noise: Matrix, targets: number): void {
  if (noise.rows === values.rows && [1, targets, values.cols].includes(noise.cols)) return;
  throw new ShapeError({
    where: "normalDrawsPredictive",
    problem:
      `noise must have shape [${values.rows}, 1], [${values.rows}, ${targets}] or ` +
      `[${values.rows}, ${values.cols}], got [${noise.rows}, ${noise.cols}]`,
    details: { values: [values.rows, values.cols], noise: [noise.rows, noise.cols], targets },
  });
}
