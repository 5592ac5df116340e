import { checkKeys } from "../errors/checks.ts";
import type { ClassificationPredictive, Predictive, RegressionPredictive } from "../predictive/predictive.ts";
import { selectClasses } from "../predictive/selectClasses.ts";
import { selectPredictive } from "../predictive/selectPredictive.ts";
import { createRng, type Rng } from "../random/rng.ts";
import type { BootstrapOptions } from "./bootstrap.ts";
import {
  CLASS_SCORE_KEYS,
  type ClassScoreOptions,
  type ClassScores,
  evaluateClasses,
} from "./classScores.ts";
import { GROUP_KEYS, type GroupOptions, type GroupScores, groupScores } from "./groupScores.ts";
import {
  evaluateRegression,
  REGRESSION_SCORE_KEYS,
  type RegressionScoreOptions,
  type Scores,
} from "./regressionScores.ts";

/** What of real targets or counts is scored, and how. */
export type EvaluateOptions = RegressionScoreOptions & GroupOptions;

/** What of classes is scored, and how. */
export type ClassEvaluateOptions = ClassScoreOptions & GroupOptions;

/** Scores of all rows, and of each group where groups were given. */
export type Evaluation<S> = S & { readonly groups?: readonly GroupScores<S>[] };

/**
 * Scores predictive distributions against what was observed: the same judge for every method.
 *
 * Of real targets and counts: point errors, log score, CRPS, Dawid-Sebastiani score, coverage, width and interval score,
 * pinball losses, sharpness, probability integral transforms with their band, calibration of quantiles, intervals and
 * variances, and error retention; y holds [n, t] numbers and one target is scored at a time, but for the energy score.
 * Of classes: accuracy, log score, Brier score and its parts, calibration errors, the reliability curve, detection of each class
 * and of errors, and error retention; y holds [n] class indices.
 *
 * Each mean comes with its standard error over the rows, every other score with standard error and interval from a bootstrap
 * of the rows, named by `rng`. One row has no standard error; predictions without spread have no log score; such
 * entries are null with a note, never NaN. With `groups`, a label per row, every group is scored by itself as well, unless it
 * has fewer rows than `smallestGroup` (10): then it is counted, with a note.
 * Throws a ShapeError if y has not one number per prediction; an ArgumentError if one is not finite or no class, there is no
 * row, an option is unknown or out of range, or no target was named among several.
 */
export function evaluate(
  predictive: RegressionPredictive,
  y: ArrayLike<number>,
  options?: EvaluateOptions,
): Evaluation<Scores>;
export function evaluate(
  predictive: ClassificationPredictive,
  y: ArrayLike<number>,
  options?: ClassEvaluateOptions,
): Evaluation<ClassScores>;
export function evaluate(
  predictive: Predictive,
  y: ArrayLike<number>,
  options?: BootstrapOptions & GroupOptions,
): Evaluation<Scores> | Evaluation<ClassScores>;
export function evaluate(
  predictive: Predictive,
  y: ArrayLike<number>,
  options: EvaluateOptions | ClassEvaluateOptions = {},
): Evaluation<Scores> | Evaluation<ClassScores> {
  const ofClasses = predictive.kind === "classification";
  checkKeys("evaluate", options, [...(ofClasses ? CLASS_SCORE_KEYS : REGRESSION_SCORE_KEYS), ...GROUP_KEYS]);
  const { groups: _, smallestGroup: __, ...own } = options;
  if (ofClasses) {
    return withGroups(evaluateClasses(predictive, y, own), options, (rows, rng) =>
      evaluateClasses(selectClasses(predictive, rows), rowsOf(y, rows, 1), { ...own, rng }),
    );
  }
  return withGroups(evaluateRegression(predictive, y, own), options, (rows, rng) =>
    evaluateRegression(selectPredictive(predictive, { rows }), rowsOf(y, rows, predictive.targets), {
      ...own,
      rng,
    }),
  );
}

function withGroups<S extends { readonly rows: number }>(
  all: S,
  { groups, smallestGroup = 10, rng = createRng("evaluate") }: GroupOptions & BootstrapOptions,
  score: (rows: Uint32Array, rng: Rng) => S,
): Evaluation<S> {
  return groups === undefined
    ? all
    : { ...all, groups: groupScores(all.rows, groups, smallestGroup, rng, score) };
}

/** The t numbers of each of the rows. */
function rowsOf(y: ArrayLike<number>, rows: Uint32Array, targets: number): Float64Array {
  return Float64Array.from(
    { length: rows.length * targets },
    (_, k) => y[rows[Math.floor(k / targets)]! * targets + (k % targets)]!,
  );
}
