import { ArgumentError } from "../../errors/errors.ts";
import type { NetworkForm } from "../../model/networkForm.ts";
import { besideResidual, isResidual } from "./foldMasks.ts";

/** Probabilities with which features (the inputs of an mlp) and hidden units are dropped. */
export interface MaskRates {
  readonly features: number;
  readonly units: number;
}

/**
 * What is dropped in a network: hidden units at `rate` and inputs as `inputDropout` says; where there are no hidden units
 * the features at `rate`. Throws an ArgumentError where a network has no inputs that could be dropped on their own, or
 * residual connections around masks that no parameter vector stands for.
 */
export function maskRates(form: NetworkForm, rate: number, inputDropout: boolean | number): MaskRates {
  const where = "mcDropout";
  const inputs = typeof inputDropout === "number" ? inputDropout : inputDropout ? rate : 0;
  if (form.linear) {
    if (typeof inputDropout !== "number" || inputs === 0) return { features: rate, units: 0 };
    throw new ArgumentError({
      where,
      problem: "inputDropout needs an mlp with hidden layers, got a network that is linear in its parameters",
      fix: "Its features are dropped at `rate`.",
    });
  }
  if (inputs > 0 && isResidual(form, 0)) {
    throw new ArgumentError({
      where,
      problem:
        "inputDropout needs a first layer without a residual connection, got one as wide as the inputs",
      fix: "Use another width of the first hidden layer, or no inputDropout.",
    });
  }
  const bad = form.activation.find((name, l) => name !== "relu" && besideResidual(form, l));
  if (rate > 0 && bad !== undefined) {
    throw new ArgumentError({
      where,
      problem: `dropout beside residual connections needs activation "relu", got "${bad}"`,
      fix: 'Use activation "relu", or residual: false.',
    });
  }
  return { features: inputs, units: rate };
}
