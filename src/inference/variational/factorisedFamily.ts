import { exp, LOG_TWO_PI, log } from "../../numeric/special.ts";
import type { VariationalFamily } from "./family.ts";

/** Independent normals: lambda = [m, log sd]. */
export function factorisedFamily(size: number): VariationalFamily {
  const sd = new Float64Array(size);
  let lambda = new Float64Array(2 * size) as Float64Array;
  return {
    size,
    count: 2 * size,
    noise: size,
    initialise: (mean, spread, out) => initialiseDiagonal(size, mean, spread, out),
    use(at) {
      lambda = at;
      for (let j = 0; j < size; j++) sd[j] = exp(at[size + j]!);
    },
    draw(noise, z) {
      for (let j = 0; j < size; j++) z[j] = lambda[j]! + sd[j]! * noise[j]!;
    },
    addPathGradient(noise, g, weight, gradient) {
      for (let j = 0; j < size; j++) {
        const slope = weight * g[j]!;
        gradient[j] = gradient[j]! + slope;
        gradient[size + j] = gradient[size + j]! + slope * sd[j]! * noise[j]!;
      }
    },
    halfSecondMoment(first, weight, gradient) {
      let sum = 0;
      for (let j = 0; j < first; j++) {
        const [m, variance] = [lambda[j]!, sd[j]! * sd[j]!];
        sum += m * m + variance;
        gradient[j] = gradient[j]! + weight * m;
        gradient[size + j] = gradient[size + j]! + weight * variance;
      }
      return 0.5 * sum;
    },
    entropy(weight, gradient) {
      let sum = 0.5 * size * (1 + LOG_TWO_PI);
      for (let j = size; j < 2 * size; j++) {
        sum += lambda[j]!;
        gradient[j] = gradient[j]! + weight;
      }
      return sum;
    },
    variances: () => sd.map((value) => value * value),
    projectedVariance(h) {
      let sum = 0;
      for (let j = 0; j < size; j++) sum += h[j]! * h[j]! * sd[j]! * sd[j]!;
      return sum;
    },
    logDensity(z) {
      let sum = -0.5 * size * LOG_TWO_PI;
      for (let j = 0; j < size; j++) {
        const u = (z[j]! - lambda[j]!) / sd[j]!;
        sum -= 0.5 * u * u + lambda[size + j]!;
      }
      return sum;
    },
  };
}

/** lambda = [mean, log spread, 0 ...]. */
export function initialiseDiagonal(
  size: number,
  mean: Float64Array,
  spread: number,
  lambda: Float64Array,
): void {
  lambda.fill(0);
  lambda.set(mean);
  lambda.fill(log(spread), size, 2 * size);
}
