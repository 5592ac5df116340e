import type { Dataset } from "../../data/dataset.ts";
import { createLikelihood } from "../../model/likelihoods/createLikelihood.ts";
import type { Model, Outcome } from "../../model/model.ts";
import type { InferenceMethod, Run } from "../method.ts";
import { chooseDropout } from "./chooseDropout.ts";
import { type CheckedDropoutOptions, checkDropoutOptions, type DropoutOptions } from "./dropoutOptions.ts";
import type { DropoutParts } from "./dropoutParts.ts";
import { type DropoutPosterior, dropoutPosterior, loadDropout } from "./dropoutPosterior.ts";
import { type DecidedOptions, trainDropout } from "./trainDropout.ts";

/** Monte Carlo dropout with its options bound. */
export interface DropoutMethod extends InferenceMethod<CheckedDropoutOptions> {
  fit<O extends Outcome>(model: Model<O>, data: Dataset, run: Run): Promise<DropoutPosterior<O>>;
}

/**
 * Monte Carlo dropout (Gal & Ghahramani 2016; section 9.3.3 of Prince, Understanding Deep Learning): a network is trained
 * while its units are dropped at random, and predicts with them dropped at random. With inverted scaling a unit has the
 * factor 1/(1 - p) with probability 1 - p and 0 otherwise, so that a linear output w'h has mean sum of w_j h_j and variance
 * p/(1 - p) sum of w_j^2 h_j^2 over the masks.
 *
 * In training every row and step has masks of its own. In prediction every draw has one mask for all inputs: its function is
 * smooth, and draws of the predictive distribution are joint. The prior and the noise of the model are the regularisation
 * of their rule, lambda = (1 - p) l^2/(2 N tau): see `dropoutPrior`.
 *
 * The spread over masks depends on p and on the weights, not on how many rows there are: it does not shrink as data come in
 * (Osband 2016), and on a linear model it is not that of the posterior.
 *
 * Throws an ArgumentError for absurd options when it is made; from `fit`, ArgumentError, ShapeError or DataError when model
 * and data do not fit, NumericError when training leaves the finite numbers; rejects with the signal's reason when aborted.
 */
export function mcDropout(options: DropoutOptions = {}): DropoutMethod {
  const checked = checkDropoutOptions(options);
  return {
    name: "mc-dropout",
    options: Object.freeze(checked),
    fit: async <O extends Outcome>(model: Model<O>, data: Dataset, run: Run) =>
      dropoutPosterior<O>(await fitDropout(checked, model, data, run)),
  };
}

async function fitDropout(
  options: CheckedDropoutOptions,
  model: Model,
  data: Dataset,
  run: Run,
): Promise<DropoutParts> {
  run.signal?.throwIfAborted();
  const { likelihood } = model.spec;
  const learnsNoise = createLikelihood(likelihood, model.targets, model.classes.length).own.length > 0;
  const { rate } = options;
  const noise = learnsNoise || options.noise !== "validated" ? options.noise : "trained";
  if (rate !== "validated" && noise !== "validated") {
    const parts = await trainDropout({ ...options, rate, noise }, model, data, run);
    return { ...parts, options };
  }
  return chooseDropout(options, model, data, run, {
    fit: (part, of) =>
      mcDropout(part.method.options as unknown as DecidedOptions).fit(part.model, part.data, of),
    load: ({ posterior, notes }) => Object.assign(loadDropout(posterior), { notes }),
  });
}
