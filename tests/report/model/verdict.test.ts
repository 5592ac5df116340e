import { expect, test } from "vitest";
import { coverageSentence, judgeCoverage } from "../../../src/report/model/verdict.ts";

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

test("the sentence gives what was seen, what was promised, and the reach of chance", () => {
  const sentence = coverageSentence(judgeCoverage(0.9, 0.8, 100), "held-out rows");
  const words = sentence
    .map((piece) => (typeof piece === "string" ? piece : Object.values(piece)[0]))
    .join("");
  expect(words).toBe(
    "90 % intervals cover 80 % of 100 held-out rows (expected 90 ± 6 %): over-confident: the intervals are too narrow.",
  );
});
