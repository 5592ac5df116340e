// Products of a matrix, given by its columns, with vectors. Four columns are read at a time: so each number of the vector is
// read and written a quarter as often.

/** The columns of rows. */
export function columnsOf(rows) {
  return rows[0].map((_, j) => Float64Array.from(rows, (row) => row[j]));
}

/** out += X factors. */
export function addProduct(out, columns, factors) {
  const whole = columns.length - (columns.length % 4);
  for (let j = 0; j < whole; j += 4) {
    const [x0, x1, x2, x3] = [columns[j], columns[j + 1], columns[j + 2], columns[j + 3]];
    const [b0, b1, b2, b3] = [factors[j], factors[j + 1], factors[j + 2], factors[j + 3]];
    for (let i = 0; i < out.length; i++) out[i] += b0 * x0[i] + b1 * x1[i] + (b2 * x2[i] + b3 * x3[i]);
  }
  for (let j = whole; j < columns.length; j++) {
    const [x, b] = [columns[j], factors[j]];
    for (let i = 0; i < out.length; i++) out[i] += b * x[i];
  }
}

/** out = X'y; `out` may be longer. */
export function transposedProductInto(out, columns, y) {
  const whole = columns.length - (columns.length % 4);
  for (let j = 0; j < whole; j += 4) {
    const [x0, x1, x2, x3] = [columns[j], columns[j + 1], columns[j + 2], columns[j + 3]];
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    for (let i = 0; i < y.length; i++) {
      const value = y[i];
      s0 += value * x0[i];
      s1 += value * x1[i];
      s2 += value * x2[i];
      s3 += value * x3[i];
    }
    out[j] = s0;
    out[j + 1] = s1;
    out[j + 2] = s2;
    out[j + 3] = s3;
  }
  for (let j = whole; j < columns.length; j++) out[j] = dot(columns[j], y);
}

/** x'y, in four sums, which a processor adds at the same time. */
export function dot(x, y) {
  const whole = x.length - (x.length % 4);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    a += x[i] * y[i];
    b += x[i + 1] * y[i + 1];
    c += x[i + 2] * y[i + 2];
    d += x[i + 3] * y[i + 3];
  }
  for (let i = whole; i < x.length; i++) a += x[i] * y[i];
  return a + b + (c + d);
}
