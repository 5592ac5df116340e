import { exp, LOG_TWO_PI, log } from "../../numeric/special.ts";
import type { VariationalFamily } from "./family.ts";

/**
 * Any covariance L L': lambda = [m, log of the diagonal of L, the rest of L row after row], draws m + L e. A draw costs
 * O(P^2).
 */
export function fullFamily(size: number): VariationalFamily {
  const diagonal = new Float64Array(size);
  let lambda = new Float64Array(2 * size + (size * (size - 1)) / 2) as Float64Array;
  const row = (j: number) => 2 * size + (j * (j - 1)) / 2;
  return {
    size,
    count: lambda.length,
    noise: size,
    initialise(mean, spread, out) {
      out.fill(0);
      out.set(mean);
      out.fill(log(spread), size, 2 * size);
    },
    use(at) {
      lambda = at;
      for (let j = 0; j < size; j++) diagonal[j] = exp(at[size + j]!);
    },
    draw(noise, z) {
      for (let j = 0, at = row(0); j < size; j++) {
        let value = lambda[j]! + diagonal[j]! * noise[j]!;
        for (let k = 0; k < j; k++, at++) value += lambda[at]! * noise[k]!;
        z[j] = value;
      }
    },
    addPathGradient(noise, g, weight, gradient) {
      for (let j = 0, at = row(0); j < size; j++) {
        const slope = weight * g[j]!;
        gradient[j] = gradient[j]! + slope;
        gradient[size + j] = gradient[size + j]! + slope * diagonal[j]! * noise[j]!;
        for (let k = 0; k < j; k++, at++) gradient[at] = gradient[at]! + slope * noise[k]!;
      }
    },
    halfSecondMoment(first, weight, gradient) {
      let sum = 0;
      for (let j = 0, at = row(0); j < first; j++) {
        const [m, variance] = [lambda[j]!, diagonal[j]! * diagonal[j]!];
        sum += m * m + variance;
        gradient[j] = gradient[j]! + weight * m;
        gradient[size + j] = gradient[size + j]! + weight * variance;
        for (let k = 0; k < j; k++, at++) {
          sum += lambda[at]! * lambda[at]!;
          gradient[at] = gradient[at]! + weight * lambda[at]!;
        }
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
    variances: () =>
      diagonal.map((value, j) => {
        let sum = value * value;
        for (let k = 0; k < j; k++) sum += lambda[row(j) + k]! * lambda[row(j) + k]!;
        return sum;
      }),
    projectedVariance(h) {
      let sum = 0;
      for (let k = 0; k < size; k++) {
        let along = diagonal[k]! * h[k]!;
        for (let j = k + 1; j < size; j++) along += lambda[row(j) + k]! * h[j]!;
        sum += along * along;
      }
      return sum;
    },
    logDensity(z) {
      const e = new Float64Array(size);
      let sum = -0.5 * size * LOG_TWO_PI;
      for (let j = 0, at = row(0); j < size; j++) {
        let value = z[j]! - lambda[j]!;
        for (let k = 0; k < j; k++, at++) value -= lambda[at]! * e[k]!;
        e[j] = value / diagonal[j]!;
        sum -= 0.5 * e[j]! * e[j]! + lambda[size + j]!;
      }
      return sum;
    },
  };
}
