import { describe, expect, test } from "vitest";
import { createCovarianceEstimate } from "../../../src/inference/hamiltonian/covarianceEstimate.ts";
import { averaged, beginAveraging } from "../../../src/inference/hamiltonian/dualAveraging.ts";
import { initialStep } from "../../../src/inference/hamiltonian/initialStep.ts";
import { energyFraction } from "../../../src/inference/hamiltonian/iterationStatistics.ts";
import { sampleDensity } from "../../../src/inference/hamiltonian/sampleDensity.ts";
import type { UserDensity } from "../../../src/inference/hamiltonian/userDensity.ts";
import { warmUpWindows } from "../../../src/inference/hamiltonian/warmUpWindows.ts";
import { createRng } from "../../../src/random/rng.ts";
import { quadratic, withIntegrator } from "./densities.ts";

describe("dual averaging", () => {
  test.each([0.6, 0.8, 0.95])("finds the step whose noisy acceptance is %f on average", (target) => {
    const rng = createRng("dual averaging");
    const acceptance = (step: number) => Math.exp(-step * step);
    const wanted = Math.sqrt(-Math.log(target));
    let state = beginAveraging(3);
    for (let k = 0; k < 2000; k++) {
      const noisy = acceptance(Math.exp(state.logStep)) + 0.1 * rng.normal();
      state = averaged(state, noisy, target);
    }
    expect(Math.abs(acceptance(Math.exp(state.logMean)) - target)).toBeLessThan(0.02);
    expect(Math.abs(Math.exp(state.logMean) / wanted - 1)).toBeLessThan(0.1);
  });

  test("takes its first steps as the equations say", () => {
    const first = averaged(beginAveraging(0.5), 0.3, 0.8);
    expect(first.error).toBeCloseTo(0.5 / 11, 14);
    expect(first.logStep).toBeCloseTo(Math.log(5) - (20 * 0.5) / 11, 13);
    expect(first.logMean).toBeCloseTo(first.logStep, 13);
    const second = averaged(first, 1, 0.8);
    expect(second.error).toBeCloseTo(((1 - 1 / 12) * 0.5) / 11 - 0.2 / 12, 14);
    const weight = 2 ** -0.75;
    expect(second.logMean).toBeCloseTo(weight * second.logStep + (1 - weight) * first.logStep, 13);
  });
});

test("chains come to the acceptance that they were asked for", async () => {
  // Thirty scales over two orders of magnitude.
  const density: UserDensity = {
    parameters: [{ name: "x", size: 30 }],
    logDensity(values, gradient) {
      let value = 0;
      values.forEach((x, j) => {
        const precision = 10 ** (j / 15);
        value -= 0.5 * precision * x * x;
        gradient[j] = -precision * x;
      });
      return value;
    },
  };
  for (const acceptance of [0.7, 0.8, 0.95]) {
    const options = { chains: 2, warmUp: 500, draws: 1000, acceptance } as const;
    const { statistics, stepSizes } = await sampleDensity(density, options, { rng: createRng("acceptance") });
    const { acceptances } = statistics;
    const found = acceptances.reduce((sum, value) => sum + value, 0) / acceptances.length;
    // The mean of the log steps is kept: its acceptance is above the mean of their acceptances, as in Stan.
    expect(found, `acceptance ${acceptance}`).toBeGreaterThan(acceptance - 0.05);
    expect(found, `acceptance ${acceptance}`).toBeLessThan(acceptance + 0.5 * (1 - acceptance));
    expect(stepSizes).toHaveLength(2);
  }
});

