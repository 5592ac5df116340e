// Dense linear algebra in f64, beside ml-matrix and OpenBLAS. Times include copying into and out of the kernels' memory.
import * as dense from "../../dist/numeric/kernels/dense.js";
import { bestCore } from "./peers.mjs";
import { assertClose, normals } from "./support.mjs";

export const group = "Dense linear algebra";
export const about =
  "In f64. Operations are counted as N D (D + 1) for SYRK, n³/3 for a Cholesky factor, N D² for solving, 2 n³ for products, 2 N D² − 2/3 D³ for QR and 9 n³ for eigenvalues with vectors.";

const ROWS = 10_000;
const COLS = 500;
const gflops = (amount) => ({ amount, unit: "GFLOP/s" });

export const benchmarks = [
  syrk(),
  ...[100, 500, 1000, 2000].map(cholesky),
  solve("L X = B, 10,000 columns, order 500", dense.solveLowerMany, (b, i, k) => b[i * ROWS + k]),
  solve("L x = b, 10,000 rows, order 500", dense.solveLowerRows, (b, i, k) => b[k * COLS + i]),
  ...[
    [false, false],
    [true, false],
    [false, true],
  ].map(([left, right]) => gemm(700, left, right)),
  gemv(),
  qr(),
  ...[100, 500].map(symmetricEigen),
];

/** A'A of 10,000 x 500: N D (D + 1) operations for one triangle. */
function syrk() {
  const check = ({ a }, gram) => {
    for (const [i, j] of [
      [0, 0],
      [3, 1],
      [499, 250],
    ]) {
      let expected = 0;
      for (let r = 0; r < ROWS; r++) expected += a[r * COLS + i] * a[r * COLS + j];
      assertClose("A'A", gram(i, j), expected, 1e-9);
    }
  };
  return {
    name: `SYRK A'A, A ${ROWS} x ${COLS}`,
    work: gflops(ROWS * COLS * (COLS + 1)),
    goal: { unit: "GFLOP/s", atLeast: 14 },
    repeats: 5,
    setup: () => ({ a: normals(ROWS * COLS), out: new Float64Array(COLS * COLS) }),
    run: ({ a, out }) => {
      dense.syrk(ROWS, COLS, a, out);
      return (i, j) => out[i * COLS + j];
    },
    check,
    references: [
      {
        name: "ml-matrix",
        needs: "ml-matrix",
        goal: { atLeast: 20 },
        prepare: async ({ a }) => (await import("ml-matrix")).Matrix.from1DArray(ROWS, COLS, a),
        run: (_, matrix) => {
          const product = matrix.transpose().mmul(matrix);
          return (i, j) => product.get(i, j);
        },
        check,
      },
      ...openBlas({ operation: "syrk", rows: ROWS, cols: COLS }),
    ],
  };
}

/** L with L L' = A: n^3 / 3 operations; the copy of A that it overwrites is part of the time. */
function cholesky(n) {
  const check = ({ spd }, l) => {
    for (const [i, j] of [
      [0, 0],
      [n - 1, n - 1],
      [n - 1, n >> 1],
    ]) {
      let sum = 0;
      for (let k = 0; k <= j; k++) sum += l(i, k) * l(j, k);
      assertClose("L L'", sum, spd[i * n + j], 1e-10 * spd[0]);
    }
  };
  return {
    name: `Cholesky factor, order ${n}`,
    work: gflops(n ** 3 / 3),
    ...(n === 1000 ? { goal: { unit: "GFLOP/s", atLeast: 13 } } : {}),
    repeats: n === 1000 ? 7 : 15,
    setup: () => ({ spd: positiveDefinite(n), l: new Float64Array(n * n) }),
    run: ({ spd, l }) => {
      l.set(spd);
      if (dense.cholesky(n, l) !== -1) throw new Error("the matrix is not positive definite");
      return (i, j) => l[i * n + j];
    },
    check,
    references:
      n !== 1000
        ? []
        : [
            {
              name: "ml-matrix",
              needs: "ml-matrix",
              goal: { atLeast: 20 },
              prepare: async ({ spd }) => {
                const { Matrix, CholeskyDecomposition } = await import("ml-matrix");
                const matrix = Matrix.from1DArray(n, n, spd);
                return () => new CholeskyDecomposition(matrix).lowerTriangularMatrix;
              },
              run: (_, factorise) => {
                const l = factorise();
                return (i, j) => l.get(i, j);
              },
              check,
            },
            ...openBlas({ operation: "cholesky", rows: n, cols: n }),
          ],
  };
}

