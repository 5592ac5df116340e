import type { Point } from "./integrator.ts";

/** What one iteration needs. */
export interface Journey {
  /** Where it sets out. */
  readonly start: Point;
  /** The time of a leapfrog step. */
  readonly stepSize: number;
  /** One leapfrog step. */
  step(from: Point, time: number): Point;
  /** The next of the iteration's numbers, uniform on [0, 1). */
  uniform(): number;
}

/** How one iteration went. */
export interface Outcome {
  /** Where it ended. */
  readonly next: Point;
  /** The mean acceptance probability of the points that were visited: what the step size is adapted to. */
  readonly acceptance: number;
  /** Leapfrog steps that were taken. */
  readonly leapfrogs: number;
  /** Doublings of the trajectory; 0 where it has none. */
  readonly depth: number;
  /** Whether the error of the energy went beyond all bounds. */
  readonly divergent: boolean;
}

/** One iteration of a sampler: it leaves exp(-U) invariant. */
export type Transition = (journey: Journey) => Outcome;

/** An error of the energy beyond which a trajectory has diverged (Betancourt 2017, as in Stan). */
export const LARGEST_ERROR = 1000;
