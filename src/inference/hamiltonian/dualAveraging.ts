import { exp, log } from "../../numeric/special.ts";

/** What an averaging knows: plain numbers. */
export interface AveragingState {
  /** log(10 x the step size it began with): what it is drawn towards. */
  readonly centre: number;
  readonly count: number;
  /** The weighted mean of target minus acceptance. */
  readonly error: number;
  readonly logStep: number;
  readonly logMean: number;
}

/** Constants of Hoffman and Gelman (2014), section 3.2.1. */
const GAMMA = 0.05;
const DELAY = 10;
const KAPPA = 0.75;

/** The state of an averaging that begins at a step size. */
export function beginAveraging(stepSize: number): AveragingState {
  return { centre: log(10 * stepSize), count: 0, error: 0, logStep: log(stepSize), logMean: 0 };
}

/**
 * Nesterov's dual averaging of the log step size (Hoffman and Gelman 2014, equation 6), after an iteration with the given
 * acceptance: with m iterations
 *   error <- (1 - 1/(m + 10)) error + (target - acceptance)/(m + 10),  log step = centre - sqrt(m)/0.05 error,
 *   log mean <- m^-0.75 log step + (1 - m^-0.75) log mean.
 * The step is what to try next, the mean is what to keep in the end.
 */
export function averaged(state: AveragingState, acceptance: number, target: number): AveragingState {
  const count = state.count + 1;
  const rate = 1 / (count + DELAY);
  const error = (1 - rate) * state.error + rate * (target - acceptance);
  const logStep = state.centre - (Math.sqrt(count) / GAMMA) * error;
  const weight = exp(-KAPPA * log(count));
  return {
    centre: state.centre,
    count,
    error,
    logStep,
    logMean: weight * logStep + (1 - weight) * state.logMean,
  };
}
