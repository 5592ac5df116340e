import { makeReflector } from "./reflector";
import { dot } from "./vector";

/**
 * Q'AQ = T for a symmetric A of order n, by n - 2 reflectors, from the lower triangle. T's diagonal goes to `d`, what
 * is beside it to `e` (e_i between i and i + 1). Reflector k (length n - k - 1) replaces row k right of the diagonal,
 * its factor goes to tau_k. `work` holds 4 n numbers.
 *
 * The update A -= v w' + w v' of one step and the product A v of the next are done in one pass over the triangle.
 */
export function tridiagonalise(n: usize, a: usize, d: usize, e: usize, tau: usize, work: usize): void {
  let v = work; // reflector of this step, indexed like A's rows
  let w = v + n * 8;
  let lastV = w + n * 8; // the same two of the step before
  let lastW = lastV + n * 8;
  memory.fill(work, 0, 4 * n * 8);
  const row = n * 8;
  for (let k: usize = 0; k < n; k++) {
    const diagonal = a + k * row + k * 8;
    const vk = load<f64>(lastV + k * 8);
    const wk = load<f64>(lastW + k * 8);
    store<f64>(d + k * 8, load<f64>(diagonal) - 2 * vk * wk);
    const rest = n - k - 1;
    if (rest == 0) break;
    for (let i = k + 1; i < n; i++) {
      const old = load<f64>(a + i * row + k * 8);
      store<f64>(v + i * 8, old - (load<f64>(lastV + i * 8) * wk + load<f64>(lastW + i * 8) * vk));
    }
    const x = v + (k + 1) * 8;
    if (rest == 1) {
      store<f64>(e + k * 8, load<f64>(x));
      store<f64>(tau + k * 8, 0);
    } else {
      store<f64>(tau + k * 8, makeReflector(rest, x, e + k * 8));
      memory.copy(diagonal + 8, x, rest * 8);
      updateAndMultiply(k + 1, n, a, lastV, lastW, v, w);
      finishStep(rest, load<f64>(tau + k * 8), x, w + (k + 1) * 8);
      const heldV = v;
      const heldW = w;
      v = lastV;
      w = lastW;
      lastV = heldV;
      lastW = heldW;
    }
  }
}

/** A -= p q' + q p' in the lower triangle from row and column `first`, and w = A v with the new A. */
function updateAndMultiply(first: usize, n: usize, a: usize, p: usize, q: usize, v: usize, w: usize): void {
  memory.fill(w + first * 8, 0, (n - first) * 8);
  for (let i = first; i < n; i++) {
    const row = a + i * n * 8;
    const length = i - first;
    const offset = first * 8;
    const vi = load<f64>(v + i * 8);
    const pi = load<f64>(p + i * 8);
    const qi = load<f64>(q + i * 8);
    const sum = passRow(length, row + offset, p + offset, q + offset, v + offset, w + offset, pi, qi, vi);
    const corner = load<f64>(row + i * 8) - 2 * pi * qi;
    store<f64>(row + i * 8, corner);
    store<f64>(w + i * 8, load<f64>(w + i * 8) + sum + corner * vi);
  }
}

/** One row of the pass: row -= pi q + qi p; w += vi row; returns row'v. */
function passRow(
  n: usize,
  row: usize,
  p: usize,
  q: usize,
  v: usize,
  w: usize,
  pi: f64,
  qi: f64,
  vi: f64,
): f64 {
  const pis = f64x2.splat(pi);
  const qis = f64x2.splat(qi);
  const vis = f64x2.splat(vi);
  let sums0 = f64x2.splat(0);
  let sums1 = sums0;
  const whole = n & ~3;
  let at: usize = 0;
  for (; at < whole * 8; at += 32) {
    const change0 = f64x2.add(f64x2.mul(pis, v128.load(q + at)), f64x2.mul(qis, v128.load(p + at)));
    const change1 = f64x2.add(f64x2.mul(pis, v128.load(q + at, 16)), f64x2.mul(qis, v128.load(p + at, 16)));
    const new0 = f64x2.sub(v128.load(row + at), change0);
    const new1 = f64x2.sub(v128.load(row + at, 16), change1);
    v128.store(row + at, new0);
    v128.store(row + at, new1, 16);
    sums0 = f64x2.add(sums0, f64x2.mul(new0, v128.load(v + at)));
    sums1 = f64x2.add(sums1, f64x2.mul(new1, v128.load(v + at, 16)));
    v128.store(w + at, f64x2.add(v128.load(w + at), f64x2.mul(vis, new0)));
    v128.store(w + at, f64x2.add(v128.load(w + at, 16), f64x2.mul(vis, new1)), 16);
  }
  const sums = f64x2.add(sums0, sums1);
  let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  for (; at < n * 8; at += 8) {
    const value = load<f64>(row + at) - (pi * load<f64>(q + at) + qi * load<f64>(p + at));
    store<f64>(row + at, value);
    sum += value * load<f64>(v + at);
    store<f64>(w + at, load<f64>(w + at) + vi * value);
  }
  return sum;
}

/** From w = A v to the w of A -= v w' + w v': w = tau (A v) - (tau / 2) (tau v'A v) v. */
function finishStep(n: usize, tau: f64, v: usize, w: usize): void {
  const correction = -0.5 * tau * tau * dot(n, v, w);
  for (let i: usize = 0; i < n; i++) {
    store<f64>(w + i * 8, tau * load<f64>(w + i * 8) + correction * load<f64>(v + i * 8));
  }
}
