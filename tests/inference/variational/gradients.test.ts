import { describe, expect, test } from "vitest";
import { whitening } from "../../../src/inference/parts/whitening.ts";
import { createFamily } from "../../../src/inference/variational/createFamily.ts";
import type { ElboEstimator } from "../../../src/inference/variational/estimator.ts";
import type { FamilySpec } from "../../../src/inference/variational/family.ts";
import { flipoutLayer } from "../../../src/inference/variational/flipoutLayer.ts";
import { layerwiseEstimator } from "../../../src/inference/variational/layerwiseEstimator.ts";
import { localLayer } from "../../../src/inference/variational/localLayer.ts";
import { closedCost } from "../../../src/inference/variational/optimiseElbo.ts";
import { plainEstimator } from "../../../src/inference/variational/plainEstimator.ts";
import type { LikelihoodSpec } from "../../../src/model/likelihoodSpec.ts";
import { createRng } from "../../../src/random/rng.ts";
import { type Case, HEADS, makeCase, PRIORS, withTarget } from "../../model/target/cases.ts";
import { finiteDifferences } from "../../numeric/kernels/networkSupport.ts";
import { largestMixedDifference } from "../../support/differences.ts";

type Estimator = "reparameterisation" | "local" | "flipout";

const WAYS: readonly (readonly [estimator: Estimator, family: FamilySpec, hidden: readonly number[]])[] = [
  ["reparameterisation", { kind: "factorised" }, [3, 3]],
  ["reparameterisation", { kind: "low-rank", rank: 2 }, [2]],
  ["reparameterisation", { kind: "full" }, [2]],
  ["local", { kind: "factorised" }, [3, 3]],
  ["flipout", { kind: "factorised" }, [3, 3]],
];

/** The prior must be proper. */
const proper = PRIORS.filter(([name]) => name !== "normal with flat biases");

/** With beta the gradient is not that of the value: without it, it is. */
const withoutBeta = (spec: LikelihoodSpec): LikelihoodSpec =>
  spec.kind === "heteroscedastic" ? { ...spec, beta: 0 } : spec;

/** The gradient of -ELBO by the numbers of the family for given noise and rows, as it is and by differences. */
function gradients(made: Case, estimator: Estimator, spec: FamilySpec, temperature: number, broken = 1) {
  return withTarget(made, (target) => {
    const { size, rows } = target;
    const rng = createRng("variational gradients");
    const family = createFamily(spec, size);
    const white = whitening("test", made.compiled);
    const lambda = new Float64Array(family.count);
    family.initialise(rng.fillNormal(new Float64Array(size)), 0.3, lambda);
    for (let j = 0; j < lambda.length; j++) lambda[j] = lambda[j]! + 0.1 * rng.normal();
    const [start, count] = [1, rows - 2];
    const layer = estimator === "local" ? localLayer : flipoutLayer;
    const draws: ElboEstimator =
      estimator === "reparameterisation"
        ? plainEstimator(target, family, white)
        : layerwiseEstimator(target, family, white, lambda, count, layer);
    const noise = rng.fillNormal(new Float64Array(draws.noise));
    const cost = (weight: number, out: Float64Array) => {
      family.use(lambda);
      const one = draws.draw(noise, start, count, weight, out);
      return one / temperature + closedCost(family, white, temperature, out);
    };
    const found = new Float64Array(lambda.length);
    cost(broken / temperature, found);
    const expected = finiteDifferences(lambda, () => cost(0, new Float64Array(lambda.length)), 1e-6);
    return { found, expected };
  });
}

describe.each(WAYS)("the gradient of -ELBO by %s, %j", (estimator, family, hidden) => {
  test.each(HEADS)("%s", (_, likelihood, targets) => {
    const plain = estimator === "reparameterisation" && family.kind === "factorised";
    for (const [k, [name, prior]] of proper.entries()) {
      // What a prior has of its own is the same to all of them: one in three will do.
      if (!plain && k % 3 > 0) continue;
      const made = makeCase({
        seed: `${name} ${k}`,
        likelihood: withoutBeta(likelihood),
        targets,
        hidden,
        prior,
        activation: k % 2 === 0 ? "gelu" : "sin",
        residual: true,
      });
      const { found, expected } = gradients(made, estimator, family, k % 2 === 0 ? 1 : 0.7);
      expect(largestMixedDifference(found, expected), name).toBeLessThan(1e-5);
    }
  });
});

test.each(WAYS)("a loss of double weight would be seen: %s, %j", (estimator, family, hidden) => {
  const [, likelihood, targets] = HEADS[0]!;
  const made = makeCase({ seed: 1, likelihood, targets, hidden, prior: proper[0]![1] });
  const { found, expected } = gradients(made, estimator, family, 1, 2);
  expect(largestMixedDifference(found, expected)).toBeGreaterThan(0.1);
});
