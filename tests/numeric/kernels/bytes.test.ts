import { createHash } from "node:crypto";
import { expect, it } from "vitest";
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
} from "../../../src/numeric/kernels/dense.ts";
import { createBulkRandom } from "../../../src/numeric/kernels/random.ts";
import { selectKernels } from "../../../src/numeric/kernels/select.ts";
import { erfInto, expInto, logInto, softplusInto, tanhInto } from "../../../src/numeric/kernels/special.ts";

function hash(...arrays: readonly ArrayBufferView[]): string {
  const sum = createHash("sha256");
  for (const array of arrays) sum.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  return sum.digest("hex").slice(0, 16);
}

/** One result of each kernel, from inputs that are themselves made by the kernels. */
function hashes(): Record<string, string> {
  const random = createBulkRandom([3, 5]);
  const [rows, n] = [611, 131];
  const a = random.fillNormal(0, new Float64Array(rows * n));
  const square = new Float64Array(n * n);
  const found: Record<string, string> = { normal: hash(a) };
  found["uniform"] = hash(
    random.fillUniform(5, new Float64Array(999)),
    random.fillUniform(5, new Float32Array(99)),
  );
  found["bernoulli"] = hash(random.fillBernoulli(5, 0.3, new Uint8Array(999)));
  syrk(rows, n, a, square);
  found["syrk"] = hash(square);
  const out = new Float64Array(n * n);
  gemm(n, n, rows, a, true, a, false, out);
  found["gemm"] = hash(out);
  const ax = new Float64Array(rows);
  gemv(rows, n, a, false, a.subarray(0, n), ax);
  found["gemv"] = hash(ax);
  const l = square.slice();
  expect(cholesky(n, l)).toBe(-1);
  found["cholesky"] = hash(l);
  const b = a.slice(0, n * 70);
  solveLowerMany(n, l, 70, b);
  solveLowerTransposedMany(n, l, 70, b);
  solveLowerRows(n, l, 70, b);
  found["solve"] = hash(b);
  qr(rows, n, a, out, 1, ax);
  found["qr"] = hash(out, ax);
  const values = new Float64Array(n);
  expect(symmetricEigen(n, square, values, out)).toBe(-1);
  found["symmetricEigen"] = hash(values, out);
  const x = a.subarray(0, 20_001);
  for (const [name, into] of Object.entries({ expInto, logInto, tanhInto, softplusInto, erfInto })) {
    const wide = x.map((value) => 3 * value);
    const narrow = Float32Array.from(wide);
    into(wide, wide);
    into(narrow, narrow);
    // NaN has no promised bits: logarithms of negative numbers become zero.
    found[name] = hash(
      wide.map((v) => (Number.isNaN(v) ? 0 : v)),
      narrow.map((v) => (Number.isNaN(v) ? 0 : v)),
    );
  }
  return found;
}

it("the kernels give these bytes with plain SIMD, on every engine (a snapshot of ourselves, checked on Node 20, 22 and 24)", () => {
  selectKernels("wasm");
  expect(hashes()).toMatchInlineSnapshot(`
    {
      "bernoulli": "53ace54e24e54ec3",
      "cholesky": "216014b4148712f9",
      "erfInto": "e93d5f84c79930a3",
      "expInto": "fec74529b028ceb1",
      "gemm": "b119d452bd5ce0b6",
      "gemv": "479645faf75df0fd",
      "logInto": "5c785cbc3ec1f8f5",
      "normal": "818c42c339fb48ba",
      "qr": "7e76d19240c5e0c2",
      "softplusInto": "194caf4a797c9d36",
      "solve": "cabe33648ff47298",
      "symmetricEigen": "6216cf880d8cdbed",
      "syrk": "b119d452bd5ce0b6",
      "tanhInto": "6dcfc7393c2811be",
      "uniform": "9a52355d634e7529",
    }
  `);
});
