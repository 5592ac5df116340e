import type { Posterior } from "../../inference/method.ts";
import type { OverlayCurves } from "../figures/overlayFigure.ts";
import type { TextPiece } from "../page/text.ts";

/** The names of methods as a list in a sentence. */
export function listNames(methods: readonly { readonly name: string }[]): TextPiece[] {
  return methods.flatMap(({ name }, i) => {
    const before = i === 0 ? [] : [i === methods.length - 1 ? " and " : ", "];
    return [...before, { name }];
  });
}

/** Mean and band of two standard deviations of f at the rows of x. */
export function functionCurves(
  name: string,
  posterior: Posterior<"regression">,
  x: Float64Array,
): OverlayCurves {
  const predictive = posterior.predict(x);
  return { name, mean: predictive.mean, band: predictive.band(2, "function") };
}
