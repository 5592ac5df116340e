// Speed of the numeric kernels: GFLOP/s of dense algebra, nanoseconds of special functions and random draws. Build first.
//
//   node tests/bench/kernels/dense.mjs [wasm|relaxed|js]
//
// Each figure is the median of repeated calls after a warm-up, and the best of them in brackets: on a machine that is
// shared with others the best is the steadier of the two. Every result is checked before it is timed. Times include
// copying into and out of the memory of the kernels.
import { cpus } from "node:os";
import process from "node:process";
import * as dense from "../../../dist/numeric/kernels/dense.js";
import { createBulkRandom } from "../../../dist/numeric/kernels/random.js";
import { selectKernels } from "../../../dist/numeric/kernels/select.js";
import { erfInto, expInto, logInto, softplusInto, tanhInto } from "../../../dist/numeric/kernels/special.js";

const inUse = selectKernels(process.argv[2] ?? "wasm");
const slow = inUse.name === "js";
const random = createBulkRandom([1, 2]);
const normals = (length, from = 0) => random.fillNormal(from, new Float64Array(length));

function time(work, repeats) {
  for (let i = 0; i < 2; i++) work();
  const times = Array.from({ length: repeats }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  times.sort((a, b) => a - b);
  return { median: times[repeats >> 1], best: times[0] };
}

function check(name, error, limit) {
  if (!(error <= limit)) throw new Error(`${name} is wrong: error ${error}, at most ${limit} is allowed`);
}

function rate(name, operations, work, repeats = 15) {
  const { median, best } = time(work, slow ? 3 : repeats);
  const speed = (ms) => (operations / ms / 1e6).toFixed(2).padStart(6);
  console.log(
    `${name.padEnd(36)} ${median.toFixed(2).padStart(9)} ms ${speed(median)} GFLOP/s  (${speed(best)})`,
  );
}

function each(name, count, work, repeats = 25) {
  const { median, best } = time(work, repeats);
  const ns = (ms) => ((ms * 1e6) / count).toFixed(2).padStart(6);
  console.log(`${name.padEnd(36)} ${ns(median)} ns each  (${ns(best)})`);
}

console.log(`${cpus()[0].model}, Node ${process.version}, kernels: ${JSON.stringify(inUse)}`);

const [rows, cols] = slow ? [1000, 200] : [10_000, 500];
const a = normals(rows * cols);
const gram = new Float64Array(cols * cols);
dense.syrk(rows, cols, a, gram);
let expected = 0;
for (let i = 0; i < rows; i++) expected += a[i * cols + 3] * a[i * cols + 1];
check("syrk", Math.abs(gram[cols + 3] - expected), 1e-9);
rate(`syrk ${rows} x ${cols}`, rows * cols * (cols + 1), () => dense.syrk(rows, cols, a, gram));

for (const n of slow ? [200] : [100, 500, 1000, 2000]) {
  const b = normals(n * n);
  const spd = new Float64Array(n * n);
  dense.syrk(n, n, b, spd);
  for (let i = 0; i < n; i++) spd[i * (n + 1)] += n;
  const l = spd.slice();
  check("cholesky", dense.cholesky(n, l), -1);
  let corner = spd[n * n - 1];
  for (let k = 0; k < n; k++) corner -= l[(n - 1) * n + k] ** 2;
  check("cholesky", Math.abs(corner), 1e-10 * spd[n * n - 1]);
  rate(`cholesky ${n} (with a copy)`, n ** 3 / 3, () => {
    l.set(spd);
    dense.cholesky(n, l);
  });
}

const l = gram.slice();
for (let i = 0; i < cols; i++) l[i * (cols + 1)] += rows;
dense.cholesky(cols, l);
const sides = a.slice();
rate(
  `solveLowerMany ${cols}, ${rows} columns`,
  rows * cols * cols,
  () => dense.solveLowerMany(cols, l, rows, sides),
  7,
);
rate(
  `solveLowerRows ${cols}, ${rows} rows`,
  rows * cols * cols,
  () => dense.solveLowerRows(cols, l, rows, sides),
  7,
);

const n = slow ? 150 : 700;
const [x, y, xy] = [normals(n * n), normals(n * n, n * n), new Float64Array(n * n)];
for (const [tx, ty] of [
  [false, false],
  [true, false],
  [false, true],
]) {
  rate(`gemm ${n}${tx ? ", left transposed" : ""}${ty ? ", right transposed" : ""}`, 2 * n ** 3, () =>
    dense.gemm(n, n, n, x, tx, y, ty, xy),
  );
}
rate(`gemv ${rows} x ${cols}`, 2 * rows * cols, () =>
  dense.gemv(rows, cols, a, false, x.subarray(0, cols), new Float64Array(rows)),
);

const r = new Float64Array(cols * cols);
rate(
  `qr ${rows} x ${cols} (2 n d^2 - 2/3 d^3)`,
  2 * rows * cols ** 2 - (2 / 3) * cols ** 3,
  () => dense.qr(rows, cols, a, r),
  5,
);
for (const order of slow ? [100] : [100, 500]) {
  const b = normals(order * order);
  const spd = new Float64Array(order * order);
  dense.syrk(order, order, b, spd);
  const [values, vectors] = [new Float64Array(order), new Float64Array(order * order)];
  check("symmetricEigen", dense.symmetricEigen(order, spd, values, vectors), -1);
  rate(
    `symmetricEigen ${order} (9 n^3)`,
    9 * order ** 3,
    () => dense.symmetricEigen(order, spd, values, vectors),
    5,
  );
}

const count = 100_000;
for (const Kind of [Float64Array, Float32Array]) {
  const input = Kind.from(normals(count), (value) => 3 * value);
  const output = new Kind(count);
  const positive = input.map((value) => Math.exp(value));
  const name = Kind === Float64Array ? "f64" : "f32";
  each(`exp, ${name}`, count, () => expInto(input, output));
  each(`log, ${name}`, count, () => logInto(positive, output));
  each(`tanh, ${name}`, count, () => tanhInto(input, output));
  each(`softplus, ${name}`, count, () => softplusInto(input, output));
  each(`erf, ${name}`, count, () => erfInto(input, output));
}
const [draws, narrow, mask] = [new Float64Array(count), new Float32Array(count), new Uint8Array(count)];
each("normal, f64", count, () => random.fillNormal(0, draws));
each("normal, f32", count, () => random.fillNormal(0, narrow));
each("uniform, f64", count, () => random.fillUniform(0, draws));
each("bernoulli, u8", count, () => random.fillBernoulli(0, 0.9, mask));
