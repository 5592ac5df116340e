import type { Dataset } from "../data/dataset.ts";
import type { Scaler } from "../data/scaler.ts";
import type { Model, Outcome } from "../model/model.ts";
import type { ClassificationPredictive, RegressionPredictive } from "../predictive/predictive.ts";
import type { Rng } from "../random/rng.ts";
import type { Checkpoints } from "./checkpoint.ts";
import type { Executor } from "./executor.ts";
import type { Inputs } from "./inputs.ts";
import type { Progress } from "./progress.ts";
import type { SavedPosterior } from "./savedPosterior.ts";

export type { Progress } from "./progress.ts";

/** What one run of a method needs from outside. */
export interface Run {
  /** The source of all randomness of the run. */
  readonly rng: Rng;
  /** Stops the run: the promise rejects with `signal.reason`, and nothing is left half-done. */
  readonly signal?: AbortSignal;
  /** Called about 20 times a second at most, and once at the end. */
  readonly onProgress?: (progress: Progress) => void;
  /** Where independent parts of the run are done; absent means on this thread. It changes no result. */
  readonly executor?: Executor;
  /** Where a long run keeps what it has so far, to be continued if it is interrupted. */
  readonly checkpoints?: Checkpoints;
}

/** Something a reader of the result should know: bad luck in a run, or a choice made for the user. */
export interface Note {
  /** Short and stable, for programs: "boundary", "ill-conditioned", ... */
  readonly code: string;
  readonly message: string;
}

/** What a posterior of the outcome predicts. */
export type PredictiveOf<O extends Outcome> = O extends "classification"
  ? ClassificationPredictive
  : RegressionPredictive;

/** What is believed about the parameters after seeing the data. It never changes; `predict` is deterministic. */
export interface Posterior<O extends Outcome = Outcome> {
  /** Name of the method that made it. */
  readonly method: string;
  readonly model: Model;
  /** The standardisation fitted with the model. */
  readonly scaler: Scaler;
  /** Number of parameters. */
  readonly size: number;
  readonly notes: readonly Note[];
  /** One draw of the parameters, in the units the network sees, written into `out` [size] or a new array. */
  sample(rng: Rng, out?: Float64Array): Float64Array;
  /** The predictive distribution at the rows of x, in the units of y. Throws a ShapeError if x has other columns. */
  predict(x: Inputs): PredictiveOf<O>;
  /** Everything needed to predict, and to learn more, without the training data. */
  save(): SavedPosterior;
}

/** A posterior whose density is known. */
export interface DensityPosterior<O extends Outcome = Outcome> extends Posterior<O> {
  /** log posterior density of a parameter vector [size], in the units the network sees. */
  logDensity(parameters: Float64Array): number;
}

/** A posterior with the marginal likelihood of its model. */
export interface EvidencePosterior<O extends Outcome = Outcome> extends Posterior<O> {
  /** log p(y | x, model), for y in its own units. */
  readonly logEvidence: number;
}

/** A method of inference with its options bound and checked. */
export interface InferenceMethod<Options = unknown, Result extends Posterior = Posterior> {
  readonly name: string;
  readonly options: Readonly<Options>;
  fit(model: Model, data: Dataset, run: Run): Promise<Result>;
}
