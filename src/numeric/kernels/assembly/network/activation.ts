/**
 * Activations over an array of a whole number of vectors: the sums in `values` become the activations, and if `keep`
 * their derivatives go to `derivatives`.
 */
import { GELU, INVERSE_SQRT_2, INVERSE_SQRT_TWO_PI, RELU, SIN, SOFTPLUS, TANH } from "../../shared/networkFields";
import { erf } from "../special/erf";
import { atLeast, constant } from "../special/exp";
import { sine } from "../special/sine";
import { log1pOfUnit } from "../special/softplus";
import { tanh } from "../special/tanh";
import { expOfNegative, sigmoidFrom } from "./negligible";

export function activate<T>(which: usize, keep: bool, bytes: usize, values: usize, derivatives: usize): void {
  if (which == RELU) relu<T>(keep, bytes, values, derivatives);
  else if (which == TANH) tangent<T>(keep, bytes, values, derivatives);
  else if (which == SOFTPLUS) soft<T>(keep, bytes, values, derivatives);
  else if (which == GELU) gelu<T>(keep, bytes, values, derivatives);
  else if (which == SIN) wave<T>(keep, bytes, values, derivatives);
}

/** max(z, 0); the derivative at 0 is 0. */
function relu<T>(keep: bool, bytes: usize, values: usize, derivatives: usize): void {
  const one = v128.splat<T>(<T>1);
  for (let i: usize = 0; i < bytes; i += 16) {
    const z = v128.load(values + i);
    const off = v128.le<T>(z, v128.splat<T>(<T>0));
    v128.store(values + i, v128.andnot(z, off));
    if (keep) v128.store(derivatives + i, v128.andnot(one, off));
  }
}

/** tanh z, with derivative 1 - tanh(z)^2. */
function tangent<T>(keep: bool, bytes: usize, values: usize, derivatives: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    const value = tanh<T>(v128.load(values + i));
    v128.store(values + i, value);
    if (keep) v128.store(derivatives + i, v128.sub<T>(v128.splat<T>(<T>1), v128.mul<T>(value, value)));
  }
}

/** log(1 + e^z), with derivative 1 / (1 + e^-z). */
function soft<T>(keep: bool, bytes: usize, values: usize, derivatives: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    const z = v128.load(values + i);
    const u = expOfNegative<T>(v128.neg<T>(v128.abs<T>(z)));
    v128.store(values + i, v128.add<T>(atLeast<T>(z, v128.splat<T>(<T>0)), log1pOfUnit<T>(u)));
    if (keep) v128.store(derivatives + i, sigmoidFrom<T>(z, u));
  }
}

/** z F(z) with the standard normal distribution function F and density f; the derivative is F(z) + z f(z). */
function gelu<T>(keep: bool, bytes: usize, values: usize, derivatives: usize): void {
  const half = v128.splat<T>(<T>0.5);
  for (let i: usize = 0; i < bytes; i += 16) {
    const z = v128.load(values + i);
    const e = erf<T>(v128.mul<T>(z, constant<T>(INVERSE_SQRT_2, INVERSE_SQRT_2)));
    const probability = v128.add<T>(half, v128.mul<T>(half, e));
    v128.store(values + i, v128.mul<T>(z, probability));
    if (!keep) continue;
    const power = expOfNegative<T>(v128.neg<T>(v128.mul<T>(v128.mul<T>(half, z), z)));
    const density = v128.mul<T>(constant<T>(INVERSE_SQRT_TWO_PI, INVERSE_SQRT_TWO_PI), power);
    v128.store(derivatives + i, v128.add<T>(probability, v128.mul<T>(z, density)));
  }
}

/** sin z, with derivative cos z. */
function wave<T>(keep: bool, bytes: usize, values: usize, derivatives: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    const z = v128.load(values + i);
    v128.store(values + i, sine<T>(z, 0));
    if (keep) v128.store(derivatives + i, sine<T>(z, 1));
  }
}
