import { NumericError } from "../../errors/errors.ts";
import type { Integrator, Place } from "./integrator.ts";

/** log 0.8: the acceptance of one step that is looked for. */
const WANTED = -0.2231435513142097;
/** Steps beyond these mean that the density has no scale. */
const LARGEST = 1e7;
const SMALLEST = 1e-200;

/**
 * A step size to begin with (Hoffman and Gelman 2014, algorithm 4, with the momentum drawn anew for each trial as Stan does):
 * it is doubled, or halved, until the acceptance of one leapfrog step crosses 0.8. `noise(k)` gives the standard normal
 * numbers [size] of trial k. Throws a NumericError where none is found.
 */
export function initialStep(
  where: string,
  integrator: Integrator,
  place: Place,
  guess: number,
  noise: (trial: number) => Float64Array,
): number {
  const accepted = (stepSize: number, trial: number): boolean => {
    const start = integrator.launch(place, noise(trial));
    return start.energy - integrator.step(start, stepSize).energy > WANTED;
  };
  let stepSize = guess;
  const grows = accepted(stepSize, 0);
  for (let trial = 1; ; trial++) {
    stepSize *= grows ? 2 : 0.5;
    if (!(stepSize < LARGEST && stepSize > SMALLEST)) throw noScale(where, stepSize);
    if (accepted(stepSize, trial) !== grows) return stepSize;
  }
}

function noScale(where: string, stepSize: number): NumericError {
  return new NumericError({
    where,
    problem:
      stepSize < 1
        ? "a step size at which the energy is kept is needed, none was found however small"
        : "the density must have a scale, steps of any length keep its energy",
    fix:
      stepSize < 1
        ? "Look for a gradient that is not that of the density, or standardise the data."
        : "Give proper priors: the posterior may be improper.",
    details: { stepSize },
  });
}
