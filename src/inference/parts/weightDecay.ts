import type { ParameterGroup } from "../../model/parameterGroup.ts";
import type { Reals } from "../../numeric/kernels/special.ts";

/** Decoupled weight decay: every weight shrinks by the part `share`; biases stay (section 9.1.2 of the book). */
export function shrinkWeights(groups: readonly ParameterGroup[], parameters: Reals, share: number): void {
  const keep = 1 - share;
  for (const { role, from, count } of groups) {
    if (role !== "weights") continue;
    for (let i = from; i < from + count; i++) parameters[i] = keep * parameters[i]!;
  }
}
