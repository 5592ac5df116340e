import type { Scaler } from "../data/scaler.ts";
import type { Model } from "../model/model.ts";

/** A named array of numbers of a saved posterior. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** A posterior as plain data: a manifest of JSON and named arrays. Never code. */
export interface SavedPosterior {
  readonly format: "credence-posterior";
  readonly version: 1;
  readonly method: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly model: Model["spec"];
  readonly inputs: number;
  /** Number of targets; absent means 1. */
  readonly targets?: number;
  /** Names of the classes; absent or empty where the target is not a class. */
  readonly classes?: readonly string[];
  readonly scaler: Scaler;
  /** Scalars of the method. */
  readonly values: Readonly<Record<string, number | string>>;
  readonly tensors: Readonly<Record<string, Tensor>>;
}
