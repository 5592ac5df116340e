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
  const momenta = splat<T>(momentum);
  const rates = splat<T>(rate);
  const penalties = splat<T>(l2);
  const shrinks = splat<T>(shrink);
  const scales = splat<T>(scale);
  const end = p + n * sizeof<T>();
  while (p < end) {
    const old = v128.load(p);
    const gradient = v128.add<T>(v128.mul<T>(v128.load(g), scales), v128.mul<T>(penalties, old));
    const velocity = flushAverage<T>(v128.add<T>(v128.mul<T>(momenta, v128.load(v)), gradient));
    v128.store(v, velocity);
    const forward = v128.add<T>(gradient, v128.mul<T>(momenta, velocity));
    const move = v128.mul<T>(rates, ahead ? forward : velocity);
    v128.store(p, flushAverage<T>(v128.sub<T>(v128.sub<T>(old, v128.mul<T>(shrinks, old)), move)));
    p += 16;
    g += 16;
    v += 16;
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
  if (l2 == 0 && shrink == 0) adamLoop<T>(false, n, p, g, m, v, step, beta1, beta2, c, epsilon, l2, shrink, scale);
  else adamLoop<T>(true, n, p, g, m, v, step, beta1, beta2, c, epsilon, l2, shrink, scale);
}

/**
 * The factors of {@link adam}, one vector each, while it runs. They lie in memory because they and the numbers of a
 * step are more than the registers hold, and Node 20 is slow to move them in and out.
 */
const FACTORS: usize = memory.data(160, 16);
const STEP: usize = 0;
const KEEP_MEAN: usize = 1;
const TAKE_MEAN: usize = 2;
const KEEP_SQUARE: usize = 3;
const TAKE_SQUARE: usize = 4;
const ROOT: usize = 5;
const EPSILON: usize = 6;
const PENALTY: usize = 7;
const SHRINK: usize = 8;
const SCALE: usize = 9;

// @ts-ignore: decorator
@inline
function factor(k: usize): v128 {
  return v128.load(FACTORS + k * 16);
}

// @ts-ignore: decorator
@inline
function setFactor<T>(k: usize, x: f64): void {
  v128.store(FACTORS + k * 16, splat<T>(x));
}

// @ts-ignore: decorator
@inline
function adamLoop<T>(
  decays: bool,
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
  setFactor<T>(STEP, step);
  setFactor<T>(KEEP_MEAN, beta1);
  setFactor<T>(TAKE_MEAN, 1 - beta1);
  setFactor<T>(KEEP_SQUARE, beta2);
  setFactor<T>(TAKE_SQUARE, 1 - beta2);
  setFactor<T>(ROOT, c);
  setFactor<T>(EPSILON, epsilon);
  setFactor<T>(PENALTY, l2);
  setFactor<T>(SHRINK, shrink);
  setFactor<T>(SCALE, scale);
  const end = p + n * sizeof<T>();
  while (p < end) {
    const old = v128.load(p);
    const scaled = v128.mul<T>(v128.load(g), factor(SCALE));
    const gradient = flushGradient<T>(decays ? v128.add<T>(scaled, v128.mul<T>(factor(PENALTY), old)) : scaled);
    const mean = flushAverage<T>(v128.add<T>(v128.mul<T>(factor(KEEP_MEAN), v128.load(m)), v128.mul<T>(factor(TAKE_MEAN), gradient)));
    v128.store(m, mean);
    const square = v128.mul<T>(factor(TAKE_SQUARE), v128.mul<T>(gradient, gradient));
    const spread = flushSquare<T>(v128.add<T>(v128.mul<T>(factor(KEEP_SQUARE), v128.load(v)), square));
    v128.store(v, spread);
    const divisor = v128.add<T>(v128.mul<T>(factor(ROOT), v128.sqrt<T>(spread)), factor(EPSILON));
    const move = v128.div<T>(v128.mul<T>(factor(STEP), mean), divisor);
    const left = decays ? v128.sub<T>(old, v128.mul<T>(factor(SHRINK), old)) : old;
    const next = v128.sub<T>(left, move);
    v128.store(p, decays ? flushAverage<T>(next) : next);
    p += 16;
    g += 16;
    m += 16;
    v += 16;
  }
}
