import { checkLength } from "../../errors/checks.ts";
import type { Reals } from "../../numeric/kernels/special.ts";
import { log } from "../../numeric/special.ts";
import type { Prior } from "../prior.ts";
import { checkProper } from "./checkProper.ts";
import type { UnitDensity } from "./unitDensity.ts";

/** Neighbouring parameters w of the same prior: w/unit has the given density; flat where there is none. */
export interface PriorGroup {
  readonly count: number;
  readonly unit: number;
  readonly density?: UnitDensity;
}

/** Independent parameters, group after group, of density(w/unit)/unit each. Centred at 0. */
export function groupedPrior(groups: readonly PriorGroup[]): Prior {
  const size = groups.reduce((sum, { count }) => sum + count, 0);
  const scale = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  let start = 0;
  for (const { count, unit, density } of groups) {
    if (density !== undefined) scale.fill(unit * density.scale, start, start + count);
    start += count;
  }
  const logDensity = (parameters: Reals): number => {
    checkLength("prior", "parameters", parameters, size);
    let sum = 0;
    let j = 0;
    for (const { count, unit, density } of groups) {
      const end = j + count;
      if (density === undefined) j = end;
      else sum -= count * log(unit);
      for (; j < end; j++) sum += density!.logDensity(parameters[j]! / unit);
    }
    return sum;
  };
  return {
    size,
    mean: new Float64Array(size),
    scale,
    logDensity,
    addGradient(parameters, gradient) {
      checkLength("prior.addGradient", "gradient", gradient, size);
      const loss = -logDensity(parameters);
      let j = 0;
      for (const { count, unit, density } of groups) {
        const end = j + count;
        if (density === undefined) j = end;
        for (; j < end; j++) gradient[j]! -= density!.slope(parameters[j]! / unit) / unit;
      }
      return loss;
    },
    sample(rng, out) {
      checkLength("prior.sample", "out", out, size);
      checkProper(scale);
      let j = 0;
      for (const { count, unit, density } of groups) {
        for (const end = j + count; j < end; j++) out[j] = unit * density!.sample(rng);
      }
      return out;
    },
  };
}
