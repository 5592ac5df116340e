import { expect, test } from "vitest";
import type { BenchmarkFit } from "../../../src/study/benchmark/benchmarkResult.ts";
import {
  countSettings,
  medianOfLearned,
  mostFrequentValues,
} from "../../../src/study/benchmark/settingsOfSplits.ts";

test("settings are counted together, and each by itself", () => {
  const all = [{ a: 1, b: 1 }, { a: 1, b: 2 }, { a: 2, b: 2 }, { a: 2, b: 2 }, { a: 1, b: 3 }, {}];
  const counts = countSettings(all);
  expect(counts[0]).toEqual({ settings: { a: 2, b: 2 }, splits: 2 });
  expect(counts.length).toBe(4);
  // The most frequent pair is not made of the most frequent values.
  expect(mostFrequentValues(counts)).toEqual([
    { settings: { a: 1 }, splits: 3 },
    { settings: { b: 2 }, splits: 3 },
  ]);
  expect(mostFrequentValues([])).toEqual([]);
});

test("medians are taken of the fits that have the number", () => {
  const fits = [
    { learned: { noiseVariance: 1 }, inside: { folds: [], recalibration: factorOf(3) } },
    { learned: { noiseVariance: 4, varianceFactors: [1, 2] }, inside: { folds: [] } },
    { learned: { noiseVariance: 2 } },
    { learned: {}, inside: { folds: [], recalibration: factorOf(0.5) } },
  ] as unknown as readonly BenchmarkFit[];
  expect(medianOfLearned(fits)).toEqual({ noiseVariance: 2, varianceFactor: 1.75 });
  expect(medianOfLearned([])).toEqual({});
});

const factorOf = (factor: number) => ({ kind: "variance-scaling", factors: [factor], rows: 1, notes: [] });
