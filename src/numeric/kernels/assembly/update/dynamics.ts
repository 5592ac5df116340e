/** Steps of Langevin and Hamiltonian dynamics on n numbers; as in optimisers.ts, whole vectors are computed. */
import { flushAverage } from "./flush";

// @ts-ignore: decorator
@inline
function splat<T>(x: f64): v128 {
  return v128.splat<T>(<T>x);
}

/** p = (p - drift d g) + diffusion sqrt(d) noise, with the preconditioner d. */
export function langevin<T>(n: usize, p: usize, g: usize, d: usize, noise: usize, drift: f64, diffusion: f64): void {
  const drifts = splat<T>(drift);
  const diffusions = splat<T>(diffusion);
  const bytes = n * sizeof<T>();
  for (let i: usize = 0; i < bytes; i += 16) {
    const factor = v128.load(d + i);
    const down = v128.mul<T>(drifts, v128.mul<T>(factor, v128.load(g + i)));
    const random = v128.mul<T>(diffusions, v128.mul<T>(v128.sqrt<T>(factor), v128.load(noise + i)));
    v128.store(p + i, v128.add<T>(v128.sub<T>(v128.load(p + i), down), random));
  }
}

/** v = (keep v - rate g) + diffusion noise, then p += v. */
export function sghmc<T>(n: usize, p: usize, g: usize, v: usize, noise: usize, keep: f64, rate: f64, diffusion: f64): void {
  const keeps = splat<T>(keep);
  const rates = splat<T>(rate);
  const diffusions = splat<T>(diffusion);
  const bytes = n * sizeof<T>();
  for (let i: usize = 0; i < bytes; i += 16) {
    const kept = v128.mul<T>(keeps, v128.load(v + i));
    const down = v128.mul<T>(rates, v128.load(g + i));
    const random = v128.mul<T>(diffusions, v128.load(noise + i));
    const velocity = flushAverage<T>(v128.add<T>(v128.sub<T>(kept, down), random));
    v128.store(v + i, velocity);
    v128.store(p + i, v128.add<T>(v128.load(p + i), velocity));
  }
}

/** r -= kick g, then p += drift d r, with the inverse masses d. */
export function kickDrift<T>(n: usize, p: usize, r: usize, g: usize, d: usize, kick: f64, drift: f64): void {
  const kicks = splat<T>(kick);
  const drifts = splat<T>(drift);
  const bytes = n * sizeof<T>();
  for (let i: usize = 0; i < bytes; i += 16) {
    const momentum = v128.sub<T>(v128.load(r + i), v128.mul<T>(kicks, v128.load(g + i)));
    v128.store(r + i, momentum);
    const velocity = v128.mul<T>(v128.load(d + i), momentum);
    v128.store(p + i, v128.add<T>(v128.load(p + i), v128.mul<T>(drifts, velocity)));
  }
}
