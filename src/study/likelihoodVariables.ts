import type { Dataset } from "../data/dataset.ts";
import { ArgumentError } from "../errors/errors.ts";
import { logPriors } from "../inference/logJoint.ts";
import type { Note, Posterior } from "../inference/method.ts";
import { bankOutputs } from "../inference/predictBank.ts";
import type { Matrix } from "../numeric/matrix.ts";
import { rowOf } from "../numeric/matrix.ts";
import { type DrawGrid, drawnArray, type NamedArray } from "./dataTree.ts";
import { rowsUnderDraws } from "./pointwiseLogLikelihood.ts";
import { isChains } from "./posteriorBasis.ts";
import { likelihoodModel } from "./posteriorDraws.ts";

/** What draws of parameters say of the rows of a data set. */
export interface LikelihoodVariables {
  /** log p(y_row | draw) [chain, draw, row], in nats; absent where it cannot be given. */
  readonly y?: NamedArray;
  /** log p(y, parameters) [chain, draw], of chains. */
  readonly lp?: NamedArray;
  /** Why not, with the code "log-likelihood". */
  readonly notes: readonly Note[];
}

/** The log likelihoods of all rows under the draws of a bank [S, size], and the log density of the draws of chains. */
export function likelihoodVariables(
  where: string,
  posterior: Posterior,
  bank: Matrix,
  data: Dataset,
  grid: DrawGrid,
): LikelihoodVariables {
  try {
    const compiled = likelihoodModel(where, posterior);
    const rows = rowsUnderDraws(where, { bank, compiled }, bankOutputs(compiled, bank, data.x), data);
    const y = drawnArray(grid, [["row", rows.cols]], rows.data, { units: "nats" });
    if (!isChains(posterior)) return { y, notes: [] };
    const joint = logPriors(compiled, bank).map((value, s) =>
      rowOf(rows, s).reduce((sum, term) => sum + term, value),
    );
    return { y, lp: drawnArray(grid, [], joint, { units: "nats" }), notes: [] };
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    return { notes: [{ code: "log-likelihood", message: `There is no log likelihood: ${error.message}` }] };
  }
}
