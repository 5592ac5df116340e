import { exp } from "../../numeric/special.ts";
import { bulkRandom } from "../../random/bulkRandom.ts";
import type { Rng } from "../../random/rng.ts";
import { type Checkpoint, checkpointNumber, checkpointTensor } from "../checkpoint.ts";
import { createCovarianceEstimate } from "./covarianceEstimate.ts";
import { type AveragingState, averaged, beginAveraging } from "./dualAveraging.ts";
import type { CheckedHamiltonianOptions } from "./hamiltonianOptions.ts";
import { initialStep } from "./initialStep.ts";
import type { Integrator, Place } from "./integrator.ts";
import type { Metric } from "./metric.ts";
import { warmUpWindows } from "./warmUpWindows.ts";

/** The step size and the metric of a chain, as they are learned during its warm-up. */
export interface Adaptation {
  /** The step size of the next iteration. */
  readonly stepSize: number;
  /** Finds the step size to begin with. */
  begin(place: Place): void;
  /** Learns from iteration k, counted from 0, which ended at a place. After the warm-up it does nothing. */
  after(k: number, place: Place, acceptance: number): void;
  /** What a checkpoint holds of it. */
  save(): { values: Record<string, number>; arrays: Record<string, Float64Array> };
  restore(found: Checkpoint): void;
}

/** Where a chain that knows nothing begins to look for its step size. */
const GUESS = 1;

/** Dual averaging of the step size, and the metric from windows of the warm-up. */
export function createAdaptation(
  where: string,
  options: CheckedHamiltonianOptions,
  integrator: Integrator,
  metric: Metric,
  rng: Rng,
): Adaptation {
  const { warmUp, acceptance: target } = options;
  const windows = warmUpWindows(warmUp);
  const size = metric.kind === "dense" ? Math.sqrt(metric.covariance.length) : metric.covariance.length;
  const estimate = createCovarianceEstimate(size, metric.kind === "dense");
  let stepSize = options.stepSize ?? GUESS;
  let averaging = beginAveraging(stepSize);

  /** A step size for the metric as it is now; the averaging begins anew with it. */
  function look(label: number, place: Place): void {
    if (options.stepSize !== undefined) return;
    const random = bulkRandom(rng.fork(label));
    const noise = (trial: number) => random.fillNormal(trial * size, new Float64Array(size));
    stepSize = initialStep(where, integrator, place, stepSize, noise);
    averaging = beginAveraging(stepSize);
  }

  function learnMetric(k: number, place: Place): void {
    if (metric.kind === "unit" || k < windows.from || k > (windows.ends.at(-1) ?? -1)) return;
    estimate.add(place.position);
    if (!windows.ends.includes(k)) return;
    metric.set(estimate.regularised());
    estimate.reset();
    look(k + 1, place);
  }

  return {
    get stepSize() {
      return stepSize;
    },
    begin: (place) => look(0, place),
    after(k, place, acceptance) {
      if (k >= warmUp) return;
      if (options.stepSize === undefined) {
        averaging = averaged(averaging, acceptance, target);
        stepSize = exp(averaging.logStep);
      }
      learnMetric(k, place);
      if (k + 1 === warmUp && options.stepSize === undefined && averaging.count > 0) {
        stepSize = exp(averaging.logMean);
      }
    },
    save: () => ({
      values: { stepSize, "moments count": estimate.count, ...averaging },
      arrays: {
        metric: metric.covariance.slice(),
        "moments mean": estimate.mean.slice(),
        "moments squares": estimate.squares.slice(),
      },
    }),
    restore(found) {
      const number = (name: string) => checkpointNumber(found, name);
      stepSize = number("stepSize");
      averaging = {
        centre: number("centre"),
        count: number("count"),
        error: number("error"),
        logStep: number("logStep"),
        logMean: number("logMean"),
      } satisfies AveragingState;
      metric.set(checkpointTensor(found, "metric", metric.covariance.length));
      estimate.reset({
        count: number("moments count"),
        mean: checkpointTensor(found, "moments mean", size),
        squares: checkpointTensor(found, "moments squares", estimate.squares.length),
      });
    },
  };
}
