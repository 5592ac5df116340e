import type { CompiledModel } from "../../model/compileModel.ts";
import type { MapPosterior } from "../map/mapPosterior.ts";
import type { Note } from "../method.ts";
import type { CheckedEnsembleOptions } from "./ensembleOptions.ts";

/** What the posterior of an ensemble consists of. */
export interface EnsembleParts {
  readonly options: CheckedEnsembleOptions;
  /** The model; that of a member may have another variance of its prior. */
  readonly compiled: CompiledModel;
  /** One for each member, or the one that snapshots are of. */
  readonly fits: readonly MapPosterior[];
  readonly varianceFactors: readonly number[];
  readonly notes: readonly Note[];
}
