import { SCORES, type ScoreName } from "../../metrics/rowScores.ts";
import { rootOf, type ScoreEntry } from "../../metrics/scoreEntry.ts";
import type { ComparedCandidate, MethodComparison } from "../../study/methodComparison.ts";
import { formatCount } from "../format/formatNumber.ts";
import type { ScoreCell, ScoreColumn, ScoreTable } from "../page/content.ts";
import { rankedCandidates } from "./comparisonVerdict.ts";
import { scoreCell } from "./scoreTable.ts";

/** The scores of all methods on held-out rows, the best first, with standard errors. */
export function methodScoreTable(comparison: MethodComparison): ScoreTable {
  const { scores, candidates } = comparison;
  const ranked = rankedCandidates(comparison);
  const tested = candidates[0]!.splits.reduce((sum, { testRows }) => sum + testRows, 0);
  return {
    caption: `Scores of ${tested === 1 ? "one prediction of a held-out row" : `${formatCount(tested)} predictions of held-out rows`}, with standard errors clustered on rows.`,
    rowName: "method",
    columns: [...scores.map(scoreColumn), ...forecastColumns(ranked[0]!)],
    rows: ranked.map((candidate) => ({
      name: candidate.name,
      cells: [
        ...scores.map((score) => scoreCell(shown(score, candidate.scores![score]!))),
        ...forecastCells(candidate),
      ],
    })),
  };
}

/** Squared errors are told as their root, in the units of y: what that score is called. */
export function shownName(score: ScoreName): string {
  return score === "squaredError" ? "root mean squared error" : SCORES[score].words;
}

/** The score as it is told. */
export function shown(score: ScoreName, entry: ScoreEntry): ScoreEntry {
  return score === "squaredError" ? rootOf(entry) : entry;
}

function scoreColumn(score: ScoreName): ScoreColumn {
  return { name: shownName(score), better: SCORES[score].larger ? "higher" : "lower" };
}

function forecastColumns({ forecasts }: ComparedCandidate): ScoreColumn[] {
  return forecasts?.kind === "regression"
    ? [{ name: "coverage of 90 %", better: { near: 0.9 } }, { name: "median sd" }]
    : [{ name: "confidence − accuracy", better: { near: 0 } }];
}

function forecastCells({ forecasts }: ComparedCandidate): ScoreCell[] {
  if (forecasts === undefined) return [];
  if (forecasts.kind === "classification") return [scoreCell(forecasts.excess)];
  const middle = forecasts.sdQuantiles[(forecasts.sdQuantiles.length - 1) / 2]!;
  return [scoreCell(forecasts.ninety), middle === null ? "infinite" : Number(middle.toPrecision(3))];
}
