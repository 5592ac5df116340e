import {
  cholesky,
  gemm,
  gemv,
  qr,
  solveLowerMany,
  solveLowerRows,
  solveLowerTransposedMany,
  symmetricEigen,
  syrk,
} from "../../src/numeric/kernels/dense.ts";
import { createBulkRandom } from "../../src/numeric/kernels/random.ts";
import { erfInto, expInto, logInto, softplusInto, tanhInto } from "../../src/numeric/kernels/special.ts";
import type { HashedRuns } from "./hashedRun.ts";

// The inputs are themselves made by the kernels.
const random = createBulkRandom([3, 5]);
const [rows, n] = [611, 131];
const design = (): Float64Array => random.fillNormal(0, new Float64Array(rows * n));
const gram = (): Float64Array => {
  const square = new Float64Array(n * n);
  syrk(rows, n, design(), square);
  return square;
};
const factor = (): Float64Array => {
  const l = gram();
  succeeds(cholesky(n, l));
  return l;
};

function succeeds(failed: number): void {
  if (failed !== -1) throw new Error(`failed at ${failed}`);
}

/** A function over 20,001 numbers in both formats. */
function special(into: typeof expInto): Float64Array[] | (Float64Array | Float32Array)[] {
  const wide = design()
    .subarray(0, 20_001)
    .map((value) => 3 * value);
  const narrow = Float32Array.from(wide);
  into(wide, wide);
  into(narrow, narrow);
  // NaN has no promised bits: logarithms of negative numbers become zero.
  const orZero = (value: number): number => (Number.isNaN(value) ? 0 : value);
  return [wide.map(orZero), narrow.map(orZero)];
}

/** One result of each kernel of linear algebra, random numbers and special functions. */
export const denseRuns: HashedRuns = {
  normal: () => [design()],
  uniform: () => [random.fillUniform(5, new Float64Array(999)), random.fillUniform(5, new Float32Array(99))],
  bernoulli: () => [random.fillBernoulli(5, 0.3, new Uint8Array(999))],
  syrk: () => [gram()],
  gemm: () => {
    const out = new Float64Array(n * n);
    gemm(n, n, rows, design(), true, design(), false, out);
    return [out];
  },
  gemv: () => {
    const [a, out] = [design(), new Float64Array(rows)];
    gemv(rows, n, a, false, a.subarray(0, n), out);
    return [out];
  },
  cholesky: () => [factor()],
  solve: () => {
    const [l, b] = [factor(), design().slice(0, n * 70)];
    solveLowerMany(n, l, 70, b);
    solveLowerTransposedMany(n, l, 70, b);
    solveLowerRows(n, l, 70, b);
    return [b];
  },
  qr: () => {
    const a = design();
    const [r, b] = [new Float64Array(n * n), new Float64Array(rows)];
    gemv(rows, n, a, false, a.subarray(0, n), b);
    qr(rows, n, a, r, 1, b);
    return [r, b];
  },
  symmetricEigen: () => {
    const [values, vectors] = [new Float64Array(n), new Float64Array(n * n)];
    succeeds(symmetricEigen(n, gram(), values, vectors));
    return [values, vectors];
  },
  exp: () => special(expInto),
  log: () => special(logInto),
  tanh: () => special(tanhInto),
  softplus: () => special(softplusInto),
  erf: () => special(erfInto),
};
