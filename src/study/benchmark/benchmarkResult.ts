import type { Note } from "../../inference/method.ts";
import type { Settings } from "./benchmarkSpec.ts";
import type { TriedSettings } from "./chooseSettings.ts";
import type { InsideJudgement } from "./judgeInside.ts";

/** Predictions of the test rows of one split, scored row by row; null where a number is not finite. In the units of y. */
export interface ScoredRows {
  readonly mean: readonly (number | null)[];
  /** log p(y), in nats. */
  readonly logScore: readonly (number | null)[];
  readonly squaredError: readonly (number | null)[];
  readonly crps: readonly (number | null)[];
  /** P(Y <= y): the central interval of level q holds y where this is between (1 - q)/2 and (1 + q)/2. */
  readonly pit: readonly (number | null)[];
  /** Width of the central 90 % interval. */
  readonly width90: readonly (number | null)[];
}

/** What one method gave on one split of one data set: plain JSON, the same bytes on every machine. */
export interface BenchmarkFit {
  /** The settings that were chosen; empty where there was nothing to be chosen. */
  readonly settings: Settings;
  readonly tried: readonly TriedSettings[];
  /** What the fit itself learned of priors, noise, rates and spreads. */
  readonly learned: Settings;
  readonly inside?: InsideJudgement;
  readonly rows: ScoredRows;
  /** Fits in all, those of the choice and of the folds included. */
  readonly fits: number;
  /** Gradients of all rows of the training part in all of them; null for a method without. */
  readonly gradients: number | null;
  /** Of the fit to the whole training part. */
  readonly notes: readonly Note[];
}

/** A fit, or why there is none. */
export type BenchmarkOutcome = { readonly fit: BenchmarkFit } | { readonly error: string };

/** An outcome and the time it took on its thread. */
export interface TimedOutcome {
  readonly outcome: BenchmarkOutcome;
  /** Not part of what is promised to be the same everywhere. */
  readonly seconds: number;
}
