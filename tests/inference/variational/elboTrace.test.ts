import fc from "fast-check";
import { expect, test } from "vitest";
import { elboTrace } from "../../../src/inference/variational/elboTrace.ts";
import { createRng } from "../../../src/random/rng.ts";
import { largestDifference } from "../../support/differences.ts";

const estimates = (steps: number, seed: number) =>
  createRng(seed)
    .fillNormal(new Float64Array(steps))
    .map((e) => -1000 + 3 * e);

const lengths = fc.integer({ min: 1, max: 730 });

test("windows share out the steps, with their means and standard errors", () => {
  fc.assert(
    fc.property(lengths, (steps) => {
      const values = estimates(steps, steps);
      const trace = elboTrace(steps);
      for (const [step, value] of values.entries()) trace.add(step, value);
      const { step, mean, standardError } = trace.result();
      expect(step).toHaveLength(Math.min(100, steps));
      expect(step.at(-1)).toBe(steps);
      let from = 0;
      step.forEach((to, w) => {
        const window = values.subarray(from, to);
        expect(window.length).toBeGreaterThanOrEqual(Math.floor(steps / step.length));
        expect(window.length).toBeLessThanOrEqual(Math.ceil(steps / step.length));
        const average = window.reduce((sum, v) => sum + v, 0) / window.length;
        const squares = window.reduce((sum, v) => sum + (v - average) ** 2, 0);
        const error = window.length < 2 ? 0 : Math.sqrt(squares / (window.length - 1) / window.length);
        expect(mean[w]).toBeCloseTo(average, 9);
        expect(standardError[w]).toBeCloseTo(error, 9);
        from = to;
      });
    }),
    { seed: 1, numRuns: 60 },
  );
});

test("large estimates do not drown their spread", () => {
  const values = Float64Array.from({ length: 400 }, (_, i) => 1e9 + (i % 2));
  const long = elboTrace(400);
  for (const [step, value] of values.entries()) long.add(step, value);
  const { standardError } = long.result();
  expect(largestDifference(standardError, new Float64Array(100).fill(Math.sqrt(1 / 3 / 4)))).toBeLessThan(
    1e-6,
  );
});

test("continues from its state to the last bit", () => {
  fc.assert(
    fc.property(lengths, fc.double({ min: 0, max: 1, noNaN: true }), (steps, share) => {
      const values = estimates(steps, 7);
      const cut = Math.floor(share * steps);
      const [whole, first, second] = [elboTrace(steps), elboTrace(steps), elboTrace(steps)];
      values.forEach((value, step) => {
        whole.add(step, value);
        if (step < cut) first.add(step, value);
      });
      const state = first.state();
      if (cut > 0) first.add(0, 1);
      second.restore(state);
      values.subarray(cut).forEach((value, k) => void second.add(cut + k, value));
      expect(second.result()).toEqual(whole.result());
    }),
    { seed: 2, numRuns: 40 },
  );
});
