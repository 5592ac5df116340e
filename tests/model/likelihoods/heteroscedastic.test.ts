import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLikelihood } from "../../../src/model/likelihoods/createLikelihood.ts";
import { finiteDifferences } from "../../numeric/kernels/networkSupport.ts";
import { largestMixedDifference } from "../../support/differences.ts";
import { lossOf, randomRows } from "./randomRows.ts";

const cases = fc.record({
  seed: fc.integer({ min: 0, max: 1_000_000 }),
  targets: fc.integer({ min: 1, max: 3 }),
  beta: fc.constantFrom(0.25, 0.5, 1),
  floor: fc.constantFrom(0, 1e-3, 0.5),
});
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

/** Gradient of sum_k v_k^beta loss_k with v^beta held fixed, by central differences, for the rows of one weight each. */
function frozen({ seed, targets, beta, floor }: Case): { found: Float64Array; expected: Float64Array } {
  const rows = randomRows({ kind: "heteroscedastic", beta, floor }, { seed, targets, count: 3 });
  const plain = { ...rows, likelihood: createLikelihood({ kind: "heteroscedastic", floor }, targets, 0) };
  expect(lossOf(rows).value).toBe(lossOf(plain).value);
  const first = rows.block.at * 2 * targets;
  const outputs = rows.block.outputs.subarray(first);
  const differences = finiteDifferences(outputs, () => lossOf(plain).value);
  const expected = differences.map((slope, i) => {
    const row = Math.floor(i / (2 * targets));
    const s = outputs[row * 2 * targets + targets + (i % targets)]!;
    return slope * (floor + Math.exp(s)) ** beta;
  });
  return { found: lossOf(rows).byOutputs, expected };
}

describe("beta of the heteroscedastic likelihood", () => {
  test("multiplies the gradient by v^beta as if that were a constant, and leaves the value alone", () => {
    fc.assert(
      fc.property(cases, (one) => {
        const { found, expected } = frozen(one);
        expect(largestMixedDifference(found, expected)).toBeLessThan(1e-7);
      }),
      { seed: 22, numRuns: 80 },
    );
  });

  test("a broken twin that takes the gradient of v^beta too is caught", () => {
    const rows = randomRows({ kind: "heteroscedastic", beta: 0.5, floor: 0 }, { seed: 1, count: 1 });
    const plain = { ...rows, likelihood: createLikelihood({ kind: "heteroscedastic", floor: 0 }, 1, 0) };
    const outputs = rows.block.outputs.subarray(rows.block.at * 2);
    const thawed = finiteDifferences(outputs, () => Math.exp(0.5 * outputs[1]!) * lossOf(plain).value);
    expect(largestMixedDifference(lossOf(rows).byOutputs, thawed)).toBeGreaterThan(1e-2);
  });

  test("beta 1 makes the gradient of the mean that of a squared error", () => {
    const rows = randomRows({ kind: "heteroscedastic", beta: 1 }, { seed: 5, count: 4, weighted: false });
    const { block } = rows;
    const { byOutputs } = lossOf(rows);
    for (let r = 0; r < 4; r++) {
      const residual = block.outputs[(block.at + r) * 2]! - block.targets[block.order[block.start + r]!]!;
      expect(byOutputs[2 * r]).toBeCloseTo(block.scale * residual, 12);
    }
  });
});
