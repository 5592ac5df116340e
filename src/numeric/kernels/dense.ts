/**
 * Dense linear algebra on f64 matrices stored row after row: the one door to the kernels. Each function computes in
 * WebAssembly, or in its TypeScript twin where that is chosen or WebAssembly is refused (see select.ts). Every function
 * throws a ShapeError if an array does not have the length its sizes ask for; sizes of zero are allowed.
 */
import { checkLength } from "../../errors/checks.ts";
import { log } from "../special.ts";
import type { DenseKernels, TriangleUse } from "./denseKernels.ts";
import type { KernelInstance } from "./instantiate.ts";
import { kernelInstance } from "./select.ts";
import { denseTwin } from "./twin/denseTwin.ts";
import { createDenseWasm } from "./wasm/denseWasm.ts";

const compiled = new WeakMap<KernelInstance, DenseKernels>();

function kernels(): DenseKernels {
  const instance = kernelInstance();
  if (instance === undefined) return denseTwin;
  let dense = compiled.get(instance);
  if (dense === undefined) compiled.set(instance, (dense = createDenseWasm(instance)));
  return dense;
}

/** out = A'A (cols x cols, both triangles) for A of rows x cols. Costs rows cols^2 operations. */
export function syrk(rows: number, cols: number, a: Float64Array, out: Float64Array): void {
  checkLength("syrk", "a", a, rows * cols, `${rows} x ${cols}`);
  checkLength("syrk", "out", out, cols * cols, `${cols} x ${cols}`);
  kernels().syrk(rows, cols, a, out);
}

/**
 * out = A B (m x n). A is m x k, or stored as its transpose (k x m) if `transposeA`; B is k x n, or stored as its
 * transpose (n x k) if `transposeB`. `out` must be another array than `a` and `b`.
 */
export function gemm(
  m: number,
  n: number,
  k: number,
  a: Float64Array,
  transposeA: boolean,
  b: Float64Array,
  transposeB: boolean,
  out: Float64Array,
): void {
  checkLength("gemm", "a", a, m * k, `${m} x ${k}`);
  checkLength("gemm", "b", b, k * n, `${k} x ${n}`);
  checkLength("gemm", "out", out, m * n, `${m} x ${n}`);
  kernels().gemm(m, n, k, a, transposeA, b, transposeB, out);
}

/** out = A x, or A'x if `transposed`, for A of rows x cols. */
export function gemv(
  rows: number,
  cols: number,
  a: Float64Array,
  transposed: boolean,
  x: Float64Array,
  out: Float64Array,
): void {
  checkLength("gemv", "a", a, rows * cols, `${rows} x ${cols}`);
  checkLength("gemv", "x", x, transposed ? rows : cols);
  checkLength("gemv", "out", out, transposed ? cols : rows);
  kernels().gemv(rows, cols, a, transposed, x, out);
}

/**
 * A = L L' in place of the symmetric matrix A (n x n), of which the lower triangle is read; above the diagonal L has
 * zeros. Returns -1, or the index of the first pivot that is not positive and finite: then A is not numerically
 * positive definite and its contents are of no further use.
 */
export function cholesky(n: number, a: Float64Array): number {
  checkLength("cholesky", "a", a, n * n, `${n} x ${n}`);
  return kernels().cholesky(n, a);
}

/** log |A| = 2 sum_i log L_ii from the Cholesky factor L (n x n) of A. */
export function choleskyLogDeterminant(n: number, l: Float64Array): number {
  checkLength("choleskyLogDeterminant", "l", l, n * n, `${n} x ${n}`);
  let sum = 0;
  for (let i = 0; i < n; i++) sum += log(l[i * n + i]!);
  return 2 * sum;
}

/** L X = B in place of B (n x count), for a lower triangular L (n x n); what is above its diagonal is not read. */
export function solveLowerMany(n: number, l: Float64Array, count: number, b: Float64Array): void {
  solve("solveLowerMany", n, l, { triangle: "lower", transposed: false, sidesAreRows: false }, count, b);
}

