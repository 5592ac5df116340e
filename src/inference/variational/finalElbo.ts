import type { Dataset } from "../../data/dataset.ts";
import { bulkRandom } from "../../random/bulkRandom.ts";
import type { Rng } from "../../random/rng.ts";
import type { ElboEstimator } from "./estimator.ts";
import { hasLinearMoments, linearMoments } from "./linearMoments.ts";
import { closedCost, type ElboProblem } from "./optimiseElbo.ts";

/** An evidence lower bound, in nats. */
export interface Elbo {
  readonly value: number;
  /** Monte Carlo standard error; 0 where the bound has a closed form. */
  readonly standardError: number;
}

/** Pairs of draws with opposite noise that the bound is estimated from. */
const PAIRS = 250;

/** The ELBO of q on all rows at temperature 1, for targets in standardised units: in closed form, or by fresh draws. */
export function finalElbo(problem: ElboProblem, plain: ElboEstimator, data: Dataset, rng: Rng): Elbo {
  const { target, family, white, lambda } = problem;
  family.use(lambda);
  const cost = closedCost(family, white, 1, new Float64Array(family.count));
  if (hasLinearMoments(target.compiled) && white.normal > 0) {
    return { value: -expectedLoss(problem, data) - cost, standardError: 0 };
  }
  const random = bulkRandom(rng);
  const noise = new Float64Array(plain.noise);
  const ignored = new Float64Array(family.count);
  const values = Float64Array.from({ length: PAIRS }, (_, s) => {
    random.fillNormal(s * noise.length, noise);
    const one = plain.draw(noise, 0, target.rows, 0, ignored);
    for (let i = 0; i < noise.length; i++) noise[i] = -noise[i]!;
    return -0.5 * (one + plain.draw(noise, 0, target.rows, 0, ignored)) - cost;
  });
  const mean = values.reduce((sum, value) => sum + value, 0) / PAIRS;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { value: mean, standardError: Math.sqrt(squares / (PAIRS - 1) / PAIRS) };
}

/** E_q[-log likelihood]: the loss at the mean and half the expected squares around it. */
function expectedLoss({ target, family, white, lambda }: ElboProblem, { x, weights }: Dataset): number {
  const parameters = target.parameters.view;
  for (let j = 0; j < target.size; j++) parameters[j] = white.mean[j]! + white.scale[j]! * lambda[j]!;
  let sum = target.loss(0, target.rows, 1);
  const precision = target.compiled.likelihood.fused!.precisions[0]!;
  const { variance } = linearMoments(target.compiled, family, white, lambda, x);
  for (let n = 0; n < variance.length; n++) sum += 0.5 * precision * (weights?.[n] ?? 1) * variance[n]!;
  return sum;
}
