import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { epochBatches } from "../../src/data/batches.ts";
import { ArgumentError } from "../../src/errors/errors.ts";
import { createRng } from "../../src/random/rng.ts";
import { failure } from "./failure.ts";

describe("epochBatches", () => {
  test("holds every row once, in batches of the given size but for the last", () => {
    fc.assert(
      fc.property(fc.nat(100), fc.integer({ min: 1, max: 120 }), fc.nat(), (n, batchSize, seed) => {
        const batches = epochBatches(n, batchSize, createRng(seed));
        const rows = batches.flatMap((batch) => [...batch]).sort((a, b) => a - b);
        expect(rows).toEqual(Array.from({ length: n }, (_, i) => i));
        batches.forEach((batch, k) => {
          const full = k < batches.length - 1 ? batchSize : n - batchSize * (batches.length - 1);
          expect(batch.length).toBe(full);
        });
      }),
      { seed: 12 },
    );
  });

  test("estimates, weighted by their sizes, average to the full sum; unweighted they do not", () => {
    const values = [3, -1, 4, 1, -5, 9, 2];
    const total = values.reduce((sum, value) => sum + value, 0);
    const batches = epochBatches(7, 3, createRng("sum"));
    const estimates = batches.map((batch) => {
      const sum = batch.reduce((part, row) => part + values[row]!, 0);
      return (7 / batch.length) * sum;
    });
    const weighted = estimates.reduce((sum, estimate, k) => sum + (batches[k]!.length / 7) * estimate, 0);
    const unweighted = estimates.reduce((sum, estimate) => sum + estimate / batches.length, 0);
    expect(weighted).toBeCloseTo(total, 12);
    expect(Math.abs(unweighted - total)).toBeGreaterThan(0.1);
  });

  test("depends on the generator alone, and moves on with it", () => {
    const rng = createRng("epochs");
    const [first, second] = [epochBatches(20, 6, rng), epochBatches(20, 6, rng)];
    expect(epochBatches(20, 6, createRng("epochs"))).toEqual(first);
    expect(second).not.toEqual(first);
  });

  test("refuses sizes that are not whole or too small, and no generator", () => {
    for (const [n, size] of [
      [-1, 1],
      [2.5, 1],
      [3, 0],
      [3, 1.5],
      [Number.NaN, 1],
    ] as const) {
      expect(failure(() => epochBatches(n, size, createRng(1)))).toBeInstanceOf(ArgumentError);
    }
    expect(failure(() => epochBatches(3, 1, undefined as never)).fix).toContain("createRng");
  });
});
