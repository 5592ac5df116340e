import type { Dataset } from "../../data/dataset.ts";
import type { Model } from "../../model/model.ts";
import type { Part } from "../fitParts.ts";
import type { MethodSpec } from "../fitResult.ts";

/** How one fit of an ensemble is made. */
export interface MemberFit {
  readonly method: MethodSpec;
  /** In place of the model's. */
  readonly priorVariance?: number;
}

/** Independent fits: the k-th takes its random numbers from the path "member", k of the run. */
export function memberParts(
  fits: number,
  fitOf: (k: number) => MemberFit,
  model: Model,
  data: Dataset,
): readonly Part[] {
  return Array.from({ length: fits }, (_, k) => {
    const { method, priorVariance } = fitOf(k);
    return {
      method,
      model: withPriorVariance(model, priorVariance),
      data,
      dataId: "data",
      path: ["member", k],
    };
  });
}

/** The model with another variance of its normal prior. */
function withPriorVariance(model: Model, variance: number | undefined): Model {
  const { spec } = model;
  if (variance === undefined || spec.prior.kind !== "normal") return model;
  return { ...model, spec: { ...spec, prior: { ...spec.prior, variance } } };
}
