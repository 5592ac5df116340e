// Products with columns of numbers. Sums run in four parts, which a processor adds at the same time.

/** The columns of rows. */
export function columnsOf(rows) {
  return rows[0].map((_, j) => Float64Array.from(rows, (row) => row[j]));
}

/** Adds factor times x to y. */
export function addScaled(y, factor, x) {
  for (let i = 0; i < y.length; i++) y[i] += factor * x[i];
}

/** y less the sum of all columns times their factors, written into `out`. */
export function residualsInto(out, y, factors, columns) {
  const [first, b] = [columns[0], factors[0]];
  for (let i = 0; i < out.length; i++) out[i] = y[i] - b * first[i];
  for (let j = 1; j < columns.length; j++) addScaled(out, -factors[j], columns[j]);
}

/** x'y. */
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
