import type { Dataset } from "../data/dataset.ts";
import type { Scaler } from "../data/scaler.ts";
import type { Model } from "../model/model.ts";
import type { RegressionPredictive } from "../predictive/predictive.ts";
import type { Rng } from "../random/rng.ts";
import type { Inputs } from "./inputs.ts";
import type { SavedPosterior } from "./savedPosterior.ts";

/** How far a run has come. */
export interface Progress {
  /** A few words on what is being done. */
  readonly message: string;
  /** Steps done and steps in all; done never decreases within a run. */
  readonly done: number;
  readonly total: number;
}

/** What one run of a method needs from outside. */
export interface Run {
  /** The source of all randomness of the run. */
  readonly rng: Rng;
  /** Stops the run: the promise rejects with `signal.reason`, and nothing is left half-done. */
  readonly signal?: AbortSignal;
  /** Called about 20 times a second at most, and once at the end. */
  readonly onProgress?: (progress: Progress) => void;
}

/** Something a reader of the result should know: bad luck in a run, or a choice made for the user. */
export interface Note {
  /** Short and stable, for programs: "boundary", "ill-conditioned", ... */
  readonly code: string;
  readonly message: string;
}

/** What is believed about the parameters after seeing the data. It never changes; `predict` is deterministic. */
export interface Posterior {
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
  predict(x: Inputs): RegressionPredictive;
  /** Everything needed to predict, and to learn more, without the training data. */
  save(): SavedPosterior;
}

/** A posterior whose density is known. */
export interface DensityPosterior extends Posterior {
  /** log posterior density of a parameter vector [size], in the units the network sees. */
  logDensity(parameters: Float64Array): number;
}

/** A posterior with the marginal likelihood of its model. */
export interface EvidencePosterior extends Posterior {
  /** log p(y | x, model), for y in its own units. */
  readonly logEvidence: number;
}

/** A method of inference with its options bound and checked. */
export interface InferenceMethod<Options = unknown, Result extends Posterior = Posterior> {
  readonly name: string;
  readonly options: Readonly<Options>;
  fit(model: Model, data: Dataset, run: Run): Promise<Result>;
}
