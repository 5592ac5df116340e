import { addProduct, columnsOf, dot, transposedProductInto } from "./columns.mjs";

/**
 * y ~ Normal(X beta, sigma) with beta_j ~ Normal(0, coefficientSd), or flat where that is 0. The prior of sigma is flat,
 * half-Cauchy or half-normal (0, 1, 2) of the given width.
 */
export function linear({ X, y, coefficientSd, scalePrior, scaleWidth }) {
  const [N, D] = [X.length, X[0].length];
  const columns = columnsOf(X);
  // The residuals are X beta - y.
  const negative = Float64Array.from(y, (value) => -value);
  const residuals = new Float64Array(N);
  const precision = coefficientSd > 0 ? 1 / coefficientSd ** 2 : 0;
  const squareWidth = scaleWidth ** 2;
  return {
    parameters: [
      { name: "beta", size: D },
      { name: "sigma", constraint: "positive" },
    ],
    logDensity(values, gradient) {
      const sigma = values[D];
      residuals.set(negative);
      addProduct(residuals, columns, values);
      const squares = dot(residuals, residuals);
      let value = -N * Math.log(sigma) - squares / (2 * sigma * sigma);
      transposedProductInto(gradient, columns, residuals);
      for (let j = 0; j < D; j++) {
        value -= 0.5 * precision * values[j] * values[j];
        gradient[j] = -gradient[j] / (sigma * sigma) - precision * values[j];
      }
      gradient[D] = -N / sigma + squares / sigma ** 3;
      if (scalePrior === 1) {
        value -= Math.log(1 + (sigma * sigma) / squareWidth);
        gradient[D] -= (2 * sigma) / (squareWidth + sigma * sigma);
      } else if (scalePrior === 2) {
        value -= (sigma * sigma) / (2 * squareWidth);
        gradient[D] -= sigma / squareWidth;
      }
      return value;
    },
  };
}
