/** Sweeps allowed; six to ten are usual. */
const LIMIT = 60;

/**
 * A = V diag(values) V' by cyclic Jacobi rotations (Golub and Van Loan, Matrix Computations, section 8.5), from the
 * lower triangle; values ascend. Returns -1, or 0 if an entry is not finite.
 */
export function symmetricEigenTwin(
  n: number,
  a: Float64Array,
  values: Float64Array,
  vectors: Float64Array,
): number {
  const work = new Float64Array(n * n);
  const rows = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    rows[i * n + i] = 1;
    for (let j = 0; j <= i; j++) work[i * n + j] = work[j * n + i] = a[i * n + j]!;
  }
  if (!work.every((value) => Number.isFinite(value))) return 0;
  for (let sweep = 0; sweep < LIMIT; sweep++) {
    let rotated = false;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) rotated = annihilate(n, work, rows, p, q) || rotated;
    }
    if (!rotated) break;
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => work[i * n + i]! - work[j * n + j]!);
  order.forEach((from, k) => {
    values[k] = work[from * n + from]!;
    for (let i = 0; i < n; i++) vectors[i * n + k] = rows[from * n + i]!;
  });
  return -1;
}

/** Rotates the plane (p, q) so that entry (p, q) vanishes, unless it is negligible. */
function annihilate(n: number, a: Float64Array, rows: Float64Array, p: number, q: number): boolean {
  const off = a[p * n + q]!;
  const app = a[p * n + p]!;
  const aqq = a[q * n + q]!;
  if (Math.abs(off) <= 1e-18 * (Math.abs(app) + Math.abs(aqq)) || off === 0) return false;
  const ratio = (aqq - app) / (2 * off);
  const t = (ratio < 0 ? -1 : 1) / (Math.abs(ratio) + Math.sqrt(ratio * ratio + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  rotateColumns(n, a, p, q, c, s);
  rotateRows(n, a, p, q, c, s);
  rotateRows(n, rows, p, q, c, s);
  a[p * n + q] = a[q * n + p] = 0;
  a[p * n + p] = app - t * off;
  a[q * n + q] = aqq + t * off;
  return true;
}

function rotateRows(n: number, a: Float64Array, p: number, q: number, c: number, s: number): void {
  for (let k = 0; k < n; k++) {
    const x = a[p * n + k]!;
    const y = a[q * n + k]!;
    a[p * n + k] = c * x - s * y;
    a[q * n + k] = s * x + c * y;
  }
}

function rotateColumns(n: number, a: Float64Array, p: number, q: number, c: number, s: number): void {
  for (let k = 0; k < n; k++) {
    const x = a[k * n + p]!;
    const y = a[k * n + q]!;
    a[k * n + p] = c * x - s * y;
    a[k * n + q] = s * x + c * y;
  }
}
