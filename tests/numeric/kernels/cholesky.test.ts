import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import {
  cholesky,
  choleskyLogDeterminant,
  solveLowerMany,
  solveLowerRows,
  solveLowerTransposedMany,
  solveLowerTransposedRows,
  solveUpperMany,
  solveUpperTransposedMany,
} from "../../../src/numeric/kernels/dense.ts";
import { rankOneDowndate, rankOneUpdate } from "../../../src/numeric/kernels/rankOne.ts";
import { selectKernels } from "../../../src/numeric/kernels/select.ts";
import {
  identity,
  integers,
  largestDifference,
  normals,
  positiveDefinite,
  product,
  transposed,
} from "./support.ts";

/** A lower triangle of small whole numbers with a positive diagonal. */
function wholeLower(seed: number, n: number, unit: boolean): Float64Array {
  const entries = integers(seed, n * n, 2);
  return entries.map((value, p) => {
    const i = Math.floor(p / n);
    const j = p % n;
    if (j > i) return 0;
    return j === i ? (unit ? 1 : Math.abs(value) + 1) : value;
  });
}

const order = fc.integer({ min: 0, max: 40 });
const seed = fc.nat(1e6);

describe.each(["wasm", "relaxed", "js"] as const)("Cholesky and triangular solves, %s", (choice) => {
  beforeAll(() => void selectKernels(choice));

  it("finds a factor of whole numbers exactly", () => {
    fc.assert(
      fc.property(order, seed, (n, s) => {
        const l = wholeLower(s, n, false);
        const a = product(n, n, n, l, transposed(n, n, l));
        expect(cholesky(n, a)).toBe(-1);
        expect(a).toEqual(l);
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it.each([1, 63, 64, 65, 130, 203])("reproduces A = L L' at order %i, to rounding", (n) => {
    const a = positiveDefinite(n, n);
    const l = a.slice();
    expect(cholesky(n, l)).toBe(-1);
    // Backward error of Cholesky: at most (n + 1) eps |L||L'| by entry (Higham 2002, theorem 10.3).
    const bound = (n + 1) * 2.3e-16 * Math.max(...a);
    expect(largestDifference(product(n, n, n, l, transposed(n, n, l)), a)).toBeLessThan(bound);
  });

  it("returns the first pivot that fails, wherever it lies", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 150 }),
        fc.nat(),
        fc.constantFrom(-1, 0, Number.NaN),
        (n, at, value) => {
          const a = identity(n);
          a[(at % n) * (n + 1)] = value;
          expect(cholesky(n, a)).toBe(at % n);
        },
      ),
      { numRuns: 60, seed: 2 },
    );
  });

  it("gives the log determinant", () => {
    const l = Float64Array.of(2, 0, 5, 3);
    expect(choleskyLogDeterminant(2, l)).toBeCloseTo(Math.log(36), 14);
    expect(choleskyLogDeterminant(1, Float64Array.of(1))).toBe(0);
    expect(choleskyLogDeterminant(0, new Float64Array(0))).toBe(0);
    // det(B B' / n + I) of a 131 x 131 matrix against the product of its pivots by plain elimination.
    const n = 131;
    const a = positiveDefinite(7, n);
    const factor = a.slice();
    cholesky(n, factor);
    let expected = 0;
    for (let k = 0; k < n; k++) {
      expected += Math.log(a[k * (n + 1)]!);
      for (let i = k + 1; i < n; i++) {
        const ratio = a[i * n + k]! / a[k * (n + 1)]!;
        for (let j = k; j < n; j++) a[i * n + j]! -= ratio * a[k * n + j]!;
      }
    }
    expect(choleskyLogDeterminant(n, factor)).toBeCloseTo(expected, 10);
  });

  it("solves with whole numbers exactly, for every triangle, transposition and layout", () => {
    fc.assert(
      fc.property(order, fc.integer({ min: 0, max: 11 }), seed, (n, count, s) => {
        // With a unit diagonal and few entries every step stays a whole number far below 2^53.
        const l = wholeLower(s, n, true).map((value, p) => (Math.floor(p / n) - (p % n) <= 1 ? value : 0));
        const lt = transposed(n, n, l);
        const x = integers(s + 1, n * count, 5);
        const rows = transposed(n, count, x);
        const lx = product(n, count, n, l, x);
        const ltx = product(n, count, n, lt, x);
        const expectSolution = (
          solve: typeof solveLowerMany,
          t: Float64Array,
          b: Float64Array,
          want: Float64Array,
        ) => {
          const got = b.slice();
          solve(n, t, count, got);
          expect(got).toEqual(want);
        };
        expectSolution(solveLowerMany, l, lx, x);
        expectSolution(solveLowerTransposedMany, l, ltx, x);
        expectSolution(solveUpperMany, lt, ltx, x);
        expectSolution(solveUpperTransposedMany, lt, lx, x);
        expectSolution(solveLowerRows, l, transposed(n, count, lx), rows);
        expectSolution(solveLowerTransposedRows, l, transposed(n, count, ltx), rows);
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  it.each([
    [65, 3],
    [130, 70],
    [64, 600],
  ])("solves beyond its blocks to rounding, order %i with %i sides", (n, count) => {
    const l = positiveDefinite(n, n);
    cholesky(n, l);
    const x = normals(1, n * count);
    const b = product(n, count, n, l, x);
    const rows = transposed(n, count, b);
    solveLowerMany(n, l, count, b);
    expect(largestDifference(b, x)).toBeLessThan(1e-12);
    solveLowerRows(n, l, count, rows);
    expect(largestDifference(rows, transposed(n, count, x))).toBeLessThan(1e-12);
    const c = product(n, count, n, transposed(n, n, l), x);
    const transposedRows = transposed(n, count, c);
    solveLowerTransposedMany(n, l, count, c);
    expect(largestDifference(c, x)).toBeLessThan(1e-12);
    solveLowerTransposedRows(n, l, count, transposedRows);
    expect(largestDifference(transposedRows, transposed(n, count, x))).toBeLessThan(1e-12);
    const u = transposed(n, n, l);
    const upper = product(n, count, n, u, x);
    solveUpperMany(n, u, count, upper);
    expect(largestDifference(upper, x)).toBeLessThan(1e-12);
    const lower = product(n, count, n, l, x);
    solveUpperTransposedMany(n, u, count, lower);
    expect(largestDifference(lower, x)).toBeLessThan(1e-12);
  });

  it("does not read the other triangle", () => {
    const l = Float64Array.of(2, Number.NaN, 1, 4);
    const b = Float64Array.of(2, 5);
    solveLowerMany(2, l, 1, b);
    expect(b).toEqual(Float64Array.of(1, 1));
    const a = Float64Array.of(4, Number.NaN, 2, 17);
    expect(cholesky(2, a)).toBe(-1);
    expect(a).toEqual(Float64Array.of(2, 0, 1, 4));
  });
});

describe("rank-one changes of a Cholesky factor", () => {
  it("agree with a fresh factorisation, there and back", () => {
    selectKernels("js");
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), seed, (n, s) => {
        const a = positiveDefinite(s, n);
        const x = normals(s + 1, n);
        const l = a.slice();
        cholesky(n, l);
        const before = l.slice();
        const changed = a.map((value, p) => value + x[Math.floor(p / n)]! * x[p % n]!);
        cholesky(n, changed);
        rankOneUpdate(n, l, x.slice());
        expect(largestDifference(l, changed)).toBeLessThan(1e-12);
        expect(rankOneDowndate(n, l, x.slice())).toBe(-1);
        expect(largestDifference(l, before)).toBeLessThan(1e-10);
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  it("are exact for nothing and for one element", () => {
    const empty = new Float64Array(0);
    rankOneUpdate(0, empty, empty);
    expect(rankOneDowndate(0, empty, empty)).toBe(-1);
    const one = Float64Array.of(3);
    rankOneUpdate(1, one, Float64Array.of(4));
    expect(one[0]).toBe(5);
    expect(rankOneDowndate(1, one, Float64Array.of(4))).toBe(-1);
    expect(one[0]).toBe(3);
  });

  it("the downdate says where it fails", () => {
    expect(rankOneDowndate(2, Float64Array.of(2, 0, 0, 1), Float64Array.of(0, 1))).toBe(1);
    expect(rankOneDowndate(1, Float64Array.of(1), Float64Array.of(Number.NaN))).toBe(0);
  });
});
