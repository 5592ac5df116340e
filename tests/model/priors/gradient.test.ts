import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PriorSpec } from "../../../src/model/priorSpec.ts";
import { createPrior } from "../../../src/model/priors/createPrior.ts";
import { mlpGroups, SPECS } from "./specs.ts";

const GROUPS = mlpGroups([2, 3, 1]);
const SIZE = 13;
const NORMAL: Readonly<Record<string, PriorSpec>> = {
  normal: { kind: "normal", variance: [0.5, 3], mean: Array.from({ length: SIZE }, (_, j) => 0.1 * j - 0.5) },
  "normal with flat biases": { kind: "normal", variance: 2, biasVariance: "flat" },
  "flat weights": { kind: "normal", variance: "flat" },
};

/** Vectors away from kinks and poles by more than the step of the differences; also exact in f32. */
const vectors = fc
  .array(fc.integer({ min: 1, max: 640 }), { minLength: SIZE, maxLength: SIZE })
  .chain((sizes) =>
    fc
      .array(fc.boolean(), { minLength: SIZE, maxLength: SIZE })
      .map((signs) => Float64Array.from(sizes, (size, j) => (signs[j] ? size : -size) / 128)),
  );

describe.each(Object.entries({ ...NORMAL, ...SPECS }))("%s", (_, spec) => {
  const prior = createPrior(spec, GROUPS, false);

  test("adds the gradient of -log density, and returns -log density", () => {
    fc.assert(
      fc.property(vectors, vectors, (w, start) => {
        const gradient = start.slice();
        expect(prior.addGradient(w, gradient)).toBeCloseTo(-prior.logDensity(w), 10);
        for (let j = 0; j < SIZE; j++) {
          const h = 1e-4 * Math.abs(w[j]!);
          const moved = (by: number) => prior.logDensity(w.map((value, i) => (i === j ? value + by : value)));
          const expected = (moved(-h) - moved(h)) / (2 * h);
          const size = Math.max(1, Math.abs(expected));
          expect(Math.abs(gradient[j]! - start[j]! - expected) / size).toBeLessThan(1e-6);
        }
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  test("does the same in f32 and in views of longer arrays, except that the gradient is rounded", () => {
    fc.assert(
      fc.property(vectors, vectors, (w, start) => {
        const gradient = start.slice();
        const loss = prior.addGradient(w, gradient);
        const narrow = Float32Array.from([9, ...start, 9]);
        const found = prior.addGradient(Float32Array.from(w), narrow.subarray(1, SIZE + 1));
        expect(found).toBe(loss);
        expect(Array.from(narrow)).toEqual([9, ...Float32Array.from(gradient), 9]);
        expect(prior.logDensity(Float32Array.from(w))).toBe(prior.logDensity(w));
      }),
      { seed: 8, numRuns: 60 },
    );
  });

  test("has no slope at a kink or pole", () => {
    const gradient = new Float64Array(SIZE);
    prior.addGradient(prior.mean, gradient);
    expect(Math.max(...gradient.map(Math.abs))).toBe(0);
  });
});
