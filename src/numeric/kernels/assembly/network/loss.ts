/**
 * Losses of the rows of a pass, one row per lane. `f` is the network's output [K, row], `y` the target [t, row];
 * `row` is the distance between rows in bytes, `bytes` what is used of it. The loss of a row goes to `losses`, its
 * gradient by the outputs times the row's weight to `out` [K, row]. Constants that depend on y alone are left out.
 */
import { BERNOULLI, NORMAL, POISSON, SOFTMAX, SQUARED_ERROR } from "../../shared/networkFields";
import { atLeast, exp } from "../special/exp";
import { log } from "../special/log";
import { log1pOfUnit } from "../special/softplus";
import { expOfNegative, sigmoidFrom, withoutNegligible } from "./negligible";

export function lossAndGradient<T>(
  which: usize,
  outputs: usize,
  bytes: usize,
  row: usize,
  f: usize,
  y: usize,
  weights: usize,
  precisions: usize,
  losses: usize,
  out: usize,
): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    const w = v128.load(weights + i);
    if (which == SOFTMAX) {
      v128.store(losses + i, softmax<T>(outputs, row, f + i, v128.load(y + i), w, out + i));
      continue;
    }
    const count = which == NORMAL ? outputs / 2 : outputs;
    let sum = v128.splat<T>(<T>0);
    for (let k: usize = 0; k < count; k++) {
      const at = i + k * row;
      const target = v128.load(y + at);
      if (which == SQUARED_ERROR) {
        sum = v128.add<T>(sum, squaredError<T>(f + at, target, w, precisions + k * sizeof<T>(), out + at));
      } else if (which == NORMAL) {
        sum = v128.add<T>(sum, normal<T>(f + at, count * row, target, w, out + at));
      } else if (which == BERNOULLI) {
        sum = v128.add<T>(sum, bernoulli<T>(f + at, target, w, out + at));
      } else if (which == POISSON) {
        sum = v128.add<T>(sum, poisson<T>(f + at, target, w, out + at));
      }
    }
    v128.store(losses + i, sum);
  }
}

/** b (f - y)^2 / 2 with precision b. */
// @ts-ignore: decorator
@inline
function squaredError<T>(f: usize, y: v128, w: v128, precision: usize, out: usize): v128 {
  const r = v128.sub<T>(v128.load(f), y);
  const g = v128.mul<T>(v128.load_splat<T>(precision), r);
  v128.store(out, v128.mul<T>(w, g));
  return v128.mul<T>(v128.mul<T>(v128.splat<T>(<T>0.5), r), g);
}

/** (s + (y - m)^2 e^-s) / 2 with mean m and log variance s, which stands `apart` bytes further. */
// @ts-ignore: decorator
@inline
function normal<T>(f: usize, apart: usize, y: v128, w: v128, out: usize): v128 {
  const half = v128.splat<T>(<T>0.5);
  const s = v128.load(f + apart);
  const r = v128.sub<T>(v128.load(f), y);
  const g = v128.mul<T>(withoutNegligible<T>(exp<T>(v128.neg<T>(s))), r);
  const square = v128.mul<T>(r, g);
  v128.store(out, v128.mul<T>(w, g));
  v128.store(out + apart, v128.mul<T>(w, v128.mul<T>(half, v128.sub<T>(v128.splat<T>(<T>1), square))));
  return v128.mul<T>(half, v128.add<T>(s, square));
}

/** log(1 + e^f) - y f for a logit f. */
// @ts-ignore: decorator
@inline
function bernoulli<T>(f: usize, y: v128, w: v128, out: usize): v128 {
  const logit = v128.load(f);
  const u = expOfNegative<T>(v128.neg<T>(v128.abs<T>(logit)));
  v128.store(out, v128.mul<T>(w, v128.sub<T>(sigmoidFrom<T>(logit, u), y)));
  const softplus = v128.add<T>(atLeast<T>(logit, v128.splat<T>(<T>0)), log1pOfUnit<T>(u));
  return v128.sub<T>(softplus, v128.mul<T>(y, logit));
}

/** e^f - y f for a log rate f. */
// @ts-ignore: decorator
@inline
function poisson<T>(f: usize, y: v128, w: v128, out: usize): v128 {
  const logRate = v128.load(f);
  const rate = withoutNegligible<T>(exp<T>(logRate));
  v128.store(out, v128.mul<T>(w, v128.sub<T>(rate, y)));
  return v128.sub<T>(rate, v128.mul<T>(y, logRate));
}

/** log(sum_k e^f_k) - f_y for a class index y. */
// @ts-ignore: decorator
@inline
function softmax<T>(outputs: usize, row: usize, f: usize, y: v128, w: v128, out: usize): v128 {
  let largest = v128.load(f);
  for (let k: usize = 1; k < outputs; k++) largest = atLeast<T>(v128.load(f + k * row), largest);
  let sum = v128.splat<T>(<T>0);
  let own = sum;
  for (let k: usize = 0; k < outputs; k++) {
    const score = v128.sub<T>(v128.load(f + k * row), largest);
    const power = expOfNegative<T>(score);
    v128.store(out + k * row, power);
    sum = v128.add<T>(sum, power);
    own = v128.bitselect(score, own, v128.eq<T>(y, v128.splat<T>(<T>k)));
  }
  for (let k: usize = 0; k < outputs; k++) {
    const p = v128.div<T>(v128.load(out + k * row), sum);
    const hit = v128.and(v128.eq<T>(y, v128.splat<T>(<T>k)), v128.splat<T>(<T>1));
    v128.store(out + k * row, v128.mul<T>(w, v128.sub<T>(p, hit)));
  }
  return v128.sub<T>(log<T>(sum), own);
}
