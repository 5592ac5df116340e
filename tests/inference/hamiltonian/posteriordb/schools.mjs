/**
 * Effects theta_j = mu + tau z_j of schools: y_j ~ Normal(theta_j, sigma_j), z_j ~ Normal(0, 1), mu ~ Normal(0, 5),
 * tau ~ half-Cauchy(0, 5).
 */
export function schools({ J, y, sigma }) {
  const precisions = sigma.map((sd) => 1 / sd ** 2);
  return {
    parameters: [{ name: "z", size: J }, { name: "mu" }, { name: "tau", constraint: "positive" }],
    logDensity(values, gradient) {
      const [mu, tau] = [values[J], values[J + 1]];
      let value = -0.5 * (mu / 5) ** 2 - Math.log(1 + (tau / 5) ** 2);
      let [byMu, byTau] = [-mu / 25, (-2 * tau) / (25 + tau * tau)];
      for (let j = 0; j < J; j++) {
        const z = values[j];
        const r = y[j] - mu - tau * z;
        const slope = r * precisions[j];
        value -= 0.5 * (r * slope + z * z);
        gradient[j] = slope * tau - z;
        byMu += slope;
        byTau += slope * z;
      }
      gradient[J] = byMu;
      gradient[J + 1] = byTau;
      return value;
    },
  };
}
