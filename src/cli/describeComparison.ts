import { SCORES, type ScoreName } from "../metrics/rowScores.ts";
import type { ScoreEntry } from "../metrics/scoreEntry.ts";
import { formatCount, formatNumber, formatWithError } from "../report/format/formatNumber.ts";
import { rankedCandidates } from "../report/model/comparisonVerdict.ts";
import { shown, shownName } from "../report/model/methodScoreTable.ts";
import type { ComparedPair, MethodComparison } from "../study/methodComparison.ts";
import { type Message, textTable } from "./output.ts";

/** The splits that were compared on. */
export interface ComparedOn {
  readonly kind: "folds" | "test parts";
  readonly count: number;
}

/** A comparison in words: a table of scores, the best first, and how sure its order is. */
export function describeComparison(comparison: MethodComparison, { kind, count }: ComparedOn): Message {
  const { scores, candidates, differences, notes } = comparison;
  const [first] = scores as readonly [ScoreName, ...ScoreName[]];
  const header = ["method", ...scores.map(columnName)];
  const rows = rankedCandidates(comparison).map(({ name, scores: of }) => [
    name,
    ...scores.map((score) => cellOf(shown(score, of![score]!))),
  ]);
  const tested = candidates[0]!.splits.reduce((sum, { testRows }) => sum + testRows, 0);
  const methods = candidates.length === 1 ? "1 method" : `${formatCount(candidates.length)} methods`;
  return {
    facts: { splits: { kind, count }, ...comparison },
    lines: [
      `${methods} on ${splitWords({ kind, count })}, ${formatCount(tested)} rows predicted:`,
      ...textTable([header, ...rows]),
      ...candidates.flatMap(({ name, error }) => (error === undefined ? [] : [`${name} failed: ${error}`])),
      ...differenceLines(differences.filter(({ score }) => score === first)),
      ...weightLines(comparison),
      ...notes.filter(({ code }) => code !== "failed").map(({ message }) => `Note: ${message}`),
    ],
  };
}

/** "5 folds", "1 test part". */
export function splitWords({ kind, count }: ComparedOn): string {
  return `${formatCount(count)} ${count === 1 ? kind.replace(/s$/, "") : kind}`;
}

function columnName(score: ScoreName): string {
  return `${shownName(score)} (${SCORES[score].larger ? "higher" : "lower"} is better)`;
}

function cellOf({ value, standardError }: ScoreEntry): string {
  return value === null ? "none" : formatWithError(value, standardError ?? undefined);
}

/** How far the others are behind the best, with both standard errors. */
function differenceLines(differences: readonly ComparedPair[]): string[] {
  if (differences.length === 0) return [];
  const { score, against } = differences[0]!;
  const rows = differences.map(({ candidate, rows: over, splits, pValue }) => [
    `  ${candidate}`,
    over.value === null ? (over.note ?? "none") : formatNumber(over.value, 3),
    errorText("rows", over),
    errorText("splits", splits),
    pValue === null ? "" : `p ${formatNumber(pValue, 2)}`,
  ]);
  return [`Difference of the ${SCORES[score].words} from ${against}:`, ...textTable(rows)];
}

function weightLines({ weights }: MethodComparison): string[] {
  if (weights === undefined) return [];
  const shares = Object.entries(weights.stacking).map(([name, weight]) => `${name} ${weight.toFixed(2)}`);
  return [`Stacking weights of the mixture with the best log score: ${shares.join(", ")}`];
}

function errorText(of: string, { standardError }: ScoreEntry): string {
  return standardError === null ? "" : `± ${formatNumber(standardError, 2)} over ${of}`;
}
