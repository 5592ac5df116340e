import { expect, test } from "vitest";
import { createMatrix, type Matrix } from "../../src/numeric/matrix.ts";
import { timesTransposed } from "../../src/numeric/products.ts";
import { symmetricEigen } from "../../src/numeric/symmetricEigen.ts";
import { createRng } from "../../src/random/rng.ts";

function identity(n: number): Matrix {
  const result = createMatrix(n, n);
  for (let i = 0; i < n; i++) result.data[i * n + i] = 1;
  return result;
}

test.each([
  [60, 3],
  [200, 40],
  [306, 7],
])("a %i x %i Gram matrix of low rank has its rank, and rounding elsewhere", (n, rank) => {
  const rng = createRng("singular").fork(n);
  const b = createMatrix(n, rank, rng.fillNormal(new Float64Array(n * rank)));
  // Columns of very different size, as correlated features give them.
  for (let p = 0; p < b.data.length; p++) b.data[p]! *= 10 ** -(p % rank);
  const a = timesTransposed(b, b);
  const { values, rotated } = symmetricEigen(a, identity(n));
  const largest = values[n - 1]!;
  const trace = a.data.reduce((sum, value, p) => (p % (n + 1) === 0 ? sum + value : sum), 0);
  expect(Math.abs(values.reduce((sum, value) => sum + value, 0) - trace)).toBeLessThan(1e-12 * trace);
  for (let k = 0; k < n - rank; k++) expect(Math.abs(values[k]!)).toBeLessThan(1e-13 * largest);
  const products = timesTransposed(rotated, rotated).data;
  products.forEach((value, p) => {
    expect(Math.abs(value - (p % (n + 1) === 0 ? 1 : 0))).toBeLessThan(1e-12);
  });
});
