import type { Dataset } from "../../data/dataset.ts";
import type { Model } from "../../model/model.ts";
import { fitParts, type Part, type PartCode } from "../fitParts.ts";
import type { MethodSpec } from "../fitResult.ts";
import type { Posterior, Run } from "../method.ts";

/** How one chain is run on this thread, and how one that ran elsewhere is read. */
export interface ChainCode<P extends Posterior> extends Omit<PartCode<P>, "fit"> {
  fit(run: Run): Promise<P>;
}

/**
 * Runs the chains of a fit as independent parts: chain k is a fit by `method`, of one chain, that takes its random numbers
 * from the path "chain", k of the run, so that chains can run on any thread.
 */
export function fitChains<P extends Posterior>(
  chains: number,
  method: MethodSpec,
  model: Model,
  data: Dataset,
  run: Run,
  code: ChainCode<P>,
): Promise<P[]> {
  const parts = Array.from(
    { length: chains },
    (_, k): Part => ({ method, model, data, dataId: "data", path: ["chain", k] }),
  );
  return fitParts<P>(parts, run, { ...code, fit: (_part, of) => code.fit(of) });
}
