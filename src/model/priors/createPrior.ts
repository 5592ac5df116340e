import type { ParameterGroup } from "../parameterGroup.ts";
import type { Prior } from "../prior.ts";
import type { NormalPriorSpec, PriorSpec } from "../priorSpec.ts";
import { createNormalPrior } from "./createNormalPrior.ts";
import { elasticNetDensity } from "./elasticNetDensity.ts";
import { groupedPrior } from "./groupedPrior.ts";
import { horseshoeDensity } from "./horseshoeDensity.ts";
import { laplaceDensity } from "./laplaceDensity.ts";
import { normalDensity } from "./normalDensity.ts";
import { scaleMixtureDensity } from "./scaleMixtureDensity.ts";
import { studentTDensity } from "./studentTDensity.ts";
import type { UnitDensity } from "./unitDensity.ts";

/**
 * The prior of a checked spec for the parameters of a network, whose groups cover all of them in order. A weight w of a layer
 * has density p(w/s)/s, where p is the density of the spec and s = 1/sqrt(fan_in), or 1 where `by` is "parameter"; biases
 * are normal. Whether the network is linear in its parameters, or else an mlp, decides the defaults of the spec.
 *
 * Throws a ShapeError where a list of the spec does not fit the network, and an ArgumentError where the spec has a variance
 * that is to be learned or, for an mlp, precisions of single weights.
 */
export function createPrior(spec: PriorSpec, groups: readonly ParameterGroup[], linear: boolean): Prior {
  if (spec.kind === "normal") return createNormalPrior(spec, groups, linear);
  const density = weightDensity(spec);
  const byFanIn = (spec.by ?? (linear ? "parameter" : "fan-in")) === "fan-in";
  const { biasVariance = 1 } = spec;
  const bias = biasVariance === "flat" ? {} : { density: normalDensity(Math.sqrt(biasVariance)) };
  return groupedPrior(
    groups.map(({ role, count, fanIn }) =>
      role === "biases"
        ? { count, unit: 1, ...bias }
        : { count, unit: byFanIn ? 1 / Math.sqrt(fanIn) : 1, density },
    ),
  );
}

function weightDensity(spec: Exclude<PriorSpec, NormalPriorSpec>): UnitDensity {
  switch (spec.kind) {
    case "laplace":
      return laplaceDensity(spec.scale);
    case "elastic-net":
      return elasticNetDensity(spec.l1, spec.l2);
    case "scale-mixture":
      return scaleMixtureDensity(spec.share, spec.wide, spec.narrow);
    case "student-t":
      return studentTDensity(spec.df, spec.scale);
    case "horseshoe":
      return horseshoeDensity(spec.scale);
  }
}
