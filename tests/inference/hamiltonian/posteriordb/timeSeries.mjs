/**
 * GARCH(1, 1): y_t ~ Normal(mu, s_t) with s_1 known and s_t^2 = alpha0 + alpha1 (y_(t-1) - mu)^2 + beta1 s_(t-1)^2, flat
 * where alpha1 + beta1 < 1. Its last parameter is the share beta1 / (1 - alpha1).
 */
export function garch({ y, sigma1 }) {
  const data = Float64Array.from(y);
  return {
    parameters: [
      { name: "mu" },
      { name: "alpha0", constraint: "positive" },
      { name: "alpha1", constraint: { lower: 0, upper: 1 } },
      { name: "share", constraint: { lower: 0, upper: 1 } },
    ],
    logDensity(values, gradient) {
      const [mu, alpha0, alpha1, share] = values;
      const beta1 = share * (1 - alpha1);
      let variance = sigma1 ** 2;
      // The slopes of the variance by mu, alpha0, alpha1 and beta1, and those of the log density.
      let [v0, v1, v2, v3] = [0, 0, 0, 0];
      let [g0, g1, g2, g3] = [0, 0, 0, 0];
      let value = 0;
      for (let t = 0; t < data.length; t++) {
        if (t > 0) {
          const last = data[t - 1] - mu;
          v0 = beta1 * v0 - 2 * alpha1 * last;
          v1 = beta1 * v1 + 1;
          v2 = beta1 * v2 + last * last;
          v3 = beta1 * v3 + variance;
          variance = alpha0 + alpha1 * last * last + beta1 * variance;
        }
        const r = data[t] - mu;
        const z = r / variance;
        value -= 0.5 * (Math.log(variance) + r * z);
        const slope = 0.5 * (z * z - 1 / variance);
        g0 += slope * v0 + z;
        g1 += slope * v1;
        g2 += slope * v2;
        g3 += slope * v3;
      }
      gradient[0] = g0;
      gradient[1] = g1;
      // Flat on beta1 is a density 1 - alpha1 of the share.
      gradient[2] = g2 - share * g3 - 1 / (1 - alpha1);
      gradient[3] = (1 - alpha1) * g3;
      return value + Math.log(1 - alpha1);
    },
  };
}

/** Unconstrained coordinates of ARMA(1, 1) start within these bounds. */
export const ARMA_RADIUS = 0.5;

/**
 * ARMA(1, 1): e_t = y_t - mu - phi y_(t-1) - theta e_(t-1) ~ Normal(0, sigma), where mu stands for y_0 and 0 for e_0;
 * mu ~ Normal(0, 10), phi and theta ~ Normal(0, 2), sigma ~ half-Cauchy(0, 2.5). Chains start near 0: where |theta| > 1 errors grow
 * without bounds, and from there a chain may end in a mode of no weight.
 */
export function arma({ y }) {
  const data = Float64Array.from(y);
  return {
    parameters: [
      { name: "mu" },
      { name: "phi" },
      { name: "theta" },
      { name: "sigma", constraint: "positive" },
    ],
    start(rng) {
      const [mu, phi, theta, u] = [0, 0, 0, 0].map(() => ARMA_RADIUS * (2 * rng.uniform() - 1));
      return [mu, phi, theta, Math.exp(u)];
    },
    logDensity(values, gradient) {
      const [mu, phi, theta, sigma] = values;
      let e = data[0] - mu - phi * mu;
      // The slopes of the error by mu, phi and theta, and those of half the sum of squares.
      let [e0, e1, e2] = [-1 - phi, -mu, 0];
      let [g0, g1, g2] = [e * e0, e * e1, 0];
      let squares = e * e;
      for (let t = 1; t < data.length; t++) {
        e0 = -1 - theta * e0;
        e1 = -data[t - 1] - theta * e1;
        e2 = -e - theta * e2;
        e = data[t] - mu - phi * data[t - 1] - theta * e;
        squares += e * e;
        g0 += e * e0;
        g1 += e * e1;
        g2 += e * e2;
      }
      const precision = 1 / (sigma * sigma);
      gradient[0] = -precision * g0 - mu / 100;
      gradient[1] = -precision * g1 - phi / 4;
      gradient[2] = -precision * g2 - theta / 4;
      gradient[3] = (squares * precision - data.length) / sigma - (2 * sigma) / (6.25 + sigma * sigma);
      const priors = (mu * mu) / 200 + (phi * phi + theta * theta) / 8 + Math.log(1 + (sigma * sigma) / 6.25);
      return -data.length * Math.log(sigma) - 0.5 * squares * precision - priors;
    },
  };
}
