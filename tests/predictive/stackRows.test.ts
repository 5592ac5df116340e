import { expect, test } from "vitest";
import { ShapeError } from "../../src/errors/errors.ts";
import { normalPredictive, studentTPredictive } from "../../src/predictive/normalPredictive.ts";
import { stackRows } from "../../src/predictive/stackRows.ts";
import { createRng } from "../../src/random/rng.ts";

const normal = normalPredictive({
  mean: Float64Array.of(0, 1),
  epistemic: Float64Array.of(1, 2),
  aleatoric: Float64Array.of(3, 4),
});

test("the rows of one part after those of the other, with everything that each says", () => {
  const heavy = studentTPredictive({
    df: 5,
    location: Float64Array.of(2),
    functionScale: Float64Array.of(1),
    observationScale: Float64Array.of(2),
    aleatoric: Float64Array.of(3),
  });
  const stacked = stackRows([normal, heavy]);
  const y = [0.3, -1, 4];
  const both = (of: (p: typeof normal, y: readonly number[]) => Float64Array) => [
    ...of(normal, y.slice(0, 2)),
    ...of(heavy, y.slice(2)),
  ];
  expect(stacked.size).toBe(3);
  expect([...stacked.logProb(y)]).toEqual(both((p, of) => p.logProb(of)));
  expect([...stacked.cdf(y)]).toEqual(both((p, of) => p.cdf(of)));
  expect([...stacked.crps(y)]).toEqual(both((p, of) => p.crps(of)));
  expect([...stacked.mean]).toEqual(both((p) => p.mean));
  expect([...stacked.aleatoric]).toEqual(both((p) => p.aleatoric));
  expect([...stacked.std]).toEqual(both((p) => p.std));
  expect([...stacked.interval(0.9).upper]).toEqual(both((p) => p.interval(0.9).upper));
  expect(stacked.sample(2, createRng("draws")).cols).toBe(3);
});

test("refuses nothing at all, and parts of different targets", () => {
  expect(() => stackRows([])).toThrow(ShapeError);
  const two = normalPredictive({
    mean: Float64Array.of(0, 1),
    epistemic: Float64Array.of(1, 2),
    aleatoric: Float64Array.of(3, 4),
    targets: 2,
  });
  expect(() => stackRows([normal, two])).toThrow(/1 targets, one has 2/);
});
