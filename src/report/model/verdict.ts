import type { DrawsSummary } from "../../diagnostics/summarizeDraws.ts";
import type { Scores } from "../../metrics/regressionScores.ts";
import type { ScoreEntry } from "../../metrics/scoreEntry.ts";
import type { FunctionComparison } from "../../study/compareFunctions.ts";
import { formatCount, formatFixed, formatNumber } from "../format/formatNumber.ts";
import type { TextPiece } from "../page/text.ts";

/** How sure a model was of what it predicted, against how sure it could be. */
export type CoverageVerdict = "consistent" | "over-confident" | "under-confident";

/** Coverage of central intervals: what was seen, what was promised, and how far chance reaches. */
export interface CoverageFinding {
  readonly level: number;
  readonly observed: number;
  readonly count: number;
  /** Two binomial standard errors of the promised share. */
  readonly margin: number;
  readonly verdict: CoverageVerdict;
}

/** Gaps of probabilities up to this one are called slight, where they are more than chance. */
const SLIGHT = 0.05;
/** Gaps beyond this one are called bad. */
const BAD = 0.15;

/** The word before a verdict: a gap of up to 5 percentage points is slight, one of more than 15 is bad. */
function degree(gap: number): string {
  const size = Math.abs(gap);
  return size <= SLIGHT ? "slightly " : size > BAD ? "badly " : "";
}

/**
 * Judges coverage by one rule: within two binomial standard errors of the promised share it is consistent with it; below,
 * the model is over-confident (its intervals are too narrow); above, under-confident.
 */
export function judgeCoverage(level: number, observed: number, count: number): CoverageFinding {
  const margin = 2 * Math.sqrt((level * (1 - level)) / count);
  return { level, observed, count, margin, verdict: verdictOf(observed - level, margin) };
}

/** A gap within the margin is consistent with the promise; below it too much was promised, above it too little. */
function verdictOf(gap: number, margin: number): CoverageVerdict {
  return Math.abs(gap) <= margin ? "consistent" : gap < 0 ? "over-confident" : "under-confident";
}

/** What a verdict means for intervals. */
const INTERVALS: Readonly<Record<CoverageVerdict, string>> = {
  consistent: "",
  "over-confident": " (the intervals are too narrow)",
  "under-confident": " (the intervals are wider than they need to be)",
};

/** The verdict in words, with its degree. */
function verdictWord(verdict: CoverageVerdict, gap: number): string {
  return verdict === "consistent" ? "consistent with the promise" : `${degree(gap)}${verdict}`;
}

/** "90 % intervals cover 86 % of 403 held-out rows (expected 90 ± 3 %): slightly over-confident (the intervals are too narrow)." */
export function coverageSentence(finding: CoverageFinding, rows: string): readonly TextPiece[] {
  const { level, observed, verdict } = finding;
  return [
    `${percent(level)} % intervals cover `,
    { strong: `${percent(observed)} %` },
    ` of ${formatCount(finding.count)} ${rows} (expected ${percent(level)} ± ${percent(finding.margin)} %): `,
    { strong: verdictWord(verdict, observed - level) },
    `${INTERVALS[verdict]}.`,
  ];
}

const percent = (share: number, decimals = 0): string => formatFixed(100 * share, decimals);

/** Critical value of sqrt(n) times the Kolmogorov-Smirnov distance at the 1 % level, for large n. */
const CRITICAL = 1.63;

/**
 * Whether the probability integral transforms are uniform, by the Kolmogorov-Smirnov distance at its 1 % level: intervals
 * may cover their share while the distributions lie too high, too low or too far out. Nothing is said where they pass.
 */
export function uniformitySentence(scores: Scores): readonly TextPiece[] {
  const distance = scores.pit.kolmogorovSmirnov;
  if (distance <= CRITICAL / Math.sqrt(scores.rows)) return [];
  return [
    " The distributions as a whole are ",
    { strong: "not calibrated" },
    `: their probability integral transforms lie up to ${formatFixed(distance, 2)} away from uniform (chance: below ${formatFixed(CRITICAL / Math.sqrt(scores.rows), 2)} in 99 of 100 cases).`,
  ];
}

/** How confidence in the most probable class compares with how often it was right. */
export interface ConfidenceFinding {
  readonly accuracy: number;
  /** Mean confidence less accuracy, with its standard error over the rows. */
  readonly excess: ScoreEntry;
  readonly count: number;
  readonly verdict: CoverageVerdict;
}

