import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { gemm, gemv, syrk } from "../../../src/numeric/kernels/dense.ts";
import { kernelsInUse, selectKernels } from "../../../src/numeric/kernels/select.ts";
import { integers, largestDifference, product, transposed } from "./support.ts";

// Sums of products of small whole numbers are exact in any order, so these results must be equal to the last bit.
const size = fc.integer({ min: 0, max: 40 });
const seed = fc.nat(1e6);

describe.each(["wasm", "relaxed", "js"] as const)("products of matrices, %s", (choice) => {
  beforeAll(() => void selectKernels(choice));

  it("uses the kernels that were asked for, or says why not", () => {
    const inUse = kernelsInUse();
    if (choice !== "relaxed") expect(inUse).toEqual({ name: choice });
    else expect(inUse.name === "relaxed" || inUse.reason?.includes("relaxed")).toBe(true);
  });

  it("gemm is exact on whole numbers for every shape and transposition", () => {
    fc.assert(
      fc.property(size, size, size, fc.boolean(), fc.boolean(), seed, (m, n, k, ta, tb, s) => {
        const a = integers(s, m * k, 9);
        const b = integers(s + 1, k * n, 9);
        const out = new Float64Array(m * n).fill(7);
        gemm(m, n, k, ta ? transposed(m, k, a) : a, ta, tb ? transposed(k, n, b) : b, tb, out);
        expect(out).toEqual(product(m, n, k, a, b));
      }),
      { numRuns: 150, seed: 1 },
    );
  });

  it("syrk is exact on whole numbers, both triangles", () => {
    fc.assert(
      fc.property(size, size, seed, (rows, cols, s) => {
        const a = integers(s, rows * cols, 9);
        const out = new Float64Array(cols * cols).fill(7);
        syrk(rows, cols, a, out);
        expect(out).toEqual(product(cols, cols, rows, transposed(rows, cols, a), a));
      }),
      { numRuns: 150, seed: 2 },
    );
  });

  it("gemv is exact on whole numbers", () => {
    fc.assert(
      fc.property(size, size, fc.boolean(), seed, (rows, cols, ta, s) => {
        const a = integers(s, rows * cols, 9);
        const x = integers(s + 1, ta ? rows : cols, 9);
        const out = new Float64Array(ta ? cols : rows).fill(7);
        gemv(rows, cols, a, ta, x, out);
        const expected = ta
          ? product(cols, 1, rows, transposed(rows, cols, a), x)
          : product(rows, 1, cols, a, x);
        expect(out).toEqual(expected);
      }),
      { numRuns: 100, seed: 3 },
    );
  });

  // Sizes beyond every block: the depth of 256, panels of 128 rows and 256 columns, and the copied blocks.
  it.each([
    [259, 261, 517],
    [1, 300, 1030],
    [700, 3, 2],
  ])("gemm is exact beyond its blocks, %i x %i x %i", (m, n, k) => {
    const a = integers(1, m * k, 9);
    const b = integers(2, k * n, 9);
    const expected = product(m, n, k, a, b);
    for (const ta of [false, true]) {
      for (const tb of [false, true]) {
        const out = new Float64Array(m * n);
        gemm(m, n, k, ta ? transposed(m, k, a) : a, ta, tb ? transposed(k, n, b) : b, tb, out);
        expect(largestDifference(out, expected)).toBe(0);
      }
    }
  });

  it.each([
    [770, 263],
    [1, 514],
    [5000, 3],
  ])("syrk is exact beyond its blocks, %i x %i", (rows, cols) => {
    const a = integers(3, rows * cols, 9);
    const out = new Float64Array(cols * cols);
    syrk(rows, cols, a, out);
    expect(largestDifference(out, product(cols, cols, rows, transposed(rows, cols, a), a))).toBe(0);
  });

  it.each([
    [1, 1],
    [2050, 259],
    [3, 90_000],
  ])("gemv is exact beyond its blocks, %i x %i", (rows, cols) => {
    const a = integers(4, rows * cols, 9);
    for (const transposedA of [false, true]) {
      const x = integers(5, transposedA ? rows : cols, 9);
      const out = new Float64Array(transposedA ? cols : rows);
      gemv(rows, cols, a, transposedA, x, out);
      const expected = transposedA ? product(1, cols, rows, x, a) : product(rows, 1, cols, a, x);
      expect(largestDifference(out, expected)).toBe(0);
    }
  });

  it("rejects arrays of another length", () => {
    expect(() => syrk(2, 2, new Float64Array(3), new Float64Array(4))).toThrow(/syrk: a must have length 4/);
    expect(() =>
      gemm(1, 1, 1, new Float64Array(1), false, new Float64Array(2), false, new Float64Array(1)),
    ).toThrow(/gemm: b must have length 1/);
  });
});
