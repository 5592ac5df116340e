import { addProduct, columnsOf, transposedProductInto } from "./columns.mjs";

/** Rows whose factors 1 + e^-|t|, which are at most 2, are multiplied before a logarithm is taken. */
const BLOCK = 64;

/** y ~ Bernoulli(1/(1 + exp(-X beta))) with beta_j ~ Normal(0, coefficientSd), or flat where that is 0. */
export function logistic({ X, y, coefficientSd }) {
  const [N, D] = [X.length, X[0].length];
  const columns = columnsOf(X);
  const [at, slopes] = [new Float64Array(N), new Float64Array(N)];
  // +1 and -1: the log likelihood of a row is -log(1 + exp(-s t)) with t = X beta.
  const signs = Float64Array.from(y, (one) => (one === 1 ? 1 : -1));
  const precision = coefficientSd > 0 ? 1 / coefficientSd ** 2 : 0;
  return {
    parameters: [{ name: "beta", size: D }],
    logDensity(values, gradient) {
      at.fill(0);
      addProduct(at, columns, values);
      let value = 0;
      for (let i = 0; i < N; ) {
        let factors = 1;
        for (const end = Math.min(N, i + BLOCK); i < end; i++) {
          const t = signs[i] * at[i];
          const small = Math.exp(-Math.abs(t));
          value += Math.min(t, 0);
          factors *= 1 + small;
          slopes[i] = (signs[i] * (t < 0 ? 1 : small)) / (1 + small);
        }
        value -= Math.log(factors);
      }
      transposedProductInto(gradient, columns, slopes);
      for (let j = 0; j < D; j++) {
        value -= 0.5 * precision * values[j] * values[j];
        gradient[j] -= precision * values[j];
      }
      return value;
    },
  };
}
