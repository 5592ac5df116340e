import type { CompiledModel } from "../../model/compileModel.ts";
import type { ParameterGroup } from "../../model/parameterGroup.ts";
import type { Prior } from "../../model/prior.ts";
import { createPrior } from "../../model/priors/createPrior.ts";
import { normalPrior } from "../../model/priors/normalPrior.ts";
import type { MaskRates } from "./maskRates.ts";

/**
 * The prior that training with dropout works with: -log density of the weights that leave dropped features or units counts
 * 1 - p times, everything else once. So a normal prior of standard deviation 1/l and noise of precision tau make the
 * rule of Gal & Ghahramani (2016, "Dropout as a Bayesian approximation"; their p is the probability to keep),
 *   1/(2 N) sum (y_n - f(x_n))^2 + lambda sum w^2,   lambda = (1 - p) l^2 / (2 N tau),
 * which is U/(N tau) of this library: tau/2 sum (y - f)^2 + (1 - p) l^2/2 sum w^2 divided by N tau.
 *
 * Their derivation is for masks of 0 and 1. In terms of weights w = (1 - p) m, which masks of 0 and 1/(1 - p) multiply, its
 * factor would be 1/(1 - p); the rule is used as published, and at the usual small rates the two differ little.
 */
export function dropoutPrior({ model, form, prior }: CompiledModel, rates: MaskRates): Prior {
  const keep = ({ role, layer }: ParameterGroup) =>
    role === "biases" ? 1 : 1 - (layer === 0 ? rates.features : rates.units);
  if (prior.precision !== undefined) {
    const precision = prior.precision.slice();
    for (const group of form.groups) {
      for (let j = group.from; j < group.from + group.count; j++) precision[j] = keep(group) * precision[j]!;
    }
    return normalPrior(prior.mean, precision);
  }
  const linear = model.spec.network.kind !== "mlp";
  const parts = form.groups.map((group) => ({
    from: group.from,
    to: group.from + group.count,
    power: keep(group),
    prior: createPrior(model.spec.prior, [{ ...group, from: 0 }], linear),
  }));
  return {
    ...prior,
    logDensity: (parameters) =>
      parts.reduce((sum, part) => {
        return sum + part.power * part.prior.logDensity(parameters.subarray(part.from, part.to));
      }, 0),
    addGradient: (parameters, gradient) =>
      parts.reduce((sum, part) => {
        const slopes = new Float64Array(part.to - part.from);
        const loss = part.prior.addGradient(parameters.subarray(part.from, part.to), slopes);
        for (let j = part.from; j < part.to; j++) gradient[j]! += part.power * slopes[j - part.from]!;
        return sum + part.power * loss;
      }, 0),
  };
}
