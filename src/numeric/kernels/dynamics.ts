/** Steps of samplers on a parameter vector in a workspace; `gradient` is that of U, the negative log density. */
import { checkNumber } from "../../errors/checks.ts";
import { exp } from "../special.ts";
import { chooseUpdateKernels } from "./chooseUpdateKernels.ts";
import { checkPair } from "./updates.ts";
import type { KernelVector, Workspace } from "./workspace.ts";

/** Langevin dynamics, overdamped. */
export interface Langevin {
  /** Standard normal numbers, to be filled by the caller before each step. */
  readonly noise: KernelVector;
  /** The diagonal d of a preconditioner; 1 at first. */
  readonly preconditioner: KernelVector;
  /** p = p - step d gradient + sqrt(2 step temperature d) noise. */
  step(step: number, temperature?: number): void;
}

/** Stochastic-gradient Hamiltonian Monte Carlo (Chen, Fox and Guestrin 2014, equation 15). */
export interface Sghmc {
  /** Standard normal numbers, to be filled by the caller before each step. */
  readonly noise: KernelVector;
  readonly velocity: KernelVector;
  /**
   * v = (1 - friction) v - rate gradient + sqrt(2 (friction - noiseEstimate) rate temperature) noise, then p = p + v.
   */
  step(rate: number, friction: number, temperature?: number, noiseEstimate?: number): void;
}

/** The leapfrog integrator of Hamiltonian dynamics with a diagonal mass matrix. */
export interface Leapfrog {
  /** r, to be filled by the caller. */
  readonly momentum: KernelVector;
  /** d; 1 at first. */
  readonly inverseMass: KernelVector;
  /**
   * One step: r -= step gradient / 2, p += step d r, then `potential` is called, which computes U and the gradient at
   * p, then r -= step gradient / 2. The gradient at the old p must be there. Returns the new U.
   */
  step(step: number, potential: () => number): number;
  /** The kinetic energy, sum of d r^2 / 2. */
  kinetic(): number;
}

/** Underdamped Langevin dynamics, split as BAOAB (Leimkuhler and Matthews 2013), with unit masses. */
export interface Baoab {
  /** Standard normal numbers, to be filled by the caller before each step. */
  readonly noise: KernelVector;
  readonly momentum: KernelVector;
  /**
   * One step of time h: r -= h gradient / 2, p += h r / 2, r = c r + sqrt((1 - c^2) temperature) noise with
   * c = exp(-friction h), p += h r / 2, then `potential` is called, which computes U and the gradient at p, then
   * r -= h gradient / 2. The gradient at the old p must be there. Returns the new U.
   */
  step(h: number, friction: number, temperature: number, potential: () => number): number;
}

/** Means and variances of every entry of a vector over time, in f64. */
export interface RunningMoments {
  readonly count: number;
  readonly mean: KernelVector;
  /** Sums of squared deviations from the mean: over count - 1, the sample variances. */
  readonly squares: KernelVector;
  /** Takes the vector as it is now into account. */
  add(): void;
  /** Sets the number of vectors so far, when means and sums of a run are brought back. */
  restore(count: number): void;
}

/** Langevin steps with their noise and preconditioner. */
export function createLangevin(
  workspace: Workspace,
  parameters: KernelVector,
  gradient: KernelVector,
): Langevin {
  checkPair("createLangevin", parameters, gradient);
  const noise = workspace.vector(parameters.format, parameters.length);
  const preconditioner = workspace.vector(parameters.format, parameters.length);
  preconditioner.view.fill(1);
  const kernels = chooseUpdateKernels(workspace);
  return {
    noise,
    preconditioner,
    step(step, temperature = 1) {
      const diffusion = Math.sqrt(2 * step * temperature);
      kernels.langevin(parameters, gradient, preconditioner, noise, step, diffusion);
    },
  };
}

/** SGHMC steps with their noise and velocity. */
export function createSghmc(workspace: Workspace, parameters: KernelVector, gradient: KernelVector): Sghmc {
  checkPair("createSghmc", parameters, gradient);
  const noise = workspace.vector(parameters.format, parameters.length);
  const velocity = workspace.vector(parameters.format, parameters.length);
  const kernels = chooseUpdateKernels(workspace);
  return {
    noise,
    velocity,
    step(rate, friction, temperature = 1, noiseEstimate = 0) {
      const diffusion = Math.sqrt(2 * Math.max(0, friction - noiseEstimate) * rate * temperature);
      kernels.sghmc(parameters, gradient, velocity, noise, 1 - friction, rate, diffusion);
    },
  };
}

/** Leapfrog steps with their momentum and masses. */
export function createLeapfrog(
  workspace: Workspace,
  position: KernelVector,
  gradient: KernelVector,
): Leapfrog {
  checkPair("createLeapfrog", position, gradient);
  const momentum = workspace.vector(position.format, position.length);
  const inverseMass = workspace.vector(position.format, position.length);
  inverseMass.view.fill(1);
  const kernels = chooseUpdateKernels(workspace);
  return {
    momentum,
    inverseMass,
    step(step, potential) {
      kernels.kickDrift(position, momentum, gradient, inverseMass, 0.5 * step, step);
      const energy = potential();
      kernels.kickDrift(position, momentum, gradient, inverseMass, 0.5 * step, 0);
      return energy;
    },
    kinetic: () => 0.5 * kernels.weightedSquares(inverseMass, momentum),
  };
}

/** BAOAB steps with their noise and momentum. */
export function createBaoab(workspace: Workspace, position: KernelVector, gradient: KernelVector): Baoab {
  checkPair("createBaoab", position, gradient);
  const noise = workspace.vector(position.format, position.length);
  const momentum = workspace.vector(position.format, position.length);
  const mass = workspace.vector(position.format, position.length);
  mass.view.fill(1);
  const kernels = chooseUpdateKernels(workspace);
  return {
    noise,
    momentum,
    step(h, friction, temperature, potential) {
      kernels.kickDrift(position, momentum, gradient, mass, 0.5 * h, 0.5 * h);
      const keep = exp(-friction * h);
      const diffusion = Math.sqrt((1 - keep * keep) * temperature);
      const [r, xi] = [momentum.view, noise.view];
      for (let j = 0; j < r.length; j++) r[j] = keep * r[j]! + diffusion * xi[j]!;
      kernels.kickDrift(position, momentum, gradient, mass, 0, 0.5 * h);
      const energy = potential();
      kernels.kickDrift(position, momentum, gradient, mass, 0.5 * h, 0);
      return energy;
    },
  };
}

/** Running moments of a vector. */
export function createRunningMoments(workspace: Workspace, vector: KernelVector): RunningMoments {
  const mean = workspace.vector("f64", vector.length);
  const squares = workspace.vector("f64", vector.length);
  const kernels = chooseUpdateKernels(workspace);
  let count = 0;
  return {
    get count() {
      return count;
    },
    mean,
    squares,
    add() {
      count += 1;
      kernels.addMoments(vector, mean, squares, 1 / count);
    },
    restore(past) {
      count = checkNumber("restore", "count", past, { integer: true, min: 0 });
    },
  };
}
