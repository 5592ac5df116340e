import type { Target } from "../../model/target.ts";
import type { Whitening } from "../parts/whitening.ts";
import type { ElboEstimator } from "./estimator.ts";
import type { VariationalFamily } from "./family.ts";

/**
 * The reparameterised estimator (Kingma & Welling 2014; Blundell et al. 2015): one parameter vector for all rows, the
 * gradient of the loss there carried back along z = m + S e.
 */
export function plainEstimator(target: Target, family: VariationalFamily, white: Whitening): ElboEstimator {
  const { size, rows, compiled } = target;
  const { mean, scale, normal } = white;
  const z = new Float64Array(size);
  const g = new Float64Array(size);
  return {
    noise: family.noise,
    draw(noise, start, count, weight, gradient) {
      family.draw(noise, z);
      const parameters = target.parameters.view;
      for (let j = 0; j < size; j++) parameters[j] = mean[j]! + scale[j]! * z[j]!;
      let value = target.loss(start, count, rows / count);
      const slopes = target.gradient.view;
      if (normal === 0) value += target.addPrior();
      else {
        compiled.likelihood.own.forEach((own, k) => {
          value -= own.logDensity(parameters[normal + k]!);
          slopes[normal + k]! -= own.slope(parameters[normal + k]!);
        });
      }
      for (let j = 0; j < size; j++) g[j] = scale[j]! * slopes[j]!;
      family.addPathGradient(noise, g, weight, gradient);
      return value;
    },
  };
}
