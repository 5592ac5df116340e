import { describe, expect, it } from "vitest";
import { type Chains, poolChains } from "../../src/diagnostics/chains.ts";
import { mcseMean } from "../../src/diagnostics/mcseMean.ts";
import { mcseQuantile } from "../../src/diagnostics/mcseQuantile.ts";
import { mcseSd } from "../../src/diagnostics/mcseSd.ts";
import { meanAndVariance } from "../../src/diagnostics/meanAndVariance.ts";
import { sampleQuantile } from "../../src/diagnostics/sampleQuantile.ts";
import { standardDeviation } from "../../src/diagnostics/standardDeviation.ts";
import { createRng } from "../../src/random/rng.ts";
import { autoregressive, transform } from "./simulate.ts";

const REPLICATES = 200;
const S = 2000;
const RHO = 0.8;
/** Four standard errors of the mean of as many squares of standard normal numbers. */
const TOLERANCE = 4 * Math.sqrt(2 / REPLICATES);

const runs = Array.from({ length: REPLICATES }, (_, k) =>
  autoregressive(createRng("mcse").fork(k), RHO, 4, S / 4),
);
const mean = (chains: Chains) => meanAndVariance(poolChains(chains)).mean;
const quantile = (chains: Chains) => sampleQuantile(poolChains(chains).sort(), 0.9);

/** Mean over the runs of (error/standard error)^2, which is 1 if the standard errors are right. */
function ratio(error: (chains: Chains) => number, standardError: (chains: Chains) => number): number {
  return meanAndVariance(runs.map((chains) => (error(chains) / standardError(chains)) ** 2)).mean;
}

describe("Monte Carlo standard errors of chains with autocorrelations 0.8^t, whose distribution is known", () => {
  const quantileError = (chains: Chains) => quantile(chains) - 1.2815515655446004;
  const cases = [
    { name: "mean", error: mean, right: mcseMean, naive: (c: Chains) => standardDeviation(c) / Math.sqrt(S) },
    {
      name: "sd",
      error: (c: Chains) => standardDeviation(c) - 1,
      right: mcseSd,
      naive: (c: Chains) => standardDeviation(c) / Math.sqrt(2 * S),
    },
    {
      name: "quantile",
      error: quantileError,
      right: (c: Chains) => mcseQuantile(c, 0.9),
      // sqrt(p (1 - p)/S)/density, with the density of the standard normal distribution at its 90 % quantile.
      naive: () => Math.sqrt(0.09 / S) / 0.17549833,
    },
  ];

  it.each(cases)("$name: the errors of 200 runs are as large as they say", ({ error, right }) => {
    expect(Math.abs(ratio(error, right) - 1)).toBeLessThan(TOLERANCE);
  });

  it.each(cases)("$name: a broken twin that takes draws for independent is caught", ({ error, naive }) => {
    expect(ratio(error, naive)).toBeGreaterThan(1 + 4 * TOLERANCE);
  });
});

describe("Monte Carlo standard errors", () => {
  const drawn = runs[0]!;
  const all = { mcseMean, mcseSd, q: (c: Chains) => mcseQuantile(c, 0.3) };

  it.each(Object.entries(all))("%s has the units of the draws and no origin", (_, mcse) => {
    for (const scale of [3, 1e-200, 1e200])
      expect(mcse(transform(drawn, (x) => scale * x)) / scale / mcse(drawn)).toBeCloseTo(1, 9);
    expect(mcse(transform(drawn, (x) => x + 1000)) / mcse(drawn)).toBeCloseTo(1, 8);
    expect(mcse([...drawn].reverse()) / mcse(drawn)).toBeCloseTo(1, 9);
  });

  it("of the mean and the sd mirror with the draws, and quantiles change places", () => {
    const mirrored = transform(drawn, (x) => -x);
    expect(mcseMean(mirrored) / mcseMean(drawn)).toBeCloseTo(1, 9);
    expect(mcseSd(mirrored) / mcseSd(drawn)).toBeCloseTo(1, 9);
    expect(mcseQuantile(mirrored, 0.7) / mcseQuantile(drawn, 0.3)).toBeCloseTo(1, 1);
  });

  it("of normal draws: sd/sqrt(S) and sd/sqrt(2 S)", () => {
    const independent = autoregressive(createRng("normal"), 0, 4, 5000);
    expect(Math.abs(mcseMean(independent) * Math.sqrt(20000) - 1)).toBeLessThan(0.05);
    expect(Math.abs(mcseSd(independent) * Math.sqrt(40000) - 1)).toBeLessThan(0.05);
  });

  it("of ties may be 0, and of equal or too few draws is NaN", () => {
    const whole = transform(drawn, Math.round);
    expect(mcseQuantile(whole, 0.5)).toBe(0);
    for (const mcse of Object.values(all)) {
      expect(mcse([new Float64Array(50).fill(3)])).toBeNaN();
      expect(mcse(drawn.map((chain) => chain.subarray(0, 11)))).toBeNaN();
    }
  });

  it("standardDeviation: divisor S - 1, and what has none", () => {
    expect(standardDeviation([Float64Array.of(1, 2), Float64Array.of(3, 4)])).toBeCloseTo(
      Math.sqrt(5 / 3),
      14,
    );
    expect(standardDeviation([Float64Array.of(1, 1, 1)])).toBe(0);
    expect(standardDeviation([Float64Array.of(1)])).toBeNaN();
    expect(standardDeviation([Float64Array.of(1, Number.NaN)])).toBeNaN();
    expect(standardDeviation([Float64Array.of(-5e-324, 5e-324, 0)])).toBe(5e-324);
  });
});
