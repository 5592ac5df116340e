import { checkLength } from "../../errors/checks.ts";
import { logProduct } from "../../numeric/logProduct.ts";
import { LOG_TWO_PI } from "../../numeric/special.ts";
import type { Prior } from "../prior.ts";
import { checkProper } from "./checkProper.ts";

/**
 * Independent normals: parameter j ~ N(mean_j, 1/precision_j), flat where the precision is 0.
 *   -log density = sum of precision_j (w_j - mean_j)^2 / 2 - log(precision_j / 2 pi) / 2 over the parameters not flat.
 * The arrays [D] become the prior's own.
 */
export function normalPrior(mean: Float64Array, precision: Float64Array): Prior {
  const size = precision.length;
  checkLength("prior", "mean", mean, size, "one per parameter");
  const scale = precision.map((value) => 1 / Math.sqrt(value));
  const proper = precision.filter((value) => value > 0);
  const constant = 0.5 * (logProduct(proper) - proper.length * LOG_TWO_PI);
  return {
    size,
    mean,
    scale,
    precision,
    logDensity(parameters) {
      checkLength("prior.logDensity", "parameters", parameters, size);
      let sum = 0;
      for (let j = 0; j < size; j++) {
        const away = parameters[j]! - mean[j]!;
        // In this order a flat parameter adds 0 however large it is.
        sum += precision[j]! * away * away;
      }
      return constant - 0.5 * sum;
    },
    addGradient(parameters, gradient) {
      checkLength("prior.addGradient", "parameters", parameters, size);
      checkLength("prior.addGradient", "gradient", gradient, size);
      let sum = 0;
      for (let j = 0; j < size; j++) {
        const away = parameters[j]! - mean[j]!;
        const slope = precision[j]! * away;
        gradient[j]! += slope;
        sum += slope * away;
      }
      return 0.5 * sum - constant;
    },
    sample(rng, out) {
      checkLength("prior.sample", "out", out, size);
      checkProper(scale);
      rng.fillNormal(out);
      for (let j = 0; j < size; j++) out[j] = mean[j]! + scale[j]! * out[j]!;
      return out;
    },
  };
}
