import { describe, expect, test } from "vitest";
import { ArgumentError, ShapeError } from "../../src/errors/errors.ts";
import { looEstimate } from "../../src/metrics/looEstimate.ts";
import { relativeEfficiency } from "../../src/metrics/relativeEfficiency.ts";
import { waic } from "../../src/metrics/waic.ts";
import { createMatrix, matrixFromRows } from "../../src/numeric/matrix.ts";
import { readJson } from "../support/readFixture.ts";

interface Loo {
  r_eff: number[];
  elpd_loo: [number, number];
  p_loo: [number, number];
  elpd_pointwise: number[];
  mcse_pointwise: number[];
  pareto_k: number[];
  n_eff: number[];
}

const source = readJson<{ n_chains: number; log_lik: number[][]; exact_loo_log_predictive: number[] }>(
  "comparison/logLikelihood.json",
);
const reference = readJson<{
  loo_r_eff_1: Loo;
  loo_r_eff_relative: Loo;
  waic: { elpd_waic: [number, number]; p_waic: [number, number]; elpd_pointwise: number[] };
}>("comparison/psisLoo.json");
const logLikelihood = matrixFromRows(source.log_lik);
const efficiency = relativeEfficiency(logLikelihood, source.n_chains);

describe.each([
  ["independent draws", reference.loo_r_eff_1, looEstimate(logLikelihood)],
  [
    "draws of chains",
    reference.loo_r_eff_relative,
    looEstimate(logLikelihood, { relativeEfficiency: efficiency }),
  ],
] as const)("PSIS-LOO of %s, by the R package loo", (_, expected, found) => {
  test("every row: score, k and effective draws", () => {
    expected.pareto_k.forEach((k, i) => {
      // Beyond 0.7 an estimate hangs on single weights; it is the same all the same, to fewer digits.
      const digits = k < 0.7 ? 9 : 7;
      expect(found.pointwise.elpd[i]).toBeCloseTo(expected.elpd_pointwise[i]!, digits);
      expect(found.pointwise.k[i]).toBeCloseTo(k, digits);
      expect(found.pointwise.ess[i]! / expected.n_eff[i]!).toBeCloseTo(1, digits);
    });
  });

  test("sums and standard errors", () => {
    expect(found.elpd.value).toBeCloseTo(expected.elpd_loo[0], 6);
    expect(found.elpd.standardError).toBeCloseTo(expected.elpd_loo[1], 6);
    expect(found.pLoo.value).toBeCloseTo(expected.p_loo[0], 6);
    expect(found.pLoo.standardError).toBeCloseTo(expected.p_loo[1], 6);
  });

  test("Monte Carlo errors, which come from random numbers there", () => {
    const good = expected.pareto_k.flatMap((k, i) => (k < 0.5 ? [i] : []));
    expect(good.length).toBeGreaterThan(10);
    for (const i of good) {
      expect(found.pointwise.standardError[i]! / expected.mcse_pointwise[i]!).toBeGreaterThan(0.85);
      expect(found.pointwise.standardError[i]! / expected.mcse_pointwise[i]!).toBeLessThan(1.15);
    }
  });

  test("rows with k above the threshold are named; below 0.5 the closed form is met within its error", () => {
    expect(found.threshold).toBeCloseTo(Math.min(1 - 1 / 3, 0.7), 12);
    const bad = expected.pareto_k.flatMap((k, i) => (k > found.threshold ? [i] : []));
    expect(bad.length).toBeGreaterThan(0);
    expect(found.unreliable).toEqual(bad);
    source.exact_loo_log_predictive.forEach((exact, i) => {
      // Between 0.5 and 0.7 the error itself has no finite variance: one row of this set is 7 of its errors away.
      if (expected.pareto_k[i]! > 0.5) return;
      const errors = (found.pointwise.elpd[i]! - exact) / found.pointwise.standardError[i]!;
      expect(Math.abs(errors)).toBeLessThan(4);
    });
  });

  test("weights of a row add up to one", () => {
    for (const weights of found.logWeights) {
      expect(weights.reduce((sum, w) => sum + Math.exp(w), 0)).toBeCloseTo(1, 12);
    }
  });
});

test("relative efficiencies, by the R package loo", () => {
  reference.loo_r_eff_relative.r_eff.forEach((expected, i) => {
    expect(efficiency[i]).toBeCloseTo(expected, 9);
  });
});

test("the broken twin: without turning the weights around, rows are predicted that have been seen", () => {
  const seen = source.log_lik[0]!.map((_, i) =>
    Math.log(source.log_lik.reduce((sum, row) => sum + Math.exp(row[i]!), 0) / source.log_lik.length),
  );
  const missed = seen.filter(
    (value, i) => value - source.exact_loo_log_predictive[i]! > 4 * reference.loo_r_eff_1.mcse_pointwise[i]!,
  );
  expect(missed.length).toBeGreaterThan(15);
});

test("WAIC, by the R package loo", () => {
  const found = waic(logLikelihood);
  reference.waic.elpd_pointwise.forEach((expected, i) => {
    expect(found.pointwise[i]).toBeCloseTo(expected, 10);
  });
  expect(found.elpd.value).toBeCloseTo(reference.waic.elpd_waic[0], 9);
  expect(found.elpd.standardError).toBeCloseTo(reference.waic.elpd_waic[1], 9);
  expect(found.pWaic.value).toBeCloseTo(reference.waic.p_waic[0], 9);
  expect(found.pWaic.standardError).toBeCloseTo(reference.waic.p_waic[1], 9);
  expect(found.unreliable.length).toBeGreaterThan(0);
});

test("draws that all agree: the score itself, no penalty, no k", () => {
  const same = createMatrix(40, 2, new Float64Array(80).fill(-1.5));
  const found = looEstimate(same, { relativeEfficiency: relativeEfficiency(same, 2) });
  expect(found.elpd.value).toBeCloseTo(-3, 12);
  expect(found.elpd.standardError).toBeCloseTo(0, 12);
  expect(found.pointwise.k).toEqual([null, null]);
  expect(found.pointwise.standardError[0]).toBeCloseTo(0, 7);
  expect(found.unreliable).toEqual([]);
  expect(waic(same).pWaic.value).toBe(0);
});

test("one row has no standard error", () => {
  const one = createMatrix(4, 1, Float64Array.of(-1, -2, -1, -1.5));
  expect(looEstimate(one).elpd.standardError).toBeNull();
});

test("errors name what is wrong", () => {
  const impossible = createMatrix(3, 2, Float64Array.of(0, 0, 0, Number.NEGATIVE_INFINITY, 0, 0));
  expect(() => looEstimate(impossible)).toThrow(/draw 1, row 1/);
  expect(() => waic(createMatrix(1, 4))).toThrow(ArgumentError);
  expect(() => relativeEfficiency(logLikelihood, 7)).toThrow(ShapeError);
  expect(() => looEstimate(logLikelihood, { relativeEfficiency: [1] })).toThrow(ShapeError);
  expect(() => looEstimate(logLikelihood, { k: 1 } as never)).toThrow(/unknown option/);
});