/** L'X = B in place of B (n x count), for a lower triangular L. */
export function solveLowerTransposedMany(n: number, l: Float64Array, count: number, b: Float64Array): void {
  solve(
    "solveLowerTransposedMany",
    n,
    l,
    { triangle: "lower", transposed: true, sidesAreRows: false },
    count,
    b,
  );
}

/** U X = B in place of B (n x count), for an upper triangular U; what is below its diagonal is not read. */
export function solveUpperMany(n: number, u: Float64Array, count: number, b: Float64Array): void {
  solve("solveUpperMany", n, u, { triangle: "upper", transposed: false, sidesAreRows: false }, count, b);
}

/** U'X = B in place of B (n x count), for an upper triangular U. */
export function solveUpperTransposedMany(n: number, u: Float64Array, count: number, b: Float64Array): void {
  solve(
    "solveUpperTransposedMany",
    n,
    u,
    { triangle: "upper", transposed: true, sidesAreRows: false },
    count,
    b,
  );
}

/** L x = b for each row b of B (count x n), in place: the rows of B become the rows of (L^-1 B')'. */
export function solveLowerRows(n: number, l: Float64Array, count: number, b: Float64Array): void {
  solve("solveLowerRows", n, l, { triangle: "lower", transposed: false, sidesAreRows: true }, count, b);
}

/** L'x = b for each row b of B (count x n), in place. */
export function solveLowerTransposedRows(n: number, l: Float64Array, count: number, b: Float64Array): void {
  solve(
    "solveLowerTransposedRows",
    n,
    l,
    { triangle: "lower", transposed: true, sidesAreRows: true },
    count,
    b,
  );
}

function solve(
  where: string,
  n: number,
  t: Float64Array,
  use: TriangleUse,
  count: number,
  b: Float64Array,
): void {
  checkLength(where, use.triangle === "lower" ? "l" : "u", t, n * n, `${n} x ${n}`);
  checkLength(where, "b", b, n * count, use.sidesAreRows ? `${count} x ${n}` : `${n} x ${count}`);
  kernels().solve(n, t, use, count, b);
}

/**
 * A = Q R by Householder reflectors, for A of rows x cols, which is not changed. `r` (cols x cols) becomes R, upper
 * triangular with a diagonal that is not negative; if rows < cols its last rows are zero. `b` (rows x sides) becomes
 * Q'B: its first cols rows belong to R x = Q'b, the squares of the others add up to the residual sum of squares.
 * Entries must be below 1e150 in size, so that their squares do not overflow.
 */
export function qr(
  rows: number,
  cols: number,
  a: Float64Array,
  r: Float64Array,
  sides = 0,
  b: Float64Array = new Float64Array(0),
): void {
  checkLength("qr", "a", a, rows * cols, `${rows} x ${cols}`);
  checkLength("qr", "r", r, cols * cols, `${cols} x ${cols}`);
  checkLength("qr", "b", b, rows * sides, `${rows} x ${sides}`);
  kernels().qr(rows, cols, a, r, sides, b);
}

/**
 * A = V diag(values) V' for a symmetric A (n x n), of which the lower triangle is read and which is not changed.
 * `values` ascend; column k of `vectors` (n x n) is the unit eigenvector of value k, its sign being arbitrary. Returns
 * -1, or the index of an eigenvalue that was not found, which happens only if an entry is not finite.
 */
export function symmetricEigen(
  n: number,
  a: Float64Array,
  values: Float64Array,
  vectors: Float64Array,
): number {
  checkLength("symmetricEigen", "a", a, n * n, `${n} x ${n}`);
  checkLength("symmetricEigen", "values", values, n);
  checkLength("symmetricEigen", "vectors", vectors, n * n, `${n} x ${n}`);
  return kernels().symmetricEigen(n, a, values, vectors);
}
