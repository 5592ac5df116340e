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

/** A point of a trajectory. It never changes. */
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
  /** The point that sets out from a place, given standard normal numbers [size], which it overwrites. */
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
  const vector = createVectors(size);
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

  /** The point at a place with the momentum that the leapfrog has. */
  function pointAt(place: Place): Point {
    const momentum = copyOf(leapfrog.momentum.view);
    const velocity = vector();
    metric.velocityInto(momentum, velocity);
    let twice = 0;
    for (let j = 0; j < size; j++) twice += momentum[j]! * velocity[j]!;
    const energy = place.potential + 0.5 * twice;
    return {
      position: place.position,
      gradient: place.gradient,
      potential: place.potential,
      momentum,
      velocity,
      energy: Number.isNaN(energy) ? Number.POSITIVE_INFINITY : energy,
    };
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
      return here(potential());
    },
    launch(place, noise) {
      // Rounded to the format of the kernels, as the steps see it.
      leapfrog.momentum.view.set(metric.toMomentum(noise));
      return pointAt(place);
    },
    step(from, h) {
      position.view.set(from.position);
      gradient.view.set(from.gradient);
      leapfrog.momentum.view.set(from.momentum);
      if (metric.kind === "dense") return pointAt(here(denseStep(h)));
      leapfrog.inverseMass.view.set(metric.covariance);
      return pointAt(here(leapfrog.step(h, potential)));
    },
  };
}
