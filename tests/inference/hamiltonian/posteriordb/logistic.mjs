/** y ~ Bernoulli(1/(1 + exp(-X beta))) with beta_j ~ Normal(0, coefficientSd), or flat where that is 0. */
export function logistic({ X, y, coefficientSd }) {
  const [N, D] = [X.length, X[0].length];
  const x = Float64Array.from(X.flat());
  // +1 and -1: the log likelihood of a row is -log(1 + exp(-s X beta)).
  const signs = Float64Array.from(y, (one) => (one === 1 ? 1 : -1));
  const precision = coefficientSd > 0 ? 1 / coefficientSd ** 2 : 0;
  return {
    parameters: [{ name: "beta", size: D }],
    logDensity(values, gradient) {
      let value = 0;
      for (let i = 0, row = 0; i < N; i++, row += D) {
        let at = 0;
        for (let j = 0; j < D; j++) at += x[row + j] * values[j];
        at *= signs[i];
        const small = Math.exp(-Math.abs(at));
        value += Math.min(at, 0) - Math.log(1 + small);
        const slope = (signs[i] * (at < 0 ? 1 : small)) / (1 + small);
        for (let j = 0; j < D; j++) gradient[j] += slope * x[row + j];
      }
      for (let j = 0; j < D; j++) {
        value -= 0.5 * precision * values[j] * values[j];
        gradient[j] -= precision * values[j];
      }
      return value;
    },
  };
}
