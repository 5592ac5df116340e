import { expect, test } from "vitest";
import { kernelDensity, silvermanBandwidth } from "../../src/diagnostics/kernelDensity.ts";
import { createRng } from "../../src/random/rng.ts";

const draws = [-1.3, -0.4, -0.4, 0.1, 0.35, 0.9, 1.2, 2.7, 4.1];

test("the density is that of scipy 1.17.1, gaussian_kde with the same bandwidth", () => {
  const { density } = kernelDensity(draws, { bandwidth: 0.4, grid: [-3, -1, 0, 0.5, 2, 5] });
  const expected = [
    1.3255325135818138e-5, 0.1585034561295995, 0.3280180868265372, 0.279324793567947, 0.041513289665555564,
    0.008816577285583181,
  ];
  expected.forEach((value, i) => {
    expect(density[i]! / value).toBeCloseTo(1, 12);
  });
});

test("the bandwidth is that of bw.nrd0 of R 4.2.2", () => {
  expect(silvermanBandwidth(draws)).toBeCloseTo(0.69248312057257166, 14);
  expect(silvermanBandwidth(draws.map(Math.exp))).toBeCloseTo(1.1468372562883116, 13);
});

test("of many draws it nears the density they come from, and its integral is 1", () => {
  const normal = createRng("density").fillNormal(new Float64Array(20_000));
  const { grid, density, bandwidth } = kernelDensity(normal);
  const step = grid[1]! - grid[0]!;
  expect(density.reduce((sum, value) => sum + value * step, 0)).toBeCloseTo(1, 3);
  // The estimate has variance about f R(K) / (n h) with R(K) = 1 / (2 sqrt pi), and the smoothed density as its mean.
  const smooth = Math.sqrt(1 + bandwidth * bandwidth);
  const far = (estimate: Float64Array) =>
    grid.filter((at, i) => {
      const mean = Math.exp((-0.5 * at * at) / smooth ** 2) / (smooth * Math.sqrt(2 * Math.PI));
      const error = Math.sqrt((mean * 0.2821) / (20_000 * bandwidth));
      return Math.abs(estimate[i]! - mean) > 4.5 * error + 1e-4;
    }).length;
  expect(far(density)).toBe(0);
  // Broken twins: kernels four times as wide, and a density that is 10 % too high.
  expect(far(kernelDensity(normal, { grid, bandwidth: 4 * bandwidth }).density)).toBeGreaterThan(10);
  expect(far(density.map((value) => 1.1 * value))).toBeGreaterThan(10);
});

test("one draw with a bandwidth is its kernel; far from all draws nothing is left", () => {
  const { density } = kernelDensity([2], { bandwidth: 0.5, grid: [-100, 2, 100] });
  expect([...density]).toEqual([0, density[1], 0]);
  expect(density[1]).toBeCloseTo(2 / Math.sqrt(2 * Math.PI), 14);
});

test("refuses what has no density", () => {
  expect(() => kernelDensity([3, 3, 3])).toThrow(/two different draws, every one is 3/);
  expect(() => kernelDensity([1])).toThrow(/number of draws/);
  expect(() => kernelDensity([1, Number.NaN])).toThrow(/draws/);
  expect(() => kernelDensity(draws, { grid: [0, 0] })).toThrow(/grid\[1\] must be .* above 0/);
  expect(() => kernelDensity(draws, { bandwidth: 0 })).toThrow(/bandwidth must be .* above 0/);
  // Equal quartiles: the standard deviation decides.
  expect(silvermanBandwidth([0, 0, 0, 0, 0, 0, 1])).toBeGreaterThan(0);
});
