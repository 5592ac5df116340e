/**
 * y ~ theta Normal(mu_1, sigma_1) + (1 - theta) Normal(mu_2, sigma_2) with mu_1 < mu_2, all with priors Normal(0, 2) but
 * theta ~ Beta(5, 5).
 */
export function mixture({ y }) {
  const data = Float64Array.from(y);
  return {
    parameters: [
      { name: "mu", size: 2, constraint: "ordered" },
      { name: "sigma", size: 2, constraint: "positive" },
      { name: "theta", constraint: { lower: 0, upper: 1 } },
    ],
    logDensity(values, gradient) {
      const [mu1, mu2, sigma1, sigma2, theta] = values;
      const [log1, log2] = [Math.log(theta / sigma1), Math.log((1 - theta) / sigma2)];
      let value = 4 * Math.log(theta * (1 - theta));
      let [m1, m2, s1, s2, share] = [0, 0, 0, 0, 0];
      for (let i = 0; i < data.length; i++) {
        const [z1, z2] = [(data[i] - mu1) / sigma1, (data[i] - mu2) / sigma2];
        const first = log1 - 0.5 * z1 * z1;
        const gap = log2 - 0.5 * z2 * z2 - first;
        const small = Math.exp(-Math.abs(gap));
        value += first + Math.max(gap, 0) + Math.log(1 + small);
        // The probability that the row is of the first normal.
        const p = (gap > 0 ? small : 1) / (1 + small);
        m1 += p * z1;
        s1 += p * (z1 * z1 - 1);
        m2 += (1 - p) * z2;
        s2 += (1 - p) * (z2 * z2 - 1);
        share += p;
      }
      const all = [m1 / sigma1, m2 / sigma2, s1 / sigma1, s2 / sigma2];
      for (let k = 0; k < 4; k++) {
        value -= (values[k] * values[k]) / 8;
        gradient[k] = all[k] - values[k] / 4;
      }
      gradient[4] = (share + 4) / theta - (data.length - share + 4) / (1 - theta);
      return value;
    },
  };
}
