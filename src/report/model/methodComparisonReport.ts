import type { Dataset } from "../../data/dataset.ts";
import type { Rng } from "../../random/rng.ts";
import { hasExactTwin } from "../../study/exactTwin.ts";
import type { FittedCandidate } from "../../study/fitCandidates.ts";
import type { MethodComparison } from "../../study/methodComparison.ts";
import type { Candidate } from "../../study/scoreSplits.ts";
import type { Provenance, ReportContent } from "../page/content.ts";
import type { Text } from "../page/text.ts";
import { besideExact } from "./besideExact.ts";
import { comparisonVerdict } from "./comparisonVerdict.ts";
import { differenceSection } from "./differenceSection.ts";
import { forecastSection } from "./forecastSection.ts";
import { isCurve, methodBands } from "./methodBands.ts";
import { methodScoreTable } from "./methodScoreTable.ts";
import { VERDICT_RULES } from "./verdict.ts";

/** What the page of methods compared on held-out rows is made from. */
export interface MethodComparisonReportParts {
  readonly title: string;
  readonly subtitle?: Text;
  readonly comparison: MethodComparison;
  readonly data: Dataset;
  /** What was fitted and what predicted, in a few words: "5 folds, each predicted by a fit to the others". */
  readonly splits: string;
  /**
   * Candidates fitted to all rows: adds their bands where there is one input, and what each gets wrong where the exact posterior
   * of its model is known.
   */
  readonly fitted?: readonly FittedCandidate[];
  readonly rng: Rng;
  readonly provenance: Provenance;
}

/**
 * The candidates that {@link methodComparisonReport} shows something of when they are fitted to all rows: all where predictions
 * are a curve, else those whose model has an exact posterior.
 */
export function shownFitted(candidates: readonly Candidate[], data: Dataset): readonly Candidate[] {
  return isCurve(data) ? candidates : candidates.filter(({ model }) => hasExactTwin(model));
}

/**
 * The page of several methods on the same data: which predicts held-out rows best and how sure that is, a table of scores,
 * paired differences, coverage and width of intervals, the bands of all, and, where the posterior of their model is known
 * exactly, what each gets wrong.
 */
export function methodComparisonReport(parts: MethodComparisonReportParts): ReportContent {
  const { comparison, fitted = [] } = parts;
  const truth = besideExact(fitted, parts.data, parts.rng.fork("truth"));
  return {
    title: parts.title,
    ...(parts.subtitle === undefined ? {} : { subtitle: parts.subtitle }),
    verdict: [...comparisonVerdict(comparison), ...(truth?.verdict ?? [])],
    lead: [`Compared on ${parts.splits}. Scores are those of observations, noise included.`],
    scores: methodScoreTable(comparison),
    notes: [
      ...comparison.notes.map(({ message }) => ({ level: "note" as const, text: message })),
      ...comparison.candidates.flatMap(({ name, error }) =>
        error === undefined
          ? []
          : [{ level: "warning" as const, text: [{ name }, ` could not be fitted: ${error}`] }],
      ),
    ],
    sections: [
      ...differenceSection(comparison),
      ...forecastSection(comparison, parts.data.targetNames[0]!),
      ...methodBands(fitted, parts.data),
      ...(truth?.sections ?? []),
      { title: "How the verdict is worded", blocks: [{ kind: "text", text: `${RULE} ${VERDICT_RULES}` }] },
    ],
    provenance: parts.provenance,
  };
}

const RULE =
  "Methods are compared row by row. Two cannot be told apart where the mean difference of their scores is within two standard errors, by the larger of two estimates: over rows, and over splits, which knows that training rows are shared.";
