import { describe, expect, test } from "vitest";
import {
  asGram,
  combine,
  compress,
  type DenseReduction,
  emptyReduction,
  type RowsReduction,
  rowsReduction,
} from "../../../src/inference/exact/reduction.ts";
import { createRng } from "../../../src/random/rng.ts";
import { largestDifference } from "../../support/differences.ts";
import { normalMatrix } from "../../support/matrices.ts";

const target = createRng("target")
  .fillNormal(new Float64Array(50))
  .map((v) => v + 3);
const all = rowsReduction(normalMatrix(50, 4, "design"), target, 1.5);

function part(from: number, to: number): RowsReduction {
  const design = { rows: to - from, cols: 4, data: all.design.data.slice(4 * from, 4 * to) };
  return rowsReduction(design, target.slice(from, to), (1.5 * (to - from)) / 50);
}

/** The same inner products, counts and weights. */
function same(found: DenseReduction, expected: DenseReduction): void {
  const [a, b] = [asGram(found), asGram(expected)];
  expect(a.observations).toBe(b.observations);
  expect(a.logWeights).toBeCloseTo(b.logWeights, 12);
  expect(largestDifference(a.gram.data, b.gram.data)).toBeLessThan(1e-11);
  expect(largestDifference(a.cross, b.cross)).toBeLessThan(1e-11);
  expect(Math.abs(a.targetSquares - b.targetSquares)).toBeLessThan(1e-10);
}

describe("reductions of rows", () => {
  test("to a triangular factor keep all inner products, in D rows", () => {
    const factor = compress(all);
    expect(factor.design.rows).toBe(4);
    expect(factor.leftover).toBeGreaterThan(0);
    same(factor, all);
    // A few rows are left as they are.
    expect(compress(part(0, 9))).toEqual(part(0, 9));
  });

  test("of parts add up, whatever form they have", () => {
    const forms = (r: RowsReduction) => [r, compress(r), asGram(r)];
    for (const a of forms(part(0, 30))) for (const b of forms(part(30, 50))) same(combine(a, b), all);
    let total: DenseReduction = emptyReduction("rows", 4);
    for (let i = 0; i < 50; i += 5) total = combine(total, part(i, i + 5));
    same(total, all);
    expect((total as RowsReduction).design.rows).toBeLessThanOrEqual(10);
    same(combine(emptyReduction("gram", 4), asGram(all)), all);
  });
});
