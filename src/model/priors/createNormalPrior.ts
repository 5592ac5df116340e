import { checkLength } from "../../errors/checks.ts";
import { ArgumentError, ShapeError } from "../../errors/errors.ts";
import type { ParameterGroup } from "../parameterGroup.ts";
import type { Prior } from "../prior.ts";
import type { NormalPriorSpec } from "../priorSpec.ts";
import { normalPrior } from "./normalPrior.ts";

/**
 * The normal prior of a spec. Weight j of layer l has precision precision_j fan_in / variance_l (without fan_in where `by`
 * is "parameter"), a bias 1/biasVariance or, where that is the "same", 1/variance_l. Errors as of `createPrior`.
 */
export function createNormalPrior(
  spec: NormalPriorSpec,
  groups: readonly ParameterGroup[],
  linear: boolean,
): Prior {
  const size = groups.reduce((sum, { count }) => sum + count, 0);
  const relative = weightPrecision(spec, groups, linear);
  const variances = layerVariances(spec, groups);
  const biasVariance = spec.biasVariance ?? (linear ? "same" : 1);
  const byFanIn = (spec.by ?? (linear ? "parameter" : "fan-in")) === "fan-in";

  const precision = new Float64Array(size);
  let weight = 0;
  for (const { role, layer, from, count, fanIn } of groups) {
    const variance = variances[layer]!;
    if (role === "biases") {
      const own = biasVariance === "same" ? variance : biasVariance;
      precision.fill(own === "flat" ? 0 : 1 / own, from, from + count);
      continue;
    }
    for (let j = from; j < from + count; j++) {
      const units = (relative?.[weight++] ?? 1) * (byFanIn ? fanIn : 1);
      precision[j] = variance === "flat" ? 0 : units / variance;
    }
  }
  if (spec.mean !== undefined)
    checkLength("prior", "mean", spec.mean, size, "one per parameter, in their order");
  return normalPrior(
    spec.mean === undefined ? new Float64Array(size) : Float64Array.from(spec.mean),
    precision,
  );
}

/** Precisions of the weights in units of 1/variance, if given. */
function weightPrecision(
  { precision }: NormalPriorSpec,
  groups: readonly ParameterGroup[],
  linear: boolean,
): readonly number[] | undefined {
  if (precision === undefined) return undefined;
  if (!linear) {
    throw new ArgumentError({
      where: "prior",
      problem:
        "precisions of single weights are for networks that are linear in their parameters, got an mlp",
      fix: "Give `variance` one number for each layer instead.",
    });
  }
  const weights = groups.reduce((sum, { role, count }) => sum + (role === "weights" ? count : 0), 0);
  checkLength("prior", "precision", precision, weights, "one per weight");
  return precision;
}

/** The prior variance of the weights of every layer. */
function layerVariances(
  { variance }: NormalPriorSpec,
  groups: readonly ParameterGroup[],
): readonly (number | "flat")[] {
  const layers = groups.reduce((most, { layer }) => Math.max(most, layer + 1), 0);
  if (variance === "learned") {
    throw new ArgumentError({
      where: "prior",
      problem: 'a prior variance that is "learned" needs exact inference, no other method learns it',
      fix: "Give a number, such as `variance: 1`.",
      details: { variance },
    });
  }
  if (variance === "flat" || typeof variance === "number") return new Array(layers).fill(variance);
  if (variance.length === layers) return variance;
  throw new ShapeError({
    where: "prior",
    problem: `variance must have one number for each of ${layers} layers, the output layer included, got ${variance.length}`,
    fix: "Give a single number for all layers, or one for each.",
    details: { expected: layers, found: variance.length },
  });
}
