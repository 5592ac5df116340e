import { checkKeys } from "../errors/checks.ts";
import type { ClassificationPredictive } from "../predictive/predictive.ts";
import { accuracy } from "./accuracy.ts";
import { BOOTSTRAP_KEYS, type BootstrapOptions, bootstrap } from "./bootstrap.ts";
import { type BrierDecomposition, brierStatistics } from "./brierDecomposition.ts";
import { brierScore } from "./brierScore.ts";
import { checkObservedClasses } from "./checkObservedClasses.ts";
import { type ClassCalibration, classCalibrationStatistics } from "./classCalibration.ts";
import { classOutcomes, topOutcomes } from "./classOutcomes.ts";
import { countOutcomes, type Detection, detectionStatistics } from "./detection.ts";
import type { ShareEntry } from "./intervalScores.ts";
import { type ReliabilityCurve, reliabilityCurve } from "./reliabilityCurve.ts";
import { type RetentionCurve, retentionStatistic } from "./retentionCurve.ts";
import { meanEntry, type ScoreEntry } from "./scoreEntry.ts";

/** What is scored, and how. */
export interface ClassScoreOptions extends BootstrapOptions {
  /** Number of bins of probabilities; default 15. */
  readonly bins?: number;
  /** Level of the consistency bands of the reliability curve; default 0.95. */
  readonly level?: number;
}

/** The probability of one class as a detector of its rows: one against the rest. */
export interface ClassDetection extends Detection {
  readonly class: string;
}

/** All scores of predictions of a class: plain JSON without NaN or Infinity. */
export interface ClassScores {
  /** Number of rows scored. */
  readonly rows: number;
  /** The share of rows whose most probable class was observed. */
  readonly accuracy: ShareEntry;
  /** Mean log probability of the observed classes, nats per row; larger is better. */
  readonly meanLogScore: ScoreEntry;
  /** Mean over rows of the sum over classes of (p_k - 1{k = y})^2; smaller is better. */
  readonly brierScore: ScoreEntry;
  /** The parts of the Brier score. */
  readonly brierDecomposition: BrierDecomposition;
  /** Expected and maximum calibration errors. */
  readonly calibrationErrors: ClassCalibration;
  /** Frequencies of the most probable class against its probability, with consistency bands. */
  readonly reliability: ReliabilityCurve;
  /** Mean entropy of the predictive distributions, in nats. */
  readonly meanEntropy: ScoreEntry;
  /** Mean mutual information of observation and parameters, in nats: the epistemic part of the entropy. */
  readonly meanMutualInformation: ScoreEntry;
  /** Each class against the rest. */
  readonly classes: readonly ClassDetection[];
  /** The entropy as a detector of wrong predictions. */
  readonly errorDetection: Detection;
  /** Share of wrong predictions that is left when the rows of largest entropy are handed over. */
  readonly retention: RetentionCurve;
}

/** Names of the options, for `checkKeys`. */
export const CLASS_SCORE_KEYS: readonly string[] = ["bins", "level", ...BOOTSTRAP_KEYS];

/**
 * Scores the predictive distributions over classes against the observed class indices y [n]. Each mean comes with its
 * standard error over the rows, every other score with that of a bootstrap of the rows; the log score is null, with a note,
 * where a class of probability 0 was observed. Groups are left to {@link evaluate}.
 * Throws a ShapeError if y has not one number per row, an ArgumentError if one is not the index of a class or there is none,
 * and for options that are out of range or unknown.
 */
export function evaluateClasses(
  predictive: ClassificationPredictive,
  y: ArrayLike<number>,
  options: ClassScoreOptions = {},
): ClassScores {
  const where = "evaluateClasses";
  checkKeys(where, options, CLASS_SCORE_KEYS);
  checkObservedClasses(where, predictive, y);
  const { bins, level = 0.95, replicates, confidence, rng } = options;
  const top = topOutcomes(where, predictive, y);
  const wrong = top.happened.map((right) => 1 - right);
  const each = classOutcomes(where, predictive, y);
  const retention = retentionStatistic(wrong, predictive.entropy);
  const entries = bootstrap(
    y.length,
    {
      brierDecomposition: brierStatistics(predictive, y, bins),
      calibrationErrors: classCalibrationStatistics(predictive, y, bins),
      classes: each.map(({ probability, happened }) => detectionStatistics(probability, happened)),
      errorDetection: detectionStatistics(predictive.entropy, wrong),
      area: retention.statistic,
    },
    { replicates, confidence, rng },
  );
  return {
    rows: predictive.size,
    accuracy: accuracy(predictive, y),
    meanLogScore: meanEntry(predictive.logProb(y), "a class of probability 0 was observed"),
    brierScore: brierScore(predictive, y),
    brierDecomposition: entries.brierDecomposition,
    calibrationErrors: entries.calibrationErrors,
    reliability: reliabilityCurve(top.probability, top.happened, {
      level,
      ...(bins === undefined ? {} : { bins }),
    }),
    meanEntropy: meanEntry(predictive.entropy),
    meanMutualInformation: meanEntry(predictive.mutualInformation),
    classes: predictive.classes.map((name, k) => ({
      class: name,
      ...countOutcomes(each[k]!.happened),
      ...entries.classes[k]!,
    })),
    errorDetection: { ...countOutcomes(wrong), ...entries.errorDetection },
    retention: { ...retention.curve, area: entries.area },
  };
}
