import type { Dataset } from "../data/dataset.ts";
import { meanAndVariance } from "../diagnostics/meanAndVariance.ts";
import { checkKeys, checkNumber } from "../errors/checks.ts";
import { runName } from "../inference/checkpoint.ts";
import { fitParts } from "../inference/fitParts.ts";
import { loadFit } from "../inference/fitTask.ts";
import type { Inputs } from "../inference/inputs.ts";
import type { InferenceMethod, Note, Posterior, Run } from "../inference/method.ts";
import { methodSpecOf } from "../inference/methodSpecOf.ts";
import type { Model } from "../model/model.ts";
import { outputNames } from "../model/parameterNames.ts";
import type { Predictive } from "../predictive/predictive.ts";

/** Options of {@link seedVariation}. */
export interface SeedVariationOptions {
  /** Fits with seeds of their own; default 5. */
  readonly seeds?: number;
}

/** How a prediction varies from seed to seed, in the units of y, or as a probability. */
export interface VariationRow {
  /** "f(x[row])" and so on; of classes "P(class | x[row])". */
  readonly name: string;
  /** Average over the seeds of the mean of an observation, and of its standard deviation; null where one is not finite. */
  readonly mean: number | null;
  readonly sd: number | null;
  /** Standard deviation over the seeds of the mean, as a share of `sd`; null where that is 0 or not finite. */
  readonly meanVariation: number | null;
  /** The same of the standard deviation. */
  readonly sdVariation: number | null;
}

/** Predictions of the same method on the same data with other seeds. Plain JSON. */
export interface SeedVariation {
  readonly seeds: number;
  readonly rows: readonly VariationRow[];
  /** Root mean squares of the variations of all rows that have one; null where none has. */
  readonly meanVariation: number | null;
  readonly sdVariation: number | null;
  /** Code "seeds", or "seeds-differ" where one of the two is above a fifth or cannot be given. */
  readonly note: Note;
}

/** A prediction that varies by more than this share of its standard deviation is called different. */
const LARGEST = 0.2;

/**
 * Fits a method again with other seeds and compares what it predicts: the diagnostic of methods that have no chains. An
 * ensemble, dropout or a variational fit says how sure it is; had it come to something else with another seed, that is
 * uncertainty it knows nothing of. More members, draws or steps make the variation smaller.
 *
 * Fit k takes its random numbers from the path "seed", k of the run; fits are spread over `run.executor`, for registered
 * methods, and kept in `run.checkpoints`. Probabilities p of classes have the standard deviation sqrt(p (1 - p)).
 * Throws an ArgumentError for fewer than two seeds and unknown options, a ShapeError where x has other columns than the model,
 * and whatever a fit throws.
 */
export async function seedVariation(
  model: Model,
  data: Dataset,
  method: InferenceMethod,
  x: Inputs,
  run: Run,
  options: SeedVariationOptions = {},
): Promise<SeedVariation> {
  const where = "seedVariation";
  checkKeys(where, options, ["seeds"]);
  const seeds = checkNumber(where, "seeds", options.seeds ?? 5, { integer: true, min: 2 });
  const spec = methodSpecOf(method);
  const parts = Array.from({ length: seeds }, (_, k) => ({
    method: spec,
    model,
    data,
    dataId: "data",
    path: ["seed", k],
  }));
  const posteriors = await fitParts<Posterior>(parts, run, {
    name: runName(where, { ...spec, seeds }, model, run.rng.path, data),
    fit: (_part, of) => method.fit(model, data, of),
    load: loadFit,
  });
  const predictions = posteriors.map((posterior) => momentsOf(posterior.predict(x)));
  const rows = predictions[0]!.names.map((name, i) =>
    variationRow(
      name,
      predictions.map(({ mean }) => mean[i]!),
      predictions.map(({ sd }) => sd[i]!),
    ),
  );
  const meanVariation = rootMeanSquare(rows.map((row) => row.meanVariation));
  const sdVariation = rootMeanSquare(rows.map((row) => row.sdVariation));
  return { seeds, rows, meanVariation, sdVariation, note: noteOf(seeds, meanVariation, sdVariation) };
}

/** Means and standard deviations of observations, or of the indicators of all classes. */
function momentsOf(predictive: Predictive): {
  readonly names: readonly string[];
  readonly mean: Float64Array;
  readonly sd: Float64Array;
} {
  if (predictive.kind === "regression") {
    const { size, targets, mean, std } = predictive;
    return { names: outputNames("x", size, targets), mean, sd: std };
  }
  const { probabilities, classes } = predictive;
  const { data, cols } = probabilities;
  const names = Array.from(data, (_, i) => `P(${classes[i % cols]} | x[${Math.floor(i / cols)}])`);
  return { names, mean: data, sd: data.map((p) => Math.sqrt(p * (1 - p))) };
}

function variationRow(name: string, means: readonly number[], sds: readonly number[]): VariationRow {
  const [ofMeans, ofSds] = [meanAndVariance(means), meanAndVariance(sds)];
  const finite = (value: number) => (Number.isFinite(value) ? value : null);
  const share = (variance: number) => finite(Math.sqrt(variance) / ofSds.mean);
  return {
    name,
    mean: finite(ofMeans.mean),
    sd: finite(ofSds.mean),
    meanVariation: share(ofMeans.variance),
    sdVariation: share(ofSds.variance),
  };
}

function rootMeanSquare(values: readonly (number | null)[]): number | null {
  const given = values.filter((value) => value !== null);
  if (given.length === 0) return null;
  return Math.sqrt(given.reduce((sum, value) => sum + value * value, 0) / given.length);
}

function noteOf(seeds: number, ofMean: number | null, ofSd: number | null): Note {
  if (ofMean === null || ofSd === null)
    return {
      code: "seeds-differ",
      message: `The variation of ${seeds} seeds cannot be given: no standard deviation is positive and finite.`,
    };
  const percent = (share: number) => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
  const figures = `the mean varies by ${percent(ofMean)} of the predictive standard deviation from seed to seed, that itself by ${percent(ofSd)}`;
  return Math.max(ofMean, ofSd) <= LARGEST
    ? { code: "seeds", message: `${seeds} seeds agree: ${figures}.` }
    : {
        code: "seeds-differ",
        message: `${seeds} seeds differ: ${figures}. More members, draws or steps help.`,
      };
}
