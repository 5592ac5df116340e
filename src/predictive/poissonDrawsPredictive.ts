import { drawPoisson } from "../distributions/poisson.ts";
import type { Matrix } from "../numeric/matrix.ts";
import { makePredictive } from "./makePredictive.ts";
import { pickComponent, weighComponents } from "./mixtureWeights.ts";
import { normalMarginals } from "./normalMarginals.ts";
import { normalMixtureMarginals } from "./normalMixtureMarginals.ts";
import { poissonMarginals } from "./poissonMarginals.ts";
import { poissonMixtureMarginals } from "./poissonMixtureMarginals.ts";
import type { RegressionPredictive } from "./predictive.ts";

/** A bank of S posterior draws of Poisson rates, seen at n rows of inputs and t targets. */
export interface PoissonDraws {
  /** Rates [S, n t]: row s holds those of draw s at every row and target. */
  readonly rates: Matrix;
  /** Weights of the draws [S]; equal ones by default. */
  readonly weights?: ArrayLike<number>;
  /** Number of targets t; default 1. */
  readonly targets?: number;
}

/**
 * The predictive distribution of counts: the exact mixture of Poisson(rate_s) for an observation, and of the points rate_s
 * for the function. So the variance of the rates is epistemic and their mean, the expected variance of a count, aleatoric.
 * A joint draw takes one posterior draw for all rows.
 * Throws a ShapeError if the shapes do not fit, an ArgumentError for negative weights and for rates that are negative or
 * above 1e15.
 */
export function poissonDrawsPredictive(draws: PoissonDraws): RegressionPredictive {
  const { rates, targets = 1 } = draws;
  const size = rates.cols;
  const used = weighComponents(
    "poissonDrawsPredictive",
    Array.from({ length: rates.rows }, (_, s) => s),
    draws.weights,
  );
  const { weights } = used;
  const count = weights.length;
  const rate = new Float64Array(size * count);
  const aleatoric = new Float64Array(size);
  for (let k = 0; k < count; k++) {
    for (let i = 0; i < size; i++) {
      const value = rates.data[used.components[k]! * size + i]!;
      rate[i * count + k] = value;
      aleatoric[i] = aleatoric[i]! + weights[k]! * value;
    }
  }
  const points = new Float64Array(size * count);
  return makePredictive({
    observation: count === 1 ? poissonMarginals(rate) : poissonMixtureMarginals(size, weights, rate),
    function:
      count === 1 ? normalMarginals(rate, points) : normalMixtureMarginals(size, weights, rate, points),
    aleatoric,
    targets,
    drawJoint: (of, rng, out) => {
      const k = pickComponent(weights, rng);
      for (let i = 0; i < size; i++) {
        const value = rate[i * count + k]!;
        out[i] = of === "function" ? value : drawPoisson(value, rng);
      }
    },
  });
}
