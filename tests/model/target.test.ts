import { describe, expect, test } from "vitest";
import { takeDatasetRows } from "../../src/data/takeDatasetRows.ts";
import type { ActivationName } from "../../src/model/activations.ts";
import { finiteDifferences } from "../numeric/kernels/networkSupport.ts";
import { largestMixedDifference } from "../support/differences.ts";
import { type Case, type CaseOptions, DEPTHS, HEADS, makeCase, PRIORS, withTarget } from "./target/cases.ts";
import { slowForward, slowLosses, slowPotential, slowVariances } from "./target/slowPotential.ts";

const ACTIVATIONS: readonly ActivationName[] = ["relu", "tanh", "softplus", "gelu", "sin"];

/**
 * Central differences with steps of 1e-5 move a sum of a network of this size by about 1e-4 at most: parameters are drawn
 * again until no sum that enters a relu is nearer to 0 than ten times as much, so that no difference straddles a kink.
 */
const CLEAR = 1e-3;

function clearOfKinks(options: CaseOptions): Case {
  for (let k = 0; ; k++) {
    const made = makeCase({ ...options, seed: `${options.seed}, draw ${k}` });
    if (options.activation !== "relu" || slowForward(made, made.parameters).nearest > CLEAR) return made;
  }
}

const shown = (name: string, { activation, hidden, residual }: CaseOptions) =>
  `${name}, ${activation} of ${hidden.join("-") || "no"} units${residual ? ", residual" : ""}`;

/** Everything that a head can stand on, with one prior after the other. */
function* casesOf(head: (typeof HEADS)[number]): Generator<[name: string, options: CaseOptions]> {
  const [, likelihood, targets] = head;
  for (const [priorName, prior] of PRIORS) {
    for (const activation of ACTIVATIONS) {
      for (const hidden of DEPTHS) {
        for (const residual of hidden.length === 0 ? [false] : [false, true]) {
          if (hidden.length === 0 && activation !== "relu") continue;
          const options = { likelihood, targets, prior, activation, hidden, residual };
          const seed = `${priorName} ${activation} ${hidden.length}`;
          yield [shown(priorName, { ...options, seed }), { ...options, seed }];
        }
      }
    }
  }
}

/** Value and gradient of the potential. */
const potentialOf = (made: Case) =>
  withTarget(made, (target) => ({
    value: target.potential(),
    gradient: Float64Array.from(target.gradient.view),
  }));

describe.each(HEADS)("the potential: %s", (...head) => {
  const [, likelihood] = head;
  const beta = likelihood.kind === "heteroscedastic" ? (likelihood.beta ?? 0) : 0;

  test("is -log likelihood - log prior with every constant, as the slow twin has it", () => {
    for (const [name, options] of casesOf(head)) {
      const made = makeCase(options);
      const expected = slowPotential(made)(made.parameters);
      const error = Math.abs(potentialOf(made).value - expected) / Math.max(1, Math.abs(expected));
      expect(error, name).toBeLessThan(1e-12);
    }
  });

  test("its gradient is that of the value", () => {
    for (const [name, options] of casesOf(head)) {
      const made = clearOfKinks(options);
      withTarget(made, (target) => {
        target.potential();
        const found = Float64Array.from(target.gradient.view);
        const { view } = target.parameters;
        // With beta the gradient is that of losses times constants, the variances at these parameters to the power beta.
        const factors = slowVariances(made, made.parameters).map((v) => v ** beta);
        const weighed = () => slowLosses(made, view, factors) + target.addPrior();
        const value = beta === 0 ? target.potential : weighed;
        const difference = largestMixedDifference(found, finiteDifferences(view, value));
        expect(difference, name).toBeLessThan(3e-7);
      });
    }
  });

  test("in f32 it has more than five digits of that in f64", () => {
    let number = 0;
    for (const [name, options] of casesOf(head)) {
      // One in seven, which meets every prior, activation and depth: they come in other numbers.
      if (number++ % 7 > 0) continue;
      const expected = potentialOf(clearOfKinks(options));
      const found = potentialOf(clearOfKinks({ ...options, precision: "f32" }));
      const error = Math.abs(found.value - expected.value) / Math.max(1, Math.abs(expected.value));
      expect(error, name).toBeLessThan(1e-5);
      expect(largestMixedDifference(found.gradient, expected.gradient), name).toBeLessThan(1e-5);
    }
  });
});

describe("the twin is sharp enough to see", () => {
  const [, likelihood, targets] = HEADS.find(([name]) => name === "heteroscedastic, beta 0.5, two targets")!;
  const options = { seed: 4, likelihood, targets, prior: PRIORS[0]![1], hidden: [3, 3] };
  const made = makeCase(options);

  test("weights of rows that are ignored", () => {
    const { weights: _, ...data } = made.data;
    const unweighted = slowPotential({ ...made, data })(made.parameters);
    expect(Math.abs(potentialOf(made).value - unweighted)).toBeGreaterThan(0.01);
  });

  test("a factor of the gradient that is left out", () => {
    const difference = withTarget(made, (target) => {
      target.potential();
      const found = Float64Array.from(target.gradient.view);
      return largestMixedDifference(found, finiteDifferences(target.parameters.view, target.potential));
    });
    expect(difference).toBeGreaterThan(0.01);
  });
});

test.each([
  ["Bernoulli", 1],
  ["categorical", 1],
  ["Poisson", 2],
])("%s: a row of weight 2 counts as much as two rows", (name, targets) => {
  const [, likelihood] = HEADS.find(([head]) => head === name)!;
  const options = { seed: 8, likelihood, targets, prior: PRIORS[0]![1], hidden: [3, 3], weighted: false };
  const made = makeCase(options);
  const twice = takeDatasetRows(made.data, Uint32Array.of(0, 1, 1, 2, 3, 4, 5));
  const heavy = { ...made.data, weights: Float64Array.of(1, 2, 1, 1, 1, 1) };
  const [expected, found] = [twice, heavy].map((data) => potentialOf({ ...made, data }));
  expect(found!.value).toBeCloseTo(expected!.value, 12);
  expect(largestMixedDifference(found!.gradient, expected!.gradient)).toBeLessThan(1e-13);
});
