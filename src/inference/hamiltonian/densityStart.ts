import { NumericError } from "../../errors/errors.ts";
import { solveLower, solveLowerTransposed } from "../../numeric/cholesky.ts";
import type { Matrix } from "../../numeric/matrix.ts";
import type { Rng } from "../../random/rng.ts";
import { takeTurn } from "../driver.ts";
import { createLbfgs, type Lbfgs, type ValueAndGradient } from "../parts/lbfgs.ts";
import { curvatureFactor } from "./curvatureFactor.ts";
import type { CheckedDensity, UnconstrainedDensity, UserDensity } from "./userDensity.ts";
import { whitenedDensity } from "./whitenedDensity.ts";

/** Tries to find a place where the density is finite. */
const TRIES = 100;
/** Unconstrained coordinates start within these bounds (as in Stan). */
const BOUND = 2;
/** Rounds of the search for a mode, of so many iterations each. */
const ROUNDS = 50;
const ROUND = 10;
/** The search has settled when a round gains no more than this, relative to the value. */
const GAIN = 1e-9;
/** A mode must be nearer than this, in standard deviations of the normal density with the curvature there. */
const NEAR = 0.1;
const NEWTON_STEPS = 5;
/** Halvings of the distance to the mode until the density is as expected: */
const HALVINGS = 50;
/** its log may fall by twice what it would if it were normal, and by this. */
const FALL = 10;

/** Where a chain starts, and in which coordinates it moves. */
export interface StartedDensity {
  readonly density: UnconstrainedDensity;
  readonly position: Float64Array;
  /** Gradients that the search took. */
  readonly gradients: number;
  /** Whether the search ended at a mode; absent where there was none. */
  readonly foundMode?: boolean;
}

/**
 * Unconstrained coordinates at which the density and its gradient are finite. Throws a NumericError where there are none, and
 * what `unconstrain` throws.
 */
export function findStart(
  where: string,
  { start }: UserDensity,
  checked: CheckedDensity,
  rng: Rng,
): Float64Array {
  const random = rng.fork("start");
  const gradient = new Float64Array(checked.size);
  const tries = start === undefined || typeof start === "function" ? TRIES : 1;
  for (let attempt = 0; attempt < tries; attempt++) {
    const u =
      start === undefined
        ? gradient.map(() => BOUND * (2 * random.uniform() - 1))
        : checked.unconstrain(typeof start === "function" ? start(random) : start);
    if (Number.isFinite(checked.logDensity(u, gradient)) && gradient.every(Number.isFinite)) return u;
  }
  throw new NumericError({
    where,
    problem: `the density and its gradient must be finite where a chain starts, they are not at any of ${tries} places`,
    fix: "Give a start.",
  });
}

/**
 * A start beside a mode: L-BFGS and Newton steps go there from a place, the coordinates z become those of the curvature H = L L' at the mode m,
 * u = m + L'^-1 z, in which a normal density is N(0, I), and the start is a draw of that. Where they do not end at a mode
 * or the curvature there is not positive definite the chain starts at the place itself.
 */
export async function startAtMode(
  checked: UnconstrainedDensity,
  from: Float64Array,
  rng: Rng,
  signal: AbortSignal | undefined,
): Promise<StartedDensity> {
  let gradients = 0;
  const potential = (u: Float64Array, gradient: Float64Array): number => {
    gradients += 1;
    const value = -checked.logDensity(u, gradient);
    for (let j = 0; j < gradient.length; j++) gradient[j] = -gradient[j]!;
    return value;
  };
  const mode = newtonSteps(potential, await findMode(potential, from, signal));
  if (mode === undefined) return { density: checked, position: from, gradients, foundMode: false };
  const density = whitenedDensity(checked, mode.at, mode.factor);
  const position = rng.fork("beside the mode").fillNormal(new Float64Array(checked.size));
  const gradient = new Float64Array(checked.size);
  const top = density.logDensity(new Float64Array(checked.size), gradient);
  for (let k = 0; k < HALVINGS; k++) {
    gradients += 1;
    const found = density.logDensity(position, gradient);
    if (found >= top - squaredLength(position) - FALL && gradient.every(Number.isFinite)) break;
    for (let j = 0; j < position.length; j++) position[j] = position[j]! / 2;
  }
  return { density, position, gradients: gradients + 1, foundMode: true };
}

/** Where L-BFGS settles, or what it has come to. */
async function findMode(
  potential: ValueAndGradient,
  from: Float64Array,
  signal: AbortSignal | undefined,
): Promise<Lbfgs> {
  const search = createLbfgs(potential, from);
  for (let round = 0; round < ROUNDS; round++) {
    const before = search.value;
    for (let k = 0; k < ROUND; k++) if (search.step()) return search;
    if (before - search.value <= GAIN * Math.max(1, Math.abs(before))) break;
    await takeTurn(signal);
  }
  return search;
}

/**
 * The place to which Newton steps lead, with the factor L of the curvature H = L L' there; undefined where that is not positive
 * definite or steps do not become short.
 */
function newtonSteps(
  potential: ValueAndGradient,
  { at: from, gradient: slopes }: Pick<Lbfgs, "at" | "gradient">,
): { readonly at: Float64Array; readonly factor: Matrix } | undefined {
  const [at, gradient] = [from.slice(), slopes.slice()];
  for (let k = 0; k < NEWTON_STEPS; k++) {
    const factor = curvatureFactor(potential, at);
    if (factor === undefined) return undefined;
    const step = solveLower(factor, gradient);
    if (squaredLength(step) < NEAR * NEAR) return { at, factor };
    solveLowerTransposed(factor, step);
    for (let j = 0; j < at.length; j++) at[j] = at[j]! - step[j]!;
    potential(at, gradient.fill(0));
  }
  return undefined;
}

const squaredLength = (vector: Float64Array): number => vector.reduce((sum, value) => sum + value * value, 0);