/** One thread of the BLAS of NumPy: with the core for AVX-512, and with the one it chooses by itself. */
function openBlas(problem) {
  const reference = {
    module: "numpy",
    python: "openblas.py",
    input: () => problem,
    check: (_, { error }) => assertClose("the result of OpenBLAS", error, 0, 1e-12),
  };
  return [
    {
      ...reference,
      name: "OpenBLAS, SkylakeX core",
      processor: "avx512f",
      environment: bestCore(),
    },
    { ...reference, name: "OpenBLAS, core of its own choice" },
  ];
}

function positiveDefinite(n) {
  const spd = new Float64Array(n * n);
  dense.syrk(n, n, normals(n * n), spd);
  for (let i = 0; i < n; i++) spd[i * (n + 1)] += n;
  return spd;
}

/** N D^2 operations. The sides are overwritten by solutions again and again, which costs the same. */
function solve(name, kernel, entry) {
  return {
    name: `solve ${name}`,
    work: gflops(ROWS * COLS * COLS),
    setup: () => {
      const l = positiveDefinite(COLS);
      dense.cholesky(COLS, l);
      const sides = normals(ROWS * COLS);
      // Row 0 and 1 of the first solution, by hand.
      const first = entry(sides, 0, 0) / l[0];
      const second = (entry(sides, 1, 0) - l[COLS] * first) / l[COLS + 1];
      return { l, sides, expected: [first, second] };
    },
    run: ({ l, sides }) => kernel(COLS, l, ROWS, sides),
    check: ({ sides, expected }) => {
      expected.forEach((value, i) => {
        assertClose(`entry ${i} of the solution`, entry(sides, i, 0), value, 1e-14);
      });
    },
  };
}

function gemm(n, left, right) {
  return {
    name: `GEMM ${left ? "A'B" : right ? "A B'" : "A B"}, order ${n}`,
    work: gflops(2 * n ** 3),
    setup: () => ({ a: normals(n * n), b: normals(n * n, n * n), out: new Float64Array(n * n) }),
    run: ({ a, b, out }) => dense.gemm(n, n, n, a, left, b, right, out),
    check: ({ a, b, out }) => {
      const [i, j] = [n - 1, n >> 1];
      let expected = 0;
      for (let k = 0; k < n; k++) {
        expected += a[left ? k * n + i : i * n + k] * b[right ? j * n + k : k * n + j];
      }
      assertClose("A B", out[i * n + j], expected, 1e-11);
    },
  };
}

function gemv() {
  return {
    name: `GEMV A x, A ${ROWS} x ${COLS}`,
    work: gflops(2 * ROWS * COLS),
    repeats: 15,
    setup: () => ({ a: normals(ROWS * COLS), x: normals(COLS, 1e8), out: new Float64Array(ROWS) }),
    run: ({ a, x, out }) => dense.gemv(ROWS, COLS, a, false, x, out),
    check: ({ a, x, out }) => {
      const expected = x.reduce((sum, value, j) => sum + a[(ROWS - 1) * COLS + j] * value, 0);
      assertClose("A x", out[ROWS - 1], expected, 1e-11);
    },
  };
}

/** 2 N D^2 - 2/3 D^3 operations. */
function qr() {
  return {
    name: `QR, triangle of ${ROWS} x ${COLS}`,
    work: gflops(2 * ROWS * COLS ** 2 - (2 / 3) * COLS ** 3),
    repeats: 5,
    setup: () => ({ a: normals(ROWS * COLS), r: new Float64Array(COLS * COLS) }),
    run: ({ a, r }) => dense.qr(ROWS, COLS, a, r),
    check: ({ a, r }) => {
      const gram = new Float64Array(COLS * COLS);
      dense.syrk(ROWS, COLS, a, gram);
      const column = 400;
      let squares = 0;
      for (let i = 0; i <= column; i++) squares += r[i * COLS + column] ** 2;
      assertClose("R'R", squares, gram[column * (COLS + 1)], 1e-8);
    },
  };
}

/** Counted as 9 n^3 operations, values and vectors. */
function symmetricEigen(n) {
  return {
    name: `symmetric eigenvalues and vectors, order ${n}`,
    work: gflops(9 * n ** 3),
    repeats: 5,
    setup: () => ({
      spd: positiveDefinite(n),
      values: new Float64Array(n),
      vectors: new Float64Array(n * n),
    }),
    run: ({ spd, values, vectors }) => dense.symmetricEigen(n, spd, values, vectors),
    check: ({ spd, values }, failed) => {
      assertClose("the number of the value that failed", failed, -1, 0);
      const trace = values.reduce((sum, _, i) => sum + spd[i * (n + 1)], 0);
      assertClose(
        "the sum of the values",
        values.reduce((sum, value) => sum + value, 0),
        trace,
        1e-10 * trace,
      );
    },
  };
}
