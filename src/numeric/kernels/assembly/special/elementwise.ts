/** The special functions over arrays: out_i = f(x_i) for n numbers; `out` may be `x`. */
import { erf } from "./erf";
import { exp } from "./exp";
import { log } from "./log";
import { softplus } from "./softplus";
import { tanh } from "./tanh";

type Apply = i32;
const EXP: Apply = 0;
const LOG: Apply = 1;
const TANH: Apply = 2;
const SOFTPLUS: Apply = 3;
const ERF: Apply = 4;

const LAST: usize = memory.data(16, 16);

// @ts-ignore: decorator
@inline
function apply<T>(which: Apply, x: v128): v128 {
  if (which == EXP) return exp<T>(x);
  if (which == LOG) return log<T>(x);
  if (which == TANH) return tanh<T>(x);
  if (which == SOFTPLUS) return softplus<T>(x);
  return erf<T>(x);
}

/** Whole vectors first; what is left over is copied aside, so that nothing beyond the arrays is touched. */
// @ts-ignore: decorator
@inline
function overArray<T>(which: Apply, n: usize, x: usize, out: usize): void {
  const bytes = n * sizeof<T>();
  const whole = bytes & ~15;
  for (let at: usize = 0; at < whole; at += 16) v128.store(out + at, apply<T>(which, v128.load(x + at)));
  if (whole == bytes) return;
  memory.copy(LAST, x + whole, bytes - whole);
  v128.store(LAST, apply<T>(which, v128.load(LAST)));
  memory.copy(out + whole, LAST, bytes - whole);
}

export function expF64(n: usize, x: usize, out: usize): void {
  overArray<f64>(EXP, n, x, out);
}
export function expF32(n: usize, x: usize, out: usize): void {
  overArray<f32>(EXP, n, x, out);
}
export function logF64(n: usize, x: usize, out: usize): void {
  overArray<f64>(LOG, n, x, out);
}
export function logF32(n: usize, x: usize, out: usize): void {
  overArray<f32>(LOG, n, x, out);
}
export function tanhF64(n: usize, x: usize, out: usize): void {
  overArray<f64>(TANH, n, x, out);
}
export function tanhF32(n: usize, x: usize, out: usize): void {
  overArray<f32>(TANH, n, x, out);
}
export function softplusF64(n: usize, x: usize, out: usize): void {
  overArray<f64>(SOFTPLUS, n, x, out);
}
export function softplusF32(n: usize, x: usize, out: usize): void {
  overArray<f32>(SOFTPLUS, n, x, out);
}
export function erfF64(n: usize, x: usize, out: usize): void {
  overArray<f64>(ERF, n, x, out);
}
export function erfF32(n: usize, x: usize, out: usize): void {
  overArray<f32>(ERF, n, x, out);
}
