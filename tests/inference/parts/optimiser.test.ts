import { describe, expect, test } from "vitest";
import { ArgumentError } from "../../../src/errors/errors.ts";
import {
  checkOptimiser,
  createOptimiser,
  type StochasticOptimiserSpec,
} from "../../../src/inference/parts/optimiser.ts";
import { shrinkWeights } from "../../../src/inference/parts/weightDecay.ts";
import { withWorkspace } from "../../../src/numeric/kernels/workspace.ts";
import { mlpGroups } from "../../model/priors/specs.ts";
import { largestDifference } from "../../support/differences.ts";

const START = [2, -1, 0.5];
const GRADIENTS = [
  [1, 2, -4],
  [0.5, -3, 1],
  [-2, 0.25, 0],
];
const [RATE, SCALE] = [0.3, 0.5];

/** Parameters after every gradient, at learning rates RATE, RATE/2, RATE/3 and with gradients times SCALE. */
function steps(spec: StochasticOptimiserSpec, interrupt = Number.POSITIVE_INFINITY): number[][] {
  return withWorkspace((workspace) => {
    const make = () => {
      const [parameters, gradient] = [workspace.vector("f64", 3), workspace.vector("f64", 3)];
      const optimiser = createOptimiser(workspace, parameters, gradient, checkOptimiser("test", spec));
      return { parameters, gradient, optimiser };
    };
    let on = make();
    on.parameters.view.set(START);
    return GRADIENTS.map((slopes, t) => {
      if (t === interrupt) {
        const next = make();
        next.parameters.view.set(on.parameters.view);
        for (const [name, vector] of Object.entries(on.optimiser.state)) {
          next.optimiser.state[name]!.view.set(vector.view);
        }
        next.optimiser.restore(t);
        on = next;
      }
      on.gradient.view.set(slopes);
      on.optimiser.step(RATE / (t + 1), SCALE);
      return Array.from(on.parameters.view);
    });
  });
}

/** What a rule for one parameter gives, written down from the formulas. */
const by = (rule: () => (g: number, rate: number) => number): number[][] => {
  const rules = START.map(rule);
  let at = START;
  return GRADIENTS.map((slopes, t) => {
    at = at.map((p, i) => p - rules[i]!(SCALE * slopes[i]!, RATE / (t + 1)));
    return at;
  });
};

const sgd = (momentum: number, nesterov: boolean) =>
  by(() => {
    let v = 0;
    return (g, rate) => {
      v = momentum * v + g;
      return rate * (nesterov ? g + momentum * v : v);
    };
  });

const adam = (beta1: number, beta2: number, epsilon: number) =>
  by(() => {
    let [m, v, t] = [0, 0, 0];
    return (g, rate) => {
      t += 1;
      m = beta1 * m + (1 - beta1) * g;
      v = beta2 * v + (1 - beta2) * g * g;
      return (rate * m) / (1 - beta1 ** t) / (Math.sqrt(v / (1 - beta2 ** t)) + epsilon);
    };
  });

describe.each<[string, StochasticOptimiserSpec, number[][]]>([
  ["descent", { kind: "sgd", momentum: 0 }, sgd(0, false)],
  ["descent with momentum", { kind: "sgd" }, sgd(0.9, false)],
  ["descent with Nesterov's momentum", { kind: "sgd", momentum: 0.5, nesterov: true }, sgd(0.5, true)],
  ["Adam", { kind: "adam" }, adam(0.9, 0.999, 1e-8)],
  ["Adam of other numbers", { kind: "adam", beta1: 0.5, beta2: 0.75, epsilon: 0.1 }, adam(0.5, 0.75, 0.1)],
  ["AdamW, which leaves decay to its caller", { kind: "adamw", decay: 0.4 }, adam(0.9, 0.999, 1e-8)],
])("%s", (_, spec, expected) => {
  test("steps as its formulas say", () => {
    expect(largestDifference(steps(spec).flat(), expected.flat())).toBeLessThan(1e-14);
  });

  test("continues from its state to the last bit", () => {
    for (const at of [0, 1, 2]) expect(steps(spec, at)).toEqual(steps(spec));
  });
});

test("the formulas differ: momentum, Nesterov's form and the correction of the moments show", () => {
  const ends = [
    sgd(0, false),
    sgd(0.9, false),
    sgd(0.9, true),
    adam(0.9, 0.999, 1e-8),
    adam(0.8, 0.999, 1e-8),
  ];
  ends.forEach((a, i) => {
    for (const b of ends.slice(0, i)) expect(largestDifference(a.flat(), b.flat())).toBeGreaterThan(1e-3);
  });
});

test("weight decay shrinks every weight and no bias", () => {
  const parameters = Float64Array.from({ length: 13 }, (_, i) => i + 1);
  shrinkWeights(mlpGroups([2, 3, 1]), parameters, 0.25);
  const kept = [0.75, 0.75, 0.75, 0.75, 0.75, 0.75, 1, 1, 1, 0.75, 0.75, 0.75, 1];
  expect([...parameters]).toEqual(kept.map((factor, i) => factor * (i + 1)));
});

test("defaults are filled in", () => {
  const [sgdSpec, adamSpec] = [
    checkOptimiser("test", { kind: "sgd" }),
    checkOptimiser("test", { kind: "adam" }),
  ];
  expect(sgdSpec).toEqual({ kind: "sgd", rate: 0.1, momentum: 0.9, nesterov: false, decay: 0 });
  expect(adamSpec).toEqual({ kind: "adam", rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0 });
  expect(checkOptimiser("test", { kind: "adamw" })).toEqual({ ...adamSpec, kind: "adamw", decay: 0.01 });
});

test.each<[unknown, RegExp]>([
  [{ kind: "rmsprop" }, /kind must be one of "sgd", "adam", "adamw", got "rmsprop"/],
  [{ kind: "sgd", rate: 0 }, /rate must be a finite number above 0, got 0/],
  [{ kind: "sgd", momentum: 1 }, /momentum must be .*below 1, got 1/],
  [{ kind: "sgd", nesterov: "yes" }, /nesterov must be true or false, got "yes"/],
  [{ kind: "sgd", beta1: 0.9 }, /unknown option "beta1"/],
  [{ kind: "adam", momentum: 0.9 }, /unknown option "momentum"/],
  [{ kind: "adam", beta1: -0.1 }, /beta1 must be/],
  [{ kind: "adam", beta2: 1 }, /beta2 must be/],
  [{ kind: "adam", epsilon: 0 }, /epsilon must be/],
  [{ kind: "adamw", decay: Number.POSITIVE_INFINITY }, /decay must be .*got Infinity/],
])("%j is refused", (spec, message) => {
  const check = () => checkOptimiser("test", spec as StochasticOptimiserSpec);
  expect(check).toThrow(ArgumentError);
  expect(check).toThrow(message);
});
