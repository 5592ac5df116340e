import { createLeapfrog } from "../../numeric/kernels/dynamics.ts";
import type { Reals } from "../../numeric/kernels/special.ts";
import type { Workspace } from "../../numeric/kernels/workspace.ts";
import type { Density } from "./density.ts";
import type { Metric } from "./metric.ts";
import { createVectors } from "./vectors.ts";

/** A place of a density. */
export interface Place {
  /** [size] */
  readonly position: Float64Array;
  /** The gradient of U [size]. */
  readonly gradient: Float64Array;
  /** U. */
  readonly potential: number;
}

/** A point of a trajectory. It never changes, and is in use until the next trajectory is launched. */
export interface Point extends Place {
  /** r [size]. */
  readonly momentum: Float64Array;
  /** C r [size]. */
  readonly velocity: Float64Array;
  /** H = U + r'C r / 2; infinite where it is not a number. */
  readonly energy: number;
}

/** Hamiltonian dynamics on a density. */
export interface Integrator {
  /** The place at a position [size]. */
  at(position: ArrayLike<number>): Place;
  /**
   * The point that sets out from a place, given standard normal numbers [size], which it overwrites. Points of earlier
   * trajectories are void from then on; the place must be none of them.
   */
  launch(place: Place, noise: Float64Array): Point;
  /**
   * One leapfrog step of time h, backwards where it is negative: r -= h/2 grad U, q += h C r, r -= h/2 grad U. It is
   * reversible, keeps volumes, and its error in the energy is of order h^2.
   */
  step(from: Point, h: number): Point;
  /** Gradients that were computed so far. */
  readonly gradients: number;
}

/** The leapfrog integrator of a density in a metric. */
export function createIntegrator(workspace: Workspace, density: Density, metric: Metric): Integrator {
  const { position, gradient, size } = density;
  const leapfrog = createLeapfrog(workspace, position, gradient);
  const drift = new Float64Array(size);
  const { next: vector, restart } = createVectors(size);
  const { evaluate } = density;
  let gradients = 0;

  function potential(): number {
    gradients += 1;
    return density.potential();
  }

  function kick(time: number): void {
    const [r, g] = [leapfrog.momentum.view, gradient.view];
    for (let j = 0; j < size; j++) r[j] = r[j]! - time * g[j]!;
  }

  function denseStep(h: number): number {
    kick(0.5 * h);
    metric.velocityInto(leapfrog.momentum.view, drift);
    const q = position.view;
    for (let j = 0; j < size; j++) q[j] = q[j]! + h * drift[j]!;
    const value = potential();
    kick(0.5 * h);
    return value;
  }

  function copyOf(view: Reals): Float64Array {
    const copy = vector();
    copy.set(view);
    return copy;
  }

  /** The point at a place with a momentum. */
  function pointAt({ position, gradient, potential }: Place, momentum: Float64Array): Point {
    const velocity = vector();
    metric.velocityInto(momentum, velocity);
    let twice = 0;
    for (let j = 0; j < size; j++) twice += momentum[j]! * velocity[j]!;
    const energy = potential + 0.5 * twice;
    return {
      position,
      gradient,
      potential,
      momentum,
      velocity,
      energy: Number.isNaN(energy) ? Number.POSITIVE_INFINITY : energy,
    };
  }

  /** A step without the memory of kernels: the same operations in the same order. */
  function functionStep(evaluate: NonNullable<Density["evaluate"]>, from: Point, h: number): Point {
    const [position, gradient, momentum] = [vector(), vector(), vector()];
    const time = 0.5 * h;
    for (let j = 0; j < size; j++) momentum[j] = from.momentum[j]! - time * from.gradient[j]!;
    metric.velocityInto(momentum, drift);
    for (let j = 0; j < size; j++) position[j] = from.position[j]! + h * drift[j]!;
    gradients += 1;
    const potential = evaluate(position, gradient);
    for (let j = 0; j < size; j++) momentum[j] = momentum[j]! - time * gradient[j]!;
    return pointAt({ position, gradient, potential }, momentum);
  }

  const here = (value: number): Place => ({
    position: copyOf(position.view),
    gradient: copyOf(gradient.view),
    potential: value,
  });

  return {
    get gradients() {
      return gradients;
    },
    at(where) {
      position.view.set(where);
      const value = potential();
      return {
        position: Float64Array.from(position.view),
        gradient: Float64Array.from(gradient.view),
        potential: value,
      };
    },
    launch(place, noise) {
      restart();
      // Rounded to the format of the kernels, as the steps see it.
      leapfrog.momentum.view.set(metric.toMomentum(noise));
      return pointAt(place, copyOf(leapfrog.momentum.view));
    },
    step(from, h) {
      if (evaluate !== undefined) return functionStep(evaluate, from, h);
      position.view.set(from.position);
      gradient.view.set(from.gradient);
      leapfrog.momentum.view.set(from.momentum);
      if (metric.kind === "dense") return pointAt(here(denseStep(h)), copyOf(leapfrog.momentum.view));
      leapfrog.inverseMass.view.set(metric.covariance);
      return pointAt(here(leapfrog.step(h, potential)), copyOf(leapfrog.momentum.view));
    },
  };
}
