import type { CompiledModel } from "../../model/compileModel.ts";
import type { Note } from "../method.ts";
import type { ElboTrace } from "./elboTrace.ts";
import type { Elbo } from "./finalElbo.ts";
import type { CheckedVariationalOptions } from "./variationalOptions.ts";

/** What a variational posterior consists of. */
export interface VariationalParts {
  readonly options: CheckedVariationalOptions;
  readonly compiled: CompiledModel;
  /** The numbers of the family. */
  readonly lambda: Float64Array;
  /** Names the draws that predictions average over. */
  readonly key: readonly [number, number];
  readonly elbo?: Elbo;
  readonly trace: ElboTrace;
  /** What the steps computed, in gradients of all rows. */
  readonly gradients: number;
  readonly notes: readonly Note[];
}
