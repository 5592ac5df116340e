import { describe, expect, test } from "vitest";
import { kolmogorovSmirnov } from "../../../src/metrics/kolmogorovSmirnov.ts";
import { createRng, type Rng } from "../../../src/random/rng.ts";
import { cdfAt, DENSITIES } from "./densities.ts";

const DRAWS = 40_000;
/** sqrt(n) times the Kolmogorov-Smirnov distance is above this once in a thousand samples (its limiting distribution). */
const ONE_IN_A_THOUSAND = 1.95;

/** sqrt(n) times the distance of draws from a density. */
function distance(name: string, sample: (rng: Rng) => number): number {
  const rng = createRng("draws of priors").fork(name);
  const draws = Float64Array.from({ length: DRAWS }, () => sample(rng)).sort();
  const pit = cdfAt(draws, DENSITIES[name]!).map((p) => Math.min(1, Math.max(0, p)));
  return Math.sqrt(DRAWS) * kolmogorovSmirnov(pit);
}

const exponential = (rng: Rng) => -Math.log(1 - rng.uniform());
const sign = (rng: Rng) => (rng.uniform() < 0.5 ? 1 : -1);

/** Samplers with the slips that are easily made. */
const BROKEN: Readonly<Record<string, Readonly<Record<string, (rng: Rng) => number>>>> = {
  normal: { "the variance for the standard deviation": (rng) => 0.49 * rng.normal() },
  Laplace: {
    "the rate for the scale": (rng) => (sign(rng) * exponential(rng)) / 0.3,
    "without a sign": (rng) => 0.3 * exponential(rng),
  },
  "elastic net": {
    "without the rejection": (rng) => (sign(rng) * exponential(rng)) / ((1.5 + Math.sqrt(1.5 ** 2 + 8)) / 2),
    "Laplace shrunk by a normal": (rng) => (sign(rng) * exponential(rng)) / (1.5 + 2),
  },
  "scale mixture": {
    "the shares swapped": (rng) => (rng.uniform() < 0.75 ? 1.5 : 0.1) * rng.normal(),
    "a sum of both": (rng) => 0.25 * 1.5 * rng.normal() + 0.75 * 0.1 * rng.normal(),
  },
  "Student t": {
    "without the square root": (rng) => (0.5 * rng.normal()) / rng.gamma(1.5, 1.5),
    "df for df/2": (rng) => (0.5 * rng.normal()) / Math.sqrt(rng.gamma(3, 3)),
  },
  horseshoe: {
    "half-normal local scales": (rng) => 0.4 * rng.normal() * rng.normal(),
    "one normal used twice": (rng) => {
      const z = rng.normal();
      return (0.4 * z * z) / Math.abs(rng.normal());
    },
  },
};

describe.each(Object.entries(DENSITIES))("draws of %s", (name, density) => {
  test("have its distribution", () => {
    expect(distance(name, (rng) => density.sample(rng))).toBeLessThan(ONE_IN_A_THOUSAND);
  });

  test.each(Object.entries(BROKEN[name] ?? {}))("a sampler is caught: %s", (_, sample) => {
    expect(distance(name, sample)).toBeGreaterThan(1.5 * ONE_IN_A_THOUSAND);
  });
});
