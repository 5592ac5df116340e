import type { Note } from "../inference/method.ts";
import type { PairedDifference } from "../metrics/pairedDifference.ts";
import type { ScoreName } from "../metrics/rowScores.ts";
import type { ScoreEntry } from "../metrics/scoreEntry.ts";
import type { ForecastSummary } from "./forecastSummary.ts";
import type { Candidate } from "./scoreSplits.ts";

/** The scores of one candidate on the test rows of one split, or why there are none. */
export interface ComparedSplit {
  readonly trainRows: number;
  readonly testRows: number;
  /** Means over the test rows, by the names of scores. */
  readonly scores?: Readonly<Partial<Record<ScoreName, ScoreEntry>>>;
  readonly error?: string;
  /** What the method says of this fit. */
  readonly notes?: readonly Note[];
}

/** A candidate and how it did. */
export interface ComparedCandidate extends Required<Candidate> {
  readonly splits: readonly ComparedSplit[];
  /** Means over all test rows of all splits, with standard errors clustered on rows; absent where a split failed. */
  readonly scores?: Readonly<Partial<Record<ScoreName, ScoreEntry>>>;
  /** Place among the candidates, 1 for the best, by each score; ties share the mean of their places. */
  readonly ranks?: Readonly<Partial<Record<ScoreName, number | null>>>;
  /** The mean of its places within every split. */
  readonly meanRanks?: Readonly<Partial<Record<ScoreName, number | null>>>;
  /** How sure its predictions of all test rows were; absent where a split failed. */
  readonly forecasts?: ForecastSummary;
  /** The first error of its splits. */
  readonly error?: string;
}

/** How much better one candidate is than another by one score: candidate less the other one. */
export interface ComparedPair extends PairedDifference {
  readonly score: ScoreName;
  readonly candidate: string;
  /** The best candidate by this score. */
  readonly against: string;
}

/** Candidates judged on the same splits: plain JSON. */
export interface MethodComparison {
  /** The scores, the one that is sorted by first. */
  readonly scores: readonly ScoreName[];
  /** In the order given. */
  readonly candidates: readonly ComparedCandidate[];
  /** Every other candidate beside the best one, for every score. */
  readonly differences: readonly ComparedPair[];
  /**
   * Weights of a mixture of the candidates from their log scores, by name: by stacking, and by pseudo-BMA+. Absent where rows are
   * tested several times, a log score is not finite or there is one candidate.
   */
  readonly weights?: {
    readonly stacking: Readonly<Record<string, number>>;
    readonly pseudoBmaPlus: Readonly<Record<string, number>>;
  };
  readonly notes: readonly Note[];
}
