import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { qr, symmetricEigen } from "../../../src/numeric/kernels/dense.ts";
import { selectKernels } from "../../../src/numeric/kernels/select.ts";
import { identity, largestDifference, normals, product, transposed } from "./support.ts";

const EPSILON = 2.220446049250313e-16;

/** Largest entry of |V'V - I|, for rows x cols. */
function lossOfOrthogonality(rows: number, cols: number, v: Float64Array): number {
  return largestDifference(product(cols, cols, rows, transposed(rows, cols, v), v), identity(cols));
}

describe.each(["wasm", "relaxed", "js"] as const)("QR and symmetric eigenvalues, %s", (choice) => {
  beforeAll(() => void selectKernels(choice));

  function checkQr(rows: number, cols: number, a: Float64Array): void {
    const r = new Float64Array(cols * cols).fill(7);
    const qt = identity(rows);
    qr(rows, cols, a, r, rows, qt);
    const steps = Math.min(rows, cols);
    for (let i = 0; i < cols; i++) {
      expect(r[i * (cols + 1)]).toBeGreaterThanOrEqual(0);
      for (let j = 0; j < i; j++) expect(r[i * cols + j]).toBe(0);
    }
    const size = Math.sqrt(Math.max(rows, 1)) * Math.max(1, ...a.map(Math.abs));
    expect(lossOfOrthogonality(rows, rows, qt)).toBeLessThan(40 * Math.max(steps, 1) * EPSILON);
    const tall = new Float64Array(rows * cols);
    tall.set(r.subarray(0, steps * cols));
    const again = product(rows, cols, rows, transposed(rows, rows, qt), tall);
    expect(largestDifference(again, a)).toBeLessThan(40 * Math.max(steps, 1) * EPSILON * size);
  }

  it("A = Q R with orthogonal Q and a non-negative diagonal, for every shape", () => {
    const size = fc.integer({ min: 0, max: 45 });
    fc.assert(
      fc.property(size, size, fc.nat(1e6), (rows, cols, s) => checkQr(rows, cols, normals(s, rows * cols))),
      { numRuns: 60, seed: 1 },
    );
  });

  it.each([
    [1, 1],
    [130, 97],
    [97, 130],
    [4099, 33],
  ])("A'A = R'R beyond its blocks, %i x %i", (rows, cols) => {
    const a = normals(rows, rows * cols);
    const r = new Float64Array(cols * cols);
    qr(rows, cols, a, r);
    const gram = product(cols, cols, rows, transposed(rows, cols, a), a);
    const again = product(cols, cols, cols, transposed(cols, cols, r), r);
    expect(largestDifference(again, gram)).toBeLessThan(40 * cols * EPSILON * rows);
  });

  it("handles columns that depend on each other, and zeros", () => {
    checkQr(3, 3, Float64Array.of(1, 2, 0, 1, 2, 0, 1, 2, 0));
    checkQr(70, 34, new Float64Array(70 * 34));
    checkQr(2, 1, Float64Array.of(0, -3));
  });

  it("solves a tall least-squares problem in several blocks of rows", () => {
    const [rows, cols] = [9000, 3];
    const x = Float64Array.of(2, -1, 0.5);
    const a = normals(1, rows * cols);
    const noise = normals(2, rows);
    const b = product(rows, 1, cols, a, x).map((value, i) => value + noise[i]!);
    const r = new Float64Array(cols * cols);
    const qb = b.slice();
    qr(rows, cols, a, r, 1, qb);
    const at = transposed(rows, cols, a);
    const squares = product(cols, cols, cols, transposed(cols, cols, r), r);
    expect(largestDifference(squares, product(cols, cols, rows, at, a))).toBeLessThan(1e-9);
    // R'(Q'b) = A'b, and the rest of Q'b has the norm of what the fit leaves over.
    const fromFactors = product(cols, 1, cols, transposed(cols, cols, r), qb.subarray(0, cols));
    expect(largestDifference(fromFactors, product(cols, 1, rows, at, b))).toBeLessThan(1e-9);
    const total = b.reduce((sum, value) => sum + value * value, 0);
    expect(qb.reduce((sum, value) => sum + value * value, 0) / total).toBeCloseTo(1, 12);
  });

  function checkEigen(n: number, a: Float64Array): Float64Array {
    const values = new Float64Array(n);
    const vectors = new Float64Array(n * n);
    const before = a.slice();
    expect(symmetricEigen(n, a, values, vectors)).toBe(-1);
    expect(a).toEqual(before);
    for (let k = 1; k < n; k++) expect(values[k]).toBeGreaterThanOrEqual(values[k - 1]!);
    const size = Math.max(Math.abs(values[0] ?? 0), Math.abs(values[n - 1] ?? 0));
    expect(lossOfOrthogonality(n, n, vectors)).toBeLessThan(20 * Math.max(n, 1) * EPSILON);
    const scaled = vectors.map((value, p) => value * values[p % n]!);
    const again = product(n, n, n, scaled, transposed(n, n, vectors));
    expect(largestDifference(again, a)).toBeLessThanOrEqual(20 * n * EPSILON * size);
    return values;
  }

  it("A = V diag(values) V' with orthogonal V and ascending values, for every order", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.nat(1e6), (n, s) => {
        const b = normals(s, n * n);
        checkEigen(
          n,
          b.map((value, p) => value + b[(p % n) * n + Math.floor(p / n)]!),
        );
      }),
      { numRuns: 60, seed: 2 },
    );
  });

  it("and for orders beyond its blocks", () => {
    for (const n of [63, 65, 130]) {
      const b = normals(n, n * n);
      checkEigen(
        n,
        b.map((value, p) => value + b[(p % n) * n + Math.floor(p / n)]!),
      );
    }
  });

  it("knows the second difference: 2 - 2 cos(k pi / (n + 1))", () => {
    const n = 101;
    const a = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      a[i * n + i] = 2;
      if (i > 0) a[i * n + i - 1] = a[(i - 1) * n + i] = -1;
    }
    const values = checkEigen(n, a);
    const exact = values.map((_, k) => 2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)));
    expect(largestDifference(values, exact)).toBeLessThan(n * EPSILON);
  });

  it("handles repeated values, diagonal matrices, zeros, and very large and small entries", () => {
    const n = 37;
    checkEigen(n, new Float64Array(n * n));
    checkEigen(n, identity(n));
    checkEigen(n, new Float64Array(n * n).fill(1));
    checkEigen(
      n,
      identity(n).map((value, p) => value * -(p % 7)),
    );
    const b = normals(3, n * n);
    const a = b.map((value, p) => value + b[(p % n) * n + Math.floor(p / n)]!);
    checkEigen(
      n,
      a.map((value) => value * 1e200),
    );
    checkEigen(
      n,
      a.map((value) => value * 1e-200),
    );
  });

  it("reads the lower triangle only and reports entries that are not finite", () => {
    const values = new Float64Array(2);
    const vectors = new Float64Array(4);
    expect(symmetricEigen(2, Float64Array.of(2, 99, 1, 2), values, vectors)).toBe(-1);
    expect(largestDifference(values, Float64Array.of(1, 3))).toBeLessThan(1e-15);
    expect(symmetricEigen(2, Float64Array.of(2, 0, Number.NaN, 2), values, vectors)).toBeGreaterThanOrEqual(
      0,
    );
    expect(symmetricEigen(1, Float64Array.of(Number.NaN), values.subarray(1), vectors.subarray(3))).toBe(0);
  });
});
