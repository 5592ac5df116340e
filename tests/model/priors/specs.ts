import type { ParameterGroup } from "../../../src/model/parameterGroup.ts";
import type { NormalPriorSpec, PriorSpec } from "../../../src/model/priorSpec.ts";

/** The priors other than the normal one, under the names that their densities have in `DENSITIES`. */
export const SPECS: Readonly<Record<string, Exclude<PriorSpec, NormalPriorSpec>>> = {
  Laplace: { kind: "laplace", scale: 0.3 },
  "elastic net": { kind: "elastic-net", l1: 1.5, l2: 2 },
  "scale mixture": { kind: "scale-mixture", share: 0.25, wide: 1.5, narrow: 0.1 },
  "Student t": { kind: "student-t", df: 3, scale: 0.5 },
  horseshoe: { kind: "horseshoe", scale: 0.4 },
};

/** Weights, then biases, layer after layer of a network with the given numbers of inputs, units and outputs. */
export function mlpGroups(widths: readonly number[]): ParameterGroup[] {
  const groups: ParameterGroup[] = [];
  let from = 0;
  for (let layer = 0; layer + 1 < widths.length; layer++) {
    const [fanIn, fanOut] = [widths[layer]!, widths[layer + 1]!];
    for (const role of ["weights", "biases"] as const) {
      const count = role === "weights" ? fanIn * fanOut : fanOut;
      groups.push({ role, layer, from, count, fanIn, fanOut });
      from += count;
    }
  }
  return groups;
}

/** Weights of some features and one bias. */
export const linearGroups = (weights: number): ParameterGroup[] => mlpGroups([weights, 1]);
