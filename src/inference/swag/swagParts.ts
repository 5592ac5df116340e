import type { CompiledModel } from "../../model/compileModel.ts";
import type { Note } from "../method.ts";
import type { IterateMoments } from "./iterateMoments.ts";
import type { CheckedSwagOptions } from "./swagOptions.ts";

/** What a SWAG posterior consists of. */
export interface SwagParts {
  readonly options: CheckedSwagOptions;
  readonly compiled: CompiledModel;
  readonly moments: IterateMoments;
  /** Estimated U of every epoch, averaged over its steps. */
  readonly trace: Float64Array;
  /** The learning rate. */
  readonly rate: number;
  /** Names the draws that predictions average over. */
  readonly key: readonly [number, number];
  /** What training and collecting computed, in gradients of all rows. */
  readonly gradients: number;
  readonly notes: readonly Note[];
}
