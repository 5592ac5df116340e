/**
 * Updates of n parameters p by their gradient g. Whole vectors are computed: up to 15 bytes behind the n numbers
 * are read and written, for which arrays of a workspace have room. All factors are given; `shrink` is the
 * rate times the decoupled decay.
 */
import { flushAverage, flushGradient, flushSquare } from "./flush";

// @ts-ignore: decorator
@inline
function splat<T>(x: f64): v128 {
  return v128.splat<T>(<T>x);
}

/** g scale + l2 p. */
// @ts-ignore: decorator
@inline
function penalised<T>(g: usize, scale: v128, l2: v128, p: v128): v128 {
  return v128.add<T>(v128.mul<T>(v128.load(g), scale), v128.mul<T>(l2, p));
}

/** v = momentum v + g, then p -= shrink p + rate v, or with `ahead` (Nesterov) rate (g + momentum v) for the last term. */
export function sgd<T>(
  n: usize,
  p: usize,
  g: usize,
  v: usize,
  rate: f64,
  momentum: f64,
  ahead: bool,
  l2: f64,
  shrink: f64,
  scale: f64,
): void {
  const bytes = n * sizeof<T>();
  for (let i: usize = 0; i < bytes; i += 16) {
    const old = v128.load(p + i);
    const gradient = penalised<T>(g + i, splat<T>(scale), splat<T>(l2), old);
    const velocity = flushAverage<T>(v128.add<T>(v128.mul<T>(splat<T>(momentum), v128.load(v + i)), gradient));
    v128.store(v + i, velocity);
    const forward = v128.add<T>(gradient, v128.mul<T>(splat<T>(momentum), velocity));
    const move = v128.mul<T>(splat<T>(rate), ahead ? forward : velocity);
    v128.store(p + i, flushAverage<T>(v128.sub<T>(v128.sub<T>(old, v128.mul<T>(splat<T>(shrink), old)), move)));
  }
}

/**
 * m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2, p -= shrink p + step m / (c sqrt(v) + epsilon), where step
 * is the rate over 1 - beta1^t and c is 1 / sqrt(1 - beta2^t).
 */
export function adam<T>(
  n: usize,
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  step: f64,
  beta1: f64,
  beta2: f64,
  c: f64,
  epsilon: f64,
  l2: f64,
  shrink: f64,
  scale: f64,
): void {
  const bytes = n * sizeof<T>();
  for (let i: usize = 0; i < bytes; i += 16) {
    const old = v128.load(p + i);
    const gradient = flushGradient<T>(penalised<T>(g + i, splat<T>(scale), splat<T>(l2), old));
    const share = v128.mul<T>(splat<T>(1 - beta1), gradient);
    const mean = flushAverage<T>(v128.add<T>(v128.mul<T>(splat<T>(beta1), v128.load(m + i)), share));
    v128.store(m + i, mean);
    const square = v128.mul<T>(splat<T>(1 - beta2), v128.mul<T>(gradient, gradient));
    const spread = flushSquare<T>(v128.add<T>(v128.mul<T>(splat<T>(beta2), v128.load(v + i)), square));
    v128.store(v + i, spread);
    const divisor = v128.add<T>(v128.mul<T>(splat<T>(c), v128.sqrt<T>(spread)), splat<T>(epsilon));
    const move = v128.div<T>(v128.mul<T>(splat<T>(step), mean), divisor);
    v128.store(p + i, flushAverage<T>(v128.sub<T>(v128.sub<T>(old, v128.mul<T>(splat<T>(shrink), old)), move)));
  }
}
