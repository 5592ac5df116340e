import type { CompiledModel } from "../../model/compileModel.ts";
import type { Note } from "../method.ts";
import type { CheckedLaplaceOptions, LaplaceStructure } from "./laplaceOptions.ts";
import type { PrecisionRoot } from "./precisionRoot.ts";

/** What a Laplace posterior consists of. */
export interface LaplaceParts {
  readonly options: CheckedLaplaceOptions;
  readonly compiled: CompiledModel;
  readonly structure: LaplaceStructure;
  /** The mode [size], with the noise that was chosen. */
  readonly mode: Float64Array;
  /** Factors on the prior precision of every layer. */
  readonly priorFactors: Float64Array;
  readonly root: PrecisionRoot;
  /** Names the draws that predictions average over. */
  readonly key: readonly [number, number];
  readonly logEvidence: number;
  readonly effectiveParameters: number;
  /** What the trainings computed, in gradients of all rows. */
  readonly gradients: number;
  readonly notes: readonly Note[];
}
