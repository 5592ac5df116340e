/**
 * Special functions over whole arrays, in f64 and f32, with the same bits from WebAssembly and from its twin: on every
 * engine and processor, with plain and with relaxed SIMD. Errors are in units in the last place (ulp) of the result,
 * measured against 40 digits; infinities, signed zeros, subnormal numbers and NaN are handled. `out` may be
 * `x`. Throws a ShapeError if the lengths differ and an ArgumentError if one array is f64 and the other f32.
 */
import { checkLength } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import type { SpecialFunction } from "./exports.ts";
import { kernelInstance } from "./select.ts";
import { SPECIAL32, SPECIAL64 } from "./twin/specialTwin.ts";

/** Numbers to compute with, all f64 or all f32. */
export type Reals = Float64Array | Float32Array;

/** out_i = e^x_i. Error at most 1 ulp. */
export function expInto(x: Reals, out: Reals): void {
  apply("exp", x, out);
}

/** out_i = log x_i: -Infinity at 0, NaN below. Error at most 1 ulp. */
export function logInto(x: Reals, out: Reals): void {
  apply("log", x, out);
}

/** out_i = tanh x_i. Error at most 3 ulp. */
export function tanhInto(x: Reals, out: Reals): void {
  apply("tanh", x, out);
}

/** out_i = log(1 + e^x_i). Error at most 2 ulp. */
export function softplusInto(x: Reals, out: Reals): void {
  apply("softplus", x, out);
}

/** out_i = erf x_i. Error at most 1.5 ulp. */
export function erfInto(x: Reals, out: Reals): void {
  apply("erf", x, out);
}

/** Numbers that are copied to the kernels' memory at a time. */
const BLOCK = 8192;

function apply(name: SpecialFunction, x: Reals, out: Reals): void {
  const where = `${name}Into`;
  checkLength(where, "out", out, x.length, "as x");
  if (x.BYTES_PER_ELEMENT !== out.BYTES_PER_ELEMENT) {
    throw new ArgumentError({ where, problem: "x and out must both be f64 or both be f32" });
  }
  const wide = x.BYTES_PER_ELEMENT === 8;
  const instance = kernelInstance();
  if (instance === undefined) {
    const twin = (wide ? SPECIAL64 : SPECIAL32)[name];
    for (let i = 0; i < x.length; i++) out[i] = twin(x[i]!);
    return;
  }
  const { arena, exports } = instance;
  const kernel = exports[wide ? (`${name}F64` as const) : (`${name}F32` as const)];
  arena.scope(() => {
    const block = Math.min(BLOCK, x.length);
    const address = arena.allocateF64(block);
    const view = wide ? arena.f64(address, block) : arena.f32(address, block);
    for (let start = 0; start < x.length; start += block) {
      const count = Math.min(block, x.length - start);
      view.set(x.subarray(start, start + count));
      kernel(count, address, address);
      out.set(view.subarray(0, count), start);
    }
  });
}
