/** R of A = Q R with a diagonal that is not negative, and Q'B in place of b, one Householder reflector a column. */
export function qrTwin(
  rows: number,
  cols: number,
  a: Float64Array,
  r: Float64Array,
  sides: number,
  b: Float64Array,
): void {
  const work = a.slice();
  const v = new Float64Array(rows);
  r.fill(0);
  for (let k = 0; k < Math.min(rows, cols); k++) {
    let square = 0;
    for (let i = k; i < rows; i++) square += (v[i] = work[i * cols + k]!) * v[i]!;
    const norm = v[k]! > 0 ? -Math.sqrt(square) : Math.sqrt(square);
    if (norm !== 0) {
      v[k]! -= norm;
      const factor = -1 / (norm * v[k]!);
      reflect(rows, cols, k, k, v, factor, work);
      reflect(rows, sides, k, 0, v, factor, b);
    }
    const sign = work[k * cols + k]! < 0 ? -1 : 1;
    for (let j = k; j < cols; j++) r[k * cols + j] = sign * work[k * cols + j]!;
    for (let j = 0; j < sides; j++) b[k * sides + j]! *= sign;
  }
}

/** M -= factor v (v'M), for rows from `firstRow` and columns from `firstCol` of a matrix of `cols` columns. */
function reflect(
  rows: number,
  cols: number,
  firstRow: number,
  firstCol: number,
  v: Float64Array,
  factor: number,
  matrix: Float64Array,
): void {
  const products = new Float64Array(cols);
  for (let i = firstRow; i < rows; i++) {
    for (let j = firstCol; j < cols; j++) products[j]! += v[i]! * matrix[i * cols + j]!;
  }
  for (let i = firstRow; i < rows; i++) {
    for (let j = firstCol; j < cols; j++) matrix[i * cols + j]! -= factor * v[i]! * products[j]!;
  }
}
