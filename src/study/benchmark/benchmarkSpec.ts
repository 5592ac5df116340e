import type { Dataset } from "../../data/dataset.ts";
import type { MethodSpec } from "../../inference/fitResult.ts";
import type { ModelSpec } from "../../model/spec.ts";
import type { RowSplit } from "../rowSplit.ts";

/** A value of a setting: a number, a word or any other plain JSON. */
export type SettingValue = string | number | boolean | null | readonly SettingValue[] | SettingObject;

/** An object of plain JSON. */
export interface SettingObject {
  readonly [key: string]: SettingValue;
}

/** Values of settings by their places: "options.rate", "model.prior.variance". */
export type Settings = Readonly<Record<string, SettingValue>>;

/** How the settings of a method are chosen inside the training part. */
export interface SettingChoice {
  /**
   * "evidence": the largest log evidence of a fit to the whole training part, for methods that know it. "validation": the
   * largest mean log score of a part that is kept out; "cross-validation": that of all rows, each kept out once. "inside": that of
   * the folds of {@link InsideOptions}, recalibrated, which are then judged already. After all but the first the method is fitted
   * to the whole training part again.
   */
  readonly by: "evidence" | "validation" | "cross-validation" | "inside";
  /** The values to be tried, by the places of the settings. */
  readonly grid: Readonly<Record<string, readonly SettingValue[]>>;
  /**
   * "grid", the default: every combination of the values. "coordinate": one setting after the other, in their order, the others held
   * at the best so far, which are their first values at the beginning.
   */
  readonly search?: "grid" | "coordinate";
  /** Of "validation": the part that is kept out; default 0.2. */
  readonly share?: number;
  /** Of "cross-validation": the number of folds; default 5. */
  readonly folds?: number;
  /** Settings that hold while others are compared, such as fewer members or draws. */
  readonly meanwhile?: Settings;
}

/** Cross-validation inside the training part with the chosen settings: it calibrates a method, and judges it against others. */
export interface InsideOptions {
  /** Number of folds, the same for all methods, so that these are judged on the same rows; default 5. */
  readonly folds?: number;
  /**
   * Folds are predicted, the first one first, until they hold so many rows: all of a small data set, few of a large one, so that both take as
   * long and say as much. Default: all.
   */
  readonly rows?: number;
  /** How predictions are recalibrated by the rows of the folds; default "none". See `fitVarianceScaling`, `fitIsotonic`. */
  readonly recalibrate?: "none" | "variance-scaling" | "isotonic";
  /** Settings that hold in the fits of the folds, such as fewer draws. */
  readonly meanwhile?: Settings;
}

/** A method of a benchmark: plain JSON. */
export interface BenchmarkMethod {
  /** How tables call it; it also names its random numbers. */
  readonly name: string;
  readonly method: MethodSpec;
  readonly model: ModelSpec;
  /** Absent: settings are as given. */
  readonly choose?: SettingChoice;
  /** Absent: no fits to parts of the training part but those of `choose`. A method with it may be the chosen one of a split. */
  readonly inside?: InsideOptions;
  /** Only the first so many splits, for methods that take long. Default: all. */
  readonly splits?: number;
  /** A shorter protocol, a caveat: sentences that a page says of the method first. */
  readonly remark?: string;
}

/** A data set of a benchmark. */
export interface BenchmarkSet {
  readonly name: string;
  readonly data: Dataset;
  /** Training and test rows, counted from 0. */
  readonly splits: readonly RowSplit[];
  /** Names the content of the data, as a hash of their file does: results that were kept are found by it. */
  readonly hash: string;
}
