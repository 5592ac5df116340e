import type { ParameterGroup } from "../../../src/model/parameterGroup.ts";
import type { PriorSpec } from "../../../src/model/priorSpec.ts";
import { integrate } from "../../../src/numeric/quadrature.ts";

const normal = (w: number, mean: number, variance: number) =>
  Math.exp((-(w - mean) * (w - mean)) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);

/** The integral of an even density over the line, of which 60 units hold all there is. */
const total = (density: (z: number) => number) => 2 * integrate(density, 0, 60, 1e-14);

/** The density of a weight of unit 1, as the specs define it; constants and mixtures by quadrature. */
function weightDensity(spec: Exclude<PriorSpec, { kind: "normal" }>): (z: number) => number {
  switch (spec.kind) {
    case "laplace":
      return (z) => Math.exp(-Math.abs(z) / spec.scale) / (2 * spec.scale);
    case "elastic-net": {
      const shape = (z: number) => Math.exp(-spec.l1 * Math.abs(z) - (spec.l2 * z * z) / 2);
      const constant = total(shape);
      return (z) => shape(z) / constant;
    }
    case "scale-mixture":
      return (z) =>
        spec.share * normal(z, 0, spec.wide * spec.wide) +
        (1 - spec.share) * normal(z, 0, spec.narrow * spec.narrow);
    case "student-t": {
      // z = tan(a) makes the heavy tails end.
      const shape = (z: number) => (1 + (z / spec.scale) ** 2 / spec.df) ** (-(spec.df + 1) / 2);
      const constant =
        2 * integrate((a) => shape(Math.tan(a)) / Math.cos(a) ** 2, 0, Math.PI / 2 - 1e-9, 1e-14);
      return (z) => shape(z) / constant;
    }
    case "horseshoe":
      // The local scale is tan(a) with a uniform: it is half-Cauchy.
      return (z) =>
        integrate((a) => normal(z, 0, (spec.scale * Math.tan(a)) ** 2), 0, Math.PI / 2, 1e-13) /
        (Math.PI / 2);
  }
}

/** The slow and obvious twin of -log prior of the parameters of an mlp, written down as specs define it. */
export function slowPrior(
  spec: PriorSpec,
  groups: readonly ParameterGroup[],
): (parameters: ArrayLike<number>) => number {
  const density = spec.kind === "normal" ? undefined : weightDensity(spec);
  return (parameters) => {
    let loss = 0;
    for (const { role, layer, from, count, fanIn } of groups) {
      const unit = (spec.by ?? "fan-in") === "fan-in" ? 1 / Math.sqrt(fanIn) : 1;
      for (let j = from; j < from + count; j++) {
        const w = parameters[j]!;
        if (density !== undefined && role === "weights") loss -= Math.log(density(w / unit) / unit);
        else loss -= normalTerm(spec, role, layer, unit, w, j);
      }
    }
    return loss;
  };
}

/** log density of one parameter under a normal prior, or of a bias under any. */
function normalTerm(
  spec: PriorSpec,
  role: ParameterGroup["role"],
  layer: number,
  unit: number,
  w: number,
  j: number,
): number {
  if (spec.kind !== "normal") return Math.log(normal(w, 0, (spec.biasVariance ?? 1) as number));
  const ofLayer = typeof spec.variance === "object" ? spec.variance[layer]! : (spec.variance as number);
  const ofBias = spec.biasVariance ?? 1;
  if (role === "biases" && ofBias === "flat") return 0;
  const variance =
    role === "weights" ? ofLayer * unit * unit : ofBias === "same" ? ofLayer : (ofBias as number);
  return Math.log(normal(w, spec.mean?.[j] ?? 0, variance));
}
