import { applySweeps } from "./rotations";

/** Sweeps that are recorded before they are applied to the vectors. */
export const SWEEPS: usize = 16;
/** Iterations allowed for one eigenvalue; three are usual. */
const LIMIT = 60;
const EPSILON: f64 = 2.220446049250313e-16;

/**
 * Eigenvalues of a symmetric tridiagonal matrix (diagonal `d`, beside it `e`, which has n entries and is destroyed)
 * by the QL iteration with implicit shifts (Golub and Van Loan, Matrix Computations, section 8.3). The rows of Z, in
 * strips, are rotated along: row i belongs to d_i in the end. `records` holds SWEEPS x 8 bytes and `pairs` SWEEPS x
 * n x 16. Returns -1, or the index of an eigenvalue that was not found (some entry is not finite).
 */
export function implicitQl(n: usize, d: usize, e: usize, z: usize, records: usize, pairs: usize): i32 {
  let recorded: usize = 0;
  let next = pairs;
  const rounding = 0.5 * EPSILON * largestRow(n, d, e);
  for (let l: usize = 0; l < n; l++) {
    for (let iteration = 0; ; iteration++) {
      const m = firstSplit(l, n, d, e, rounding);
      if (m == l) break;
      if (iteration == LIMIT) return <i32>l;
      const first = sweep(l, m, d, e, next);
      if (first < m) {
        store<u32>(records + recorded * 8, <u32>first);
        store<u32>(records + recorded * 8, <u32>(m - 1), 4);
        next += (m - first) * 16;
        if (++recorded == SWEEPS) {
          applySweeps(recorded, records, pairs, n, z);
          recorded = 0;
          next = pairs;
        }
      }
    }
  }
  applySweeps(recorded, records, pairs, n, z);
  return -1;
}

/** The largest |d_i| + |e_i|: the size of the matrix. */
function largestRow(n: usize, d: usize, e: usize): f64 {
  let largest: f64 = 0;
  for (let i: usize = 0; i < n; i++) {
    largest = max<f64>(largest, abs<f64>(load<f64>(d + i * 8)) + abs<f64>(load<f64>(e + i * 8)));
  }
  return largest;
}

/**
 * The first m >= l after which the matrix falls apart because e_m is negligible: beside its neighbours, or beside the
 * whole matrix (where a singular matrix leaves nothing but rounding, neighbours are no measure).
 */
function firstSplit(l: usize, n: usize, d: usize, e: usize, rounding: f64): usize {
  let m = l;
  for (; m + 1 < n; m++) {
    const size = abs<f64>(load<f64>(d + m * 8)) + abs<f64>(load<f64>(d + m * 8, 8));
    if (abs<f64>(load<f64>(e + m * 8)) <= max<f64>(EPSILON * size, rounding)) break;
  }
  return m;
}

/**
 * One implicit QL sweep on rows l ... m, recording its pairs (c, s). Returns the smallest row that was rotated with
 * its successor: l, or more when the sweep ended early because an entry vanished; m if nothing was rotated.
 */
function sweep(l: usize, m: usize, d: usize, e: usize, pairs: usize): usize {
  const dl = load<f64>(d + l * 8);
  const el = load<f64>(e + l * 8);
  const half = (load<f64>(d + l * 8, 8) - dl) / (2 * el);
  const root = sqrt<f64>(half * half + 1);
  let g = load<f64>(d + m * 8) - dl + el / (half + (half < 0 ? -root : root));
  let s: f64 = 1;
  let c: f64 = 1;
  let p: f64 = 0;
  for (let i = m; i > l; i--) {
    const entry = load<f64>(e + i * 8 - 8);
    const f = s * entry;
    const b = c * entry;
    const r = sqrt<f64>(f * f + g * g);
    store<f64>(e + i * 8, r);
    if (r == 0) {
      store<f64>(d + i * 8, load<f64>(d + i * 8) - p);
      store<f64>(e + m * 8, 0);
      return i;
    }
    s = f / r;
    c = g / r;
    g = load<f64>(d + i * 8) - p;
    const q = (load<f64>(d + i * 8 - 8) - g) * s + 2 * c * b;
    p = s * q;
    store<f64>(d + i * 8, g + p);
    g = c * q - b;
    store<f64>(pairs, c);
    store<f64>(pairs, s, 8);
    pairs += 16;
  }
  store<f64>(d + l * 8, load<f64>(d + l * 8) - p);
  store<f64>(e + l * 8, g);
  store<f64>(e + m * 8, 0);
  return l;
}
