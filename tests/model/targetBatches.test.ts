import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Target } from "../../src/model/target.ts";
import { largestMixedDifference } from "../support/differences.ts";
import { HEADS, makeCase, PRIORS, withTarget } from "./target/cases.ts";

const shapes = fc.record({
  seed: fc.integer({ min: 0, max: 1_000_000 }),
  rows: fc.integer({ min: 1, max: 23 }),
  batch: fc.integer({ min: 1, max: 9 }),
  prior: fc.constantFrom(...PRIORS.map(([, prior]) => prior)),
  activation: fc.constantFrom("relu" as const, "tanh" as const, "softplus" as const),
});

interface Found {
  readonly value: number;
  readonly gradient: Float64Array;
}

/** What the batches of an epoch come to, each standing for all rows, with a weight each. */
function epoch(target: Target, batch: number, weightOf: (count: number) => number): Found {
  const gradient = new Float64Array(target.size);
  let value = 0;
  for (let start = 0; start < target.rows; start += batch) {
    const count = Math.min(batch, target.rows - start);
    value += weightOf(count) * target.loss(start, count, target.rows / count);
    target.gradient.view.forEach((slope, j) => void (gradient[j]! += weightOf(count) * slope));
  }
  return { value, gradient };
}

function whole(target: Target): Found {
  const value = target.loss(0, target.rows, 1);
  return { value, gradient: Float64Array.from(target.gradient.view) };
}

function distance(a: Found, b: Found): number {
  const byValue = Math.abs(a.value - b.value) / Math.max(1, Math.abs(b.value));
  return Math.max(byValue, largestMixedDifference(a.gradient, b.gradient));
}

const backwards = (target: Target) => target.order.set(Array.from(target.order).reverse());

describe.each(HEADS)("batches: %s", (_, likelihood, targets) => {
  test("weighted by their sizes they average to all rows, in any order and number", () => {
    fc.assert(
      fc.property(shapes, ({ batch, ...shape }) => {
        withTarget(makeCase({ ...shape, likelihood, targets, hidden: [3, 3] }), (target) => {
          const expected = whole(target);
          backwards(target);
          const found = epoch(target, batch, (count) => count / target.rows);
          expect(distance(found, expected)).toBeLessThan(1e-12);
        });
      }),
      { seed: 3, numRuns: 25 },
    );
  });

  test("an average that forgets their sizes is another one", () => {
    const made = makeCase({ seed: 5, rows: 11, likelihood, targets, hidden: [3], prior: PRIORS[0]![1] });
    withTarget(made, (target) => {
      const expected = whole(target);
      expect(
        distance(
          epoch(target, 4, () => 1 / 3),
          expected,
        ),
      ).toBeGreaterThan(1e-3);
    });
  });

  test("how many rows pass through the network at a time changes nothing but rounding", () => {
    const made = makeCase({ seed: 6, rows: 17, likelihood, targets, hidden: [3], prior: PRIORS[0]![1] });
    const expected = withTarget(made, whole, 17);
    for (const size of [1, 5, 1000]) {
      expect(distance(withTarget(made, whole, size), expected)).toBeLessThan(1e-13);
    }
  });

  test("the loss of the kernels is that of the likelihood", () => {
    fc.assert(
      fc.property(shapes, ({ batch, ...shape }) => {
        const made = makeCase({ ...shape, likelihood, targets, hidden: [3, 3] });
        if (made.compiled.likelihood.fused === undefined) return;
        const { fused: _fused, ...slow } = made.compiled.likelihood;
        const unfused = { ...made, compiled: { ...made.compiled, likelihood: slow } };
        const [count, scale] = [Math.min(batch, shape.rows), shape.rows / batch];
        const [found, expected] = [made, unfused].map((of) =>
          withTarget(of, (target): Found => {
            backwards(target);
            const value = target.loss(shape.rows - count, count, scale) + target.addPrior();
            return { value, gradient: Float64Array.from(target.gradient.view) };
          }),
        );
        expect(distance(found!, expected!)).toBeLessThan(1e-12);
      }),
      { seed: 4, numRuns: 25 },
    );
  });
});
