/** The updates in f64 and f32: the names that TypeScript can call. */
import { kickDrift, langevin, sghmc } from "./dynamics";
import { adam, sgd } from "./optimisers";
import { addMoments, addQuadratic, squares, weightedSquares } from "./sums";

export function sgdF64(n: usize, p: usize, g: usize, v: usize, rate: f64, momentum: f64, ahead: bool, l2: f64, shrink: f64, scale: f64): void {
  sgd<f64>(n, p, g, v, rate, momentum, ahead, l2, shrink, scale);
}

export function sgdF32(n: usize, p: usize, g: usize, v: usize, rate: f64, momentum: f64, ahead: bool, l2: f64, shrink: f64, scale: f64): void {
  sgd<f32>(n, p, g, v, rate, momentum, ahead, l2, shrink, scale);
}

export function adamF64(
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
  adam<f64>(n, p, g, m, v, step, beta1, beta2, c, epsilon, l2, shrink, scale);
}

export function adamF32(
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
  adam<f32>(n, p, g, m, v, step, beta1, beta2, c, epsilon, l2, shrink, scale);
}

export function langevinF64(n: usize, p: usize, g: usize, d: usize, noise: usize, drift: f64, diffusion: f64): void {
  langevin<f64>(n, p, g, d, noise, drift, diffusion);
}

export function langevinF32(n: usize, p: usize, g: usize, d: usize, noise: usize, drift: f64, diffusion: f64): void {
  langevin<f32>(n, p, g, d, noise, drift, diffusion);
}

export function sghmcF64(n: usize, p: usize, g: usize, v: usize, noise: usize, keep: f64, rate: f64, diffusion: f64): void {
  sghmc<f64>(n, p, g, v, noise, keep, rate, diffusion);
}

export function sghmcF32(n: usize, p: usize, g: usize, v: usize, noise: usize, keep: f64, rate: f64, diffusion: f64): void {
  sghmc<f32>(n, p, g, v, noise, keep, rate, diffusion);
}

export function kickDriftF64(n: usize, p: usize, r: usize, g: usize, d: usize, kick: f64, drift: f64): void {
  kickDrift<f64>(n, p, r, g, d, kick, drift);
}

export function kickDriftF32(n: usize, p: usize, r: usize, g: usize, d: usize, kick: f64, drift: f64): void {
  kickDrift<f32>(n, p, r, g, d, kick, drift);
}

export function weightedSquaresF64(n: usize, d: usize, x: usize): f64 {
  return weightedSquares<f64>(n, d, x);
}

export function weightedSquaresF32(n: usize, d: usize, x: usize): f64 {
  return weightedSquares<f32>(n, d, x);
}

export function squaresF64(n: usize, x: usize): f64 {
  return squares<f64>(n, x);
}

export function squaresF32(n: usize, x: usize): f64 {
  return squares<f32>(n, x);
}

export function addQuadraticF64(n: usize, d: usize, x: usize, g: usize): f64 {
  return addQuadratic<f64>(n, d, x, g);
}

export function addQuadraticF32(n: usize, d: usize, x: usize, g: usize): f64 {
  return addQuadratic<f32>(n, d, x, g);
}

export function addMomentsF64(n: usize, x: usize, mean: usize, squares: usize, share: f64): void {
  addMoments<f64>(n, x, mean, squares, share);
}

export function addMomentsF32(n: usize, x: usize, mean: usize, squares: usize, share: f64): void {
  addMoments<f32>(n, x, mean, squares, share);
}
