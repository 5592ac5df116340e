import { expect } from "vitest";
import type { Marginals } from "../../src/predictive/marginals.ts";
import type { RegressionPredictive } from "../../src/predictive/predictive.ts";
import { partsOf } from "../../src/predictive/predictiveParts.ts";
import { createRng } from "../../src/random/rng.ts";
import { close } from "./closeness.ts";

/** What predictive distributions of counts must satisfy beside the contract of all; `holds` runs a property. */
export function countsContract(
  holds: (title: string, property: (p: RegressionPredictive) => void) => void,
  probabilities: readonly number[],
): void {
  const eachPosition = (check: (observation: Marginals, i: number) => void) => (p: RegressionPredictive) => {
    const { observation } = partsOf(p);
    expect(observation.discrete).toBe(true);
    for (let i = 0; i < observation.size; i++) check(observation, i);
  };

  holds(
    "a quantile is the smallest count whose cdf reaches p",
    eachPosition((observation, i) => {
      for (const probability of probabilities) {
        const q = observation.quantile(i, probability);
        expect(Number.isInteger(q) && q >= 0).toBe(true);
        // Where the cdf rests at a sum of weights of a mixture, that sum may have lost its last digits.
        expect(observation.cdf(i, q)).toBeGreaterThanOrEqual(probability * (1 - 1e-14));
        expect(observation.cdf(i, q - 1)).toBeLessThan(probability);
      }
    }),
  );

  holds(
    "probabilities add up to differences of the cdf, and nothing lies between counts",
    eachPosition((observation, i) => {
      const last = observation.quantile(i, 1 - 1e-12) + 2;
      let sum = 0;
      for (let k = 0; k <= last; k++) {
        sum += Math.exp(observation.logProb(i, k));
        close(observation.cdf(i, k), sum, 1e-12, "cdf");
        if (observation.cdf(i, k + 0.5) !== observation.cdf(i, k)) throw new Error(`cdf climbs behind ${k}`);
      }
      close(sum, 1, 1e-11, "total probability");
      for (const y of [-1, -0.5, 0.5, last + 0.25]) expect(observation.logProb(i, y)).toBe(-Infinity);
      expect(observation.cdf(i, -1e-9)).toBe(0);
    }),
  );

  holds(
    "crps is the sum of (F - step)^2",
    eachPosition((observation, i) => {
      const last = observation.quantile(i, 1 - 1e-12) + 10;
      const cdf = Float64Array.from({ length: last + 5 }, (_, k) => observation.cdf(i, k));
      for (const y of [-2, 0, observation.quantile(i, 0.3), observation.quantile(i, 0.9) + 0.5, last + 3]) {
        let sum = Math.max(0, -y);
        for (let k = 0; k < cdf.length; k++) {
          const below = Math.min(1, Math.max(0, y - k));
          sum += below * cdf[k]! * cdf[k]! + (1 - below) * (1 - cdf[k]!) * (1 - cdf[k]!);
        }
        close(observation.crps(i, y), sum, 1e-11 * (1 + sum), "crps");
      }
    }),
  );

  holds("draws are counts", (p) => {
    for (const y of p.sample(50, createRng("counts")).data) expect(Number.isInteger(y) && y >= 0).toBe(true);
  });
}
