import { describe, expect, test } from "vitest";
import type { DrawsSummary } from "../../../src/diagnostics/summarizeDraws.ts";
import {
  confidenceSentence,
  coverageSentence,
  judgeConfidence,
  judgeCoverage,
  settledSentence,
  truthSentence,
} from "../../../src/report/model/verdict.ts";
import { plainText } from "../../../src/report/page/text.ts";
import type { FunctionComparison } from "../../../src/study/compareFunctions.ts";

describe("coverage", () => {
  test.each([
    [0.9, 0.9, 100, "consistent"],
    [0.9, 0.85, 100, "consistent"],
    [0.9, 0.83, 100, "over-confident"],
    [0.9, 0.97, 100, "under-confident"],
    [0.5, 0.41, 100, "consistent"],
    [0.5, 0.39, 100, "over-confident"],
  ] as const)("%f intervals that cover %f of %i rows are %s", (level, observed, count, verdict) => {
    expect(judgeCoverage(level, observed, count).verdict).toBe(verdict);
  });

  test.each([
    [0.8, 100, "over-confident (the intervals are too narrow)."],
    [0.86, 403, "slightly over-confident (the intervals are too narrow)."],
    [0.74, 1000, "badly over-confident (the intervals are too narrow)."],
    [0.93, 1000, "slightly under-confident (the intervals are wider than they need to be)."],
    [0.91, 1000, "consistent with the promise."],
    // Outside two standard errors, though 86 of 103 is among the central 95 % of counts: the words follow what is printed.
    [86 / 103, 103, "over-confident (the intervals are too narrow)."],
  ])("%f of %i rows: %s", (observed, count, words) => {
    const sentence = plainText(coverageSentence(judgeCoverage(0.9, observed, count), "held-out rows"));
    expect(sentence.endsWith(`): ${words}`)).toBe(true);
  });

  test("the sentence gives what was seen, what was promised, and the reach of chance", () => {
    expect(plainText(coverageSentence(judgeCoverage(0.9, 0.86, 403), "held-out rows"))).toBe(
      "90 % intervals cover 86 % of 403 held-out rows (expected 90 ± 3 %): slightly over-confident (the intervals are too narrow).",
    );
  });
});

describe("confidence in classes", () => {
  const say = (accuracy: number, promised: number, chance: number) =>
    plainText(confidenceSentence(judgeConfidence(accuracy, promised, chance, 1000), "held-out rows"));
  test("is judged by what accuracy may be by chance if the probabilities are true", () => {
    expect(say(0.77, 0.89, 0.013)).toBe(
      "The most probable class is right for 77 % of 1000 held-out rows, where its probability promises 89 ± 3 %: over-confident (its probabilities are too far from even).",
    );
    expect(say(0.77, 0.79, 0.013)).toMatch(/promises 79 ± 3 %: consistent with the promise\.$/);
    expect(say(0.77, 0.73, 0.013)).toMatch(
      /slightly under-confident \(its probabilities are too close to even\)\.$/,
    );
    expect(say(0.5, 0.8, 0.013)).toMatch(/badly over-confident/);
  });
  test("three rows that are right by luck do not make a model under-confident", () => {
    // All right where 0.93 was promised of each: that happens in 80 of 100 cases.
    const chance = Math.sqrt((0.93 * 0.07) / 3);
    expect(judgeConfidence(1, 0.93, chance, 3).verdict).toBe("consistent");
    // Broken twin: the standard error of what was seen, next to nothing where every row is right.
    expect(Math.abs(1 - 0.93)).toBeGreaterThan(2 * 0.004);
  });
  test("certainty that fails is over-confident, certainty that holds is not", () => {
    expect(judgeConfidence(0.9, 1, 0, 10).verdict).toBe("over-confident");
    expect(judgeConfidence(1, 1, 0, 10).verdict).toBe("consistent");
  });
});

describe("few rows", () => {
  // What happens to a calibrated model in more than 1 of 20 cases is held against none: probabilities by hand.
  test.each([
    [0, 1, "consistent"], // one row outside: 0.1
    [0.6, 5, "consistent"], // 3 or fewer of 5: 0.081
    [0.4, 5, "over-confident"], // 2 or fewer of 5: 0.0086
    [0.7, 10, "consistent"], // 7 or fewer of 10: 0.070
    [0.6, 10, "over-confident"], // 6 or fewer of 10: 0.013
    [1, 36, "consistent"], // all of 36: 0.0225 by itself, within two standard errors
    [1, 37, "under-confident"],
  ] as const)("90 %% intervals that cover %f of %i rows are %s", (observed, count, verdict) => {
    expect(judgeCoverage(0.9, observed, count).verdict).toBe(verdict);
  });
  test("one row is one row", () => {
    expect(plainText(coverageSentence(judgeCoverage(0.9, 1, 1), "held-out rows"))).toMatch(
      /of 1 held-out row \(/,
    );
  });
  test("predictions of the same rows are worth less than their number", () => {
    expect(judgeCoverage(0.9, 0.83, 180).verdict).toBe("over-confident");
    expect(judgeCoverage(0.9, 0.83, 180, 60)).toMatchObject({ verdict: "consistent", count: 180 });
  });
});

test("widths within a twentieth of the exact one are right", () => {
  const say = (ratio: number) =>
    plainText(truthSentence("sgld", { ratio, bias: 0.1234 } as FunctionComparison));
  expect(say(0.83)).toBe(
    " The posterior of this model is known exactly: the standard deviation of f by sgld is 0.83 of the exact one, too narrow, and its mean is 0.12 exact standard deviations off.",
  );
  expect(say(1.04)).toMatch(/1\.04 of the exact one, right/);
  expect(say(1.06)).toMatch(/too wide/);
});

describe("chains", () => {
  const row = (rHat: number | null, essBulk: number | null, essTail = essBulk) =>
    ({ name: "f", rHat, essBulk, essTail }) as DrawsSummary;
  test("have settled where R-hat and effective draws are as they should be, at every input", () => {
    const good = row(1.004, 900);
    expect(plainText(settledSentence([good, good], 4))).toMatch(
      /The 4 chains have settled: R-hat of f is at most 1\.004 .* at least 900 draws are effective \(400 are wanted\)/,
    );
    expect(plainText(settledSentence([good, row(1.02, 900)], 4))).toMatch(/not settled: .*1\.020/);
    expect(plainText(settledSentence([good, row(1.001, 900, 399)], 4))).toMatch(/not settled.*at least 399/);
    expect(plainText(settledSentence([good], 1))).toMatch(/^ The chain has settled/);
  });
  test("of classes are told by their probabilities", () => {
    expect(plainText(settledSentence([row(1.004, 900)], 4, "the probabilities"))).toContain(
      "R-hat of the probabilities is at most",
    );
  });
  test("of which something cannot be given have not settled for all one knows", () => {
    expect(plainText(settledSentence([row(1.001, 900), row(null, null)], 4))).toBe(
      " Whether the 4 chains have settled cannot be told: draws are too few or stand still.",
    );
  });
});