describe("the windows of a warm-up", () => {
  test("are those of Stan", () => {
    // The ends that Stan has, counted from 0.
    expect(warmUpWindows(1000)).toEqual({ from: 75, ends: [99, 149, 249, 449, 949] });
    expect(warmUpWindows(500)).toEqual({ from: 75, ends: [99, 149, 249, 449] });
    expect(warmUpWindows(150)).toEqual({ from: 75, ends: [99] });
    expect(warmUpWindows(100)).toEqual({ from: 15, ends: [89] });
    expect(warmUpWindows(19).ends).toEqual([]);
  });

  test.each([0, 1, 20, 149, 151, 333, 2000])("of %i iterations follow one another to the last", (n) => {
    const { from, ends } = warmUpWindows(n);
    expect(ends).toEqual([...ends].sort((a, b) => a - b));
    if (n < 20) return expect(ends).toEqual([]);
    expect(ends[0]!).toBeGreaterThan(from);
    expect(ends.at(-1)!).toBe(n < 150 ? n - Math.floor(0.1 * n) - 1 : n - 51);
  });
});

describe.each([true, false])("the estimate of a covariance, dense: %s", (dense) => {
  const rng = createRng("covariance");
  const rows = Array.from({ length: 40 }, () => {
    const a = rng.normal();
    return [100 + a, 0.5 * a + rng.normal(), 3 * rng.normal()];
  });
  const mean = [0, 1, 2].map((j) => rows.reduce((sum, row) => sum + row[j]!, 0) / 40);
  const covariance = (i: number, j: number) =>
    rows.reduce((sum, row) => sum + (row[i]! - mean[i]!) * (row[j]! - mean[j]!), 0) / 39;

  test("is n/(n + 5) S + 10^-3 5/(n + 5) I", () => {
    const estimate = createCovarianceEstimate(3, dense);
    for (const row of rows) estimate.add(row);
    const found = estimate.regularised();
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) {
        if (!dense && i !== j) continue;
        const expected = (40 / 45) * covariance(i, j) + (i === j ? (1e-3 * 5) / 45 : 0);
        expect(found[dense ? 3 * i + j : i]!).toBeCloseTo(expected, 10);
      }
    }
    expect(estimate.count).toBe(40);
    estimate.reset();
    expect(estimate.count).toBe(0);
    estimate.add([1, 2, 3]);
    expect(found.every(Number.isFinite)).toBe(true);
    expect(estimate.regularised()[0]).toBeCloseTo((1e-3 * 5) / 6, 14);
  });
});

describe("the first step size", () => {
  const noise = (trial: number) => Float64Array.of(trial % 2 === 0 ? 1 : -1);

  test.each([1e-4, 1, 1e6])("is of the size of the density, whose curvature is %f", (curvature) => {
    withIntegrator(1, quadratic([[curvature]]), (integrator) => {
      const place = integrator.at([1 / Math.sqrt(curvature)]);
      const found = initialStep("test", integrator, place, 1, noise) * Math.sqrt(curvature);
      expect(found).toBeGreaterThan(0.2);
      expect(found).toBeLessThan(8);
    });
  });

  test("is refused where the density is flat, or its gradient is that of another", () => {
    const flat = () => 0;
    withIntegrator(1, flat, (integrator) => {
      expect(() => initialStep("nuts", integrator, integrator.at([0]), 1, noise)).toThrow(
        /nuts: .*scale.*proper/,
      );
    });
    let turn = 0;
    // Another value at every call: no step keeps it.
    const jumping = () => (turn += 1);
    withIntegrator(1, jumping, (integrator) => {
      expect(() => initialStep("nuts", integrator, integrator.at([0]), 1, noise)).toThrow(
        /however small.*gradient/,
      );
    });
  });
});

test("E-BFMI is 2 for independent energies, and small for those that creep", () => {
  const rng = createRng("energies");
  const independent = rng.fillNormal(new Float64Array(20_000));
  expect(Math.abs(energyFraction(independent) - 2)).toBeLessThan(0.05);
  let level = 0;
  const creeping = independent.map((step) => (level = 0.99 * level + 0.1 * step));
  expect(energyFraction(creeping)).toBeLessThan(0.05);
  expect(energyFraction(new Float64Array(5))).toBeNaN();
});
