import type { KernelVector } from "./workspace.ts";

/**
 * Updates of vectors of equal length and format, written twice: in WebAssembly and in TypeScript. The formulae are
 * those of ./assembly/update.
 */
export interface UpdateKernels {
  sgd(
    p: KernelVector,
    g: KernelVector,
    v: KernelVector,
    rate: number,
    momentum: number,
    ahead: boolean,
    l2: number,
    shrink: number,
    scale: number,
  ): void;
  adam(
    p: KernelVector,
    g: KernelVector,
    m: KernelVector,
    v: KernelVector,
    step: number,
    beta1: number,
    beta2: number,
    c: number,
    epsilon: number,
    l2: number,
    shrink: number,
    scale: number,
  ): void;
  langevin(
    p: KernelVector,
    g: KernelVector,
    d: KernelVector,
    noise: KernelVector,
    drift: number,
    diffusion: number,
  ): void;
  sghmc(
    p: KernelVector,
    g: KernelVector,
    v: KernelVector,
    noise: KernelVector,
    keep: number,
    rate: number,
    diffusion: number,
  ): void;
  kickDrift(
    p: KernelVector,
    r: KernelVector,
    g: KernelVector,
    d: KernelVector,
    kick: number,
    drift: number,
  ): void;
  weightedSquares(d: KernelVector, x: KernelVector): number;
  squares(x: KernelVector): number;
  addQuadratic(d: KernelVector, x: KernelVector, g: KernelVector): number;
  /** `mean` and `squares` are f64 whatever the format of x. */
  addMoments(x: KernelVector, mean: KernelVector, squares: KernelVector, share: number): void;
}
