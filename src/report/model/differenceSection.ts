import { SCORES } from "../../metrics/rowScores.ts";
import type { ComparedCandidate, MethodComparison } from "../../study/methodComparison.ts";
import type { Block, Section } from "../page/content.ts";
import { differenceError, rankedCandidates } from "./comparisonVerdict.ts";

/** How far the others are behind the best by the first score, row by row, and what a mixture of all would weigh. */
export function differenceSection(comparison: MethodComparison): Section[] {
  const ranked = rankedCandidates(comparison);
  if (ranked.length < 2) return [];
  const score = comparison.scores[0]!;
  if (ranked[0]!.scores![score]!.value === null) return [];
  const { words, larger } = SCORES[score];
  const pairs = new Map(
    comparison.differences
      .filter((pair) => pair.score === score)
      .map((pair) => [pair.candidate, pair] as const),
  );
  const methods = ranked.map(({ name, scores }) => {
    const pair = pairs.get(name);
    return {
      name,
      score: scores![score]!,
      ...(pair === undefined
        ? {}
        : { difference: { value: pair.rows.value, standardError: differenceError(pair) } }),
    };
  });
  const blocks: Block[] = [
    {
      kind: "figure",
      title: `The ${words} of every method, and its difference from the best one.`,
      caption:
        "Scores of the same rows vary together, so differences are known better than the scores themselves.",
      figure: {
        kind: "score-dots",
        data: { score: words, better: larger ? "higher" : "lower", methods },
      },
    },
    ...weightBlocks(comparison, ranked),
  ];
  return [{ title: "How sure the order is", blocks }];
}

function weightBlocks({ weights }: MethodComparison, ranked: readonly ComparedCandidate[]): Block[] {
  if (weights === undefined) return [];
  const rows = ranked.flatMap(({ name }) => {
    const stacked = weights.stacking[name];
    return stacked === undefined
      ? []
      : [{ name, cells: [Number(stacked.toFixed(2)), Number(weights.pseudoBmaPlus[name]!.toFixed(2))] }];
  });
  return [
    {
      kind: "scores",
      table: {
        caption:
          "Weights of a mixture of all methods: those with the best log score together (stacking), and by log score and its error (pseudo-BMA+).",
        rowName: "method",
        columns: [{ name: "stacking" }, { name: "pseudo-BMA+" }],
        rows,
      },
    },
  ];
}
