/** out = A'A: the sum over the rows of A of their outer products. */
export function syrkTwin(rows: number, cols: number, a: Float64Array, out: Float64Array): void {
  out.fill(0);
  for (let k = 0; k < rows; k++) {
    for (let i = 0; i < cols; i++) {
      const factor = a[k * cols + i]!;
      for (let j = 0; j <= i; j++) out[i * cols + j]! += factor * a[k * cols + j]!;
    }
  }
  for (let i = 0; i < cols; i++) {
    for (let j = 0; j < i; j++) out[j * cols + i] = out[i * cols + j]!;
  }
}

/** out = A B. */
export function gemmTwin(
  m: number,
  n: number,
  k: number,
  a: Float64Array,
  transposeA: boolean,
  b: Float64Array,
  transposeB: boolean,
  out: Float64Array,
): void {
  out.fill(0);
  for (let i = 0; i < m; i++) {
    for (let s = 0; s < k; s++) {
      const factor = transposeA ? a[s * m + i]! : a[i * k + s]!;
      for (let j = 0; j < n; j++) out[i * n + j]! += factor * (transposeB ? b[j * k + s]! : b[s * n + j]!);
    }
  }
}

/** out = A x or A'x. */
export function gemvTwin(
  rows: number,
  cols: number,
  a: Float64Array,
  transposed: boolean,
  x: Float64Array,
  out: Float64Array,
): void {
  out.fill(0);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      if (transposed) out[j]! += a[i * cols + j]! * x[i]!;
      else out[i]! += a[i * cols + j]! * x[j]!;
    }
  }
}