/**
 * Judges confidence by one rule: within two standard errors of the mean of (confidence - right) over the rows it is consistent
 * with what happened; more confident than right is over-confident, less is under-confident.
 */
export function judgeConfidence(accuracy: number, excess: ScoreEntry, count: number): ConfidenceFinding {
  const verdict = verdictOf(-(excess.value ?? 0), 2 * (excess.standardError ?? Number.POSITIVE_INFINITY));
  return { accuracy, excess, count, verdict };
}

/** What a verdict means for probabilities. */
const PROBABILITIES: Readonly<Record<CoverageVerdict, string>> = {
  consistent: "",
  "over-confident": " (its probabilities are too far from even)",
  "under-confident": " (its probabilities are too close to even)",
};

/** "The most probable class is right for 77 % of 1,000 held-out rows, where its probability promises 81 % (± 3): ..." */
export function confidenceSentence(finding: ConfidenceFinding, rows: string): readonly TextPiece[] {
  const { accuracy, excess, verdict } = finding;
  const gap = excess.value ?? 0;
  const margin = excess.standardError === null ? "" : ` (± ${percent(2 * excess.standardError)})`;
  return [
    "The most probable class is right for ",
    { strong: `${percent(accuracy)} %` },
    ` of ${formatCount(finding.count)} ${rows}, where its probability promises ${percent(accuracy + gap)} %${margin}: `,
    { strong: verdictWord(verdict, gap) },
    `${PROBABILITIES[verdict]}.`,
  ];
}

/** Widths within this share of the exact one are called right. */
const WIDTH = 0.05;

/** Whether a width is called right, given as a multiple of the exact one. */
export function isRightWidth(ratio: number): boolean {
  return Math.abs(ratio - 1) <= WIDTH;
}

/**
 * How a method's standard deviation of f compares with the exact one, as geometric mean over the inputs: within 5 % it is
 * right.
 */
export function truthSentence(method: string, { ratio, bias }: FunctionComparison): readonly TextPiece[] {
  const word = isRightWidth(ratio) ? "right" : ratio < 1 ? "too narrow" : "too wide";
  return [
    " The posterior of this model is known exactly: the standard deviation of f by ",
    { name: method },
    " is ",
    { strong: `${formatFixed(ratio, 2)} of the exact one` },
    `, ${word}, and its mean is ${bias < 0.001 ? "less than 0.001" : formatNumber(bias, 2)} exact standard deviations off.`,
  ];
}

/** R-hat up to this one, and effective draws from this many per chain on, count as settled (Vehtari et al. 2021). */
const SETTLED = { rHat: 1.01, perChain: 100 } as const;

/** Whether Markov chains agree about the function: its worst R-hat and fewest effective draws over the inputs looked at. */
export function settledSentence(functions: readonly DrawsSummary[], chains: number): readonly TextPiece[] {
  const known = functions.filter(({ rHat, essBulk }) => rHat !== null && essBulk !== null);
  if (known.length === 0) return [];
  const rHat = Math.max(...known.map((row) => row.rHat!));
  const effective = Math.min(...known.map((row) => Math.min(row.essBulk!, row.essTail ?? row.essBulk!)));
  const settled = rHat <= SETTLED.rHat && effective >= SETTLED.perChain * chains;
  return [
    chains === 1 ? " The chain has " : ` The ${chains} chains have `,
    { strong: settled ? "settled" : "not settled" },
    `: R-hat of f is at most ${formatFixed(rHat, 3)} (1.01 or less is wanted), and at least ${formatCount(Math.floor(effective))} draws are effective (${SETTLED.perChain * chains} are wanted).`,
  ];
}

/** How the words of a verdict are chosen, for the reader of a page. */
export const VERDICT_RULES =
  "Coverage within two binomial standard errors of the promised share is called consistent with it, and so is confidence within two standard errors of accuracy. Beyond that a model is over-confident where less came true than it promised, and under-confident where more did: slightly so up to 5 percentage points, badly so from 15. Distributions are called not calibrated where the Kolmogorov-Smirnov distance of their probability integral transforms from uniform is beyond its 1 % level. Widths within 5 % of the exact one are right. Chains have settled where R-hat is at most 1.01 and each has 100 effective draws.";
