import { SCORES } from "../../metrics/rowScores.ts";
import type { ComparedCandidate, ComparedPair, MethodComparison } from "../../study/methodComparison.ts";
import { formatWithError } from "../format/formatNumber.ts";
import type { TextPiece } from "../page/text.ts";
import { listNames } from "./methodParts.ts";
import { confidenceSentence, coverageSentence, judgeConfidence, judgeCoverage } from "./verdict.ts";

/** The candidates that could be scored, the best by the first score first. */
export function rankedCandidates({ scores, candidates }: MethodComparison): ComparedCandidate[] {
  const place = ({ ranks }: ComparedCandidate) => ranks?.[scores[0]!] ?? Number.POSITIVE_INFINITY;
  return candidates
    .filter(({ scores: of }) => of !== undefined)
    .sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
}

/** The standard error by which a difference is judged: the larger of that over rows and that over splits. */
export function differenceError({ rows, splits }: ComparedPair): number | null {
  const errors = [rows.standardError, splits.standardError].filter((error) => error !== null);
  return errors.length === 0 ? null : Math.max(...errors);
}

/** Whether two methods cannot be told apart: a difference within two standard errors. */
export function isTied(pair: ComparedPair): boolean {
  const error = differenceError(pair);
  return pair.rows.value !== null && error !== null && Math.abs(pair.rows.value) <= 2 * error;
}

/** Which method predicts best, which of the others might be as good, and how far to trust the intervals of the best. */
export function comparisonVerdict(comparison: MethodComparison): readonly TextPiece[] {
  const [first] = rankedCandidates(comparison);
  const score = comparison.scores[0]!;
  const { larger, words } = SCORES[score];
  const entry = first!.scores![score]!;
  if (entry.value === null) return [`No method has a finite ${words}. `, ...trustSentence(first!)];
  const pairs = comparison.differences.filter((pair) => pair.score === score);
  return [
    `By ${words} (${larger ? "higher" : "lower"} is better) `,
    { strong: first!.name },
    ` predicts best, ${formatWithError(entry.value, entry.standardError ?? undefined)}.`,
    ...(pairs.length === 0 ? [] : [" ", ...othersSentence(pairs)]),
    " ",
    ...trustSentence(first!),
  ];
}

/** A method whose score is not finite is worse; a difference without an error is one of which nothing is known. */
function othersSentence(pairs: readonly ComparedPair[]): TextPiece[] {
  if (pairs.some((pair) => pair.rows.value !== null && differenceError(pair) === null)) {
    return ["One row does not tell how sure that is."];
  }
  const tied = pairs.filter(isTied).map(({ candidate }) => ({ name: candidate }));
  const worse = pairs.length - tied.length;
  if (tied.length === 0) {
    return [
      worse === 1
        ? "The other one is worse."
        : worse === 2
          ? "Both others are worse."
          : `All ${worse} others are worse.`,
    ];
  }
  const rest =
    worse === 0 ? "." : worse === 1 ? "; the other one is worse." : `; the ${worse} others are worse.`;
  return [...listNames(tied), ` cannot be told apart from it${rest}`];
}

/** How far the intervals or probabilities of the best can be trusted. */
function trustSentence({ name, forecasts, scores }: ComparedCandidate): readonly TextPiece[] {
  if (forecasts === undefined) return [];
  const { rows, effectiveRows } = forecasts;
  const of = effectiveRows < rows ? "predictions of held-out rows" : "held-out rows";
  if (forecasts.kind === "regression") {
    return coverageSentence(judgeCoverage(0.9, forecasts.ninety.value!, rows, effectiveRows), of, name);
  }
  const accuracy = 1 - scores!.error!.value!;
  const { confidence, chance } = forecasts;
  return confidenceSentence(judgeConfidence(accuracy, confidence, chance, rows, effectiveRows), of, name);
}
