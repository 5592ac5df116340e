import type { ModelSpec } from "../model/spec.ts";
import type { Note } from "./method.ts";
import type { SavedPosterior } from "./savedPosterior.ts";

/** A method as data: its registered name and its options. */
export interface MethodSpec {
  readonly name: string;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** The spec of the task "fit". */
export interface FitSpec {
  readonly method: MethodSpec;
  readonly model: ModelSpec;
  /** The rows of the data set that are fitted, counted from 0; absent means all. */
  readonly rows?: ArrayLike<number>;
}

/** The result of the task "fit". */
export interface FitResult {
  readonly posterior: SavedPosterior;
  readonly notes: readonly Note[];
  /** log p(y | x, model), where the method computes it. */
  readonly logEvidence?: number;
}
