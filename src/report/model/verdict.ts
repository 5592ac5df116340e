import type { DrawsSummary } from "../../diagnostics/summarizeDraws.ts";
import type { Scores } from "../../metrics/regressionScores.ts";
import type { FunctionComparison } from "../../study/compareFunctions.ts";
import { binomialInterval } from "../figures/binomialInterval.ts";
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
 * Judges coverage by one rule: what a model may see by chance that keeps its promise is consistent with it, that is a share within
 * two binomial standard errors of the promised one or, where fewer than 5 rows are expected on either side, a count among the
 * central 95 % of binomial ones. Below, the model is over-confident (its intervals are too narrow); above, under-confident.
 *
 * `worth` is the number of rows that the `count` predictions are worth, where rows were predicted several times.
 */
export function judgeCoverage(
  level: number,
  observed: number,
  count: number,
  worth: number = count,
): CoverageFinding {
  const margin = 2 * Math.sqrt((level * (1 - level)) / worth);
  return { level, observed, count, margin, verdict: verdictOf(observed, level, margin, worth) };
}

/** Below the promise and what chance allows too much was promised, above it too little. */
function verdictOf(observed: number, promised: number, margin: number, worth: number): CoverageVerdict {
  const gap = observed - promised;
  if (Math.abs(gap) <= margin || isChance(observed, promised, worth)) return "consistent";
  return gap < 0 ? "over-confident" : "under-confident";
}

/** Rows are few where fewer than this many are expected on either side: there a standard error says too little. */
const FEW = 5;

/** Whether rows are few, and a share of them is among the central 95 % of binomial ones. */
function isChance(observed: number, promised: number, worth: number): boolean {
  if (worth * Math.min(promised, 1 - promised) >= FEW) return false;
  const rows = Math.max(1, Math.floor(worth));
  const { lower, upper } = binomialInterval(rows, Math.min(promised, 1), 0.95);
  const hits = Math.round(1e6 * observed * rows) / 1e6;
  return hits >= lower && hits <= upper;
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
export function coverageSentence(
  finding: CoverageFinding,
  rows: string,
  method?: string,
): readonly TextPiece[] {
  const { level, observed, verdict } = finding;
  return [
    `${percent(level)} % intervals`,
    ...(method === undefined ? [] : [" by ", { name: method }]),
    " cover ",
    { strong: `${percent(observed)} %` },
    ` of ${countRows(finding.count, rows)} (expected ${percent(level)} ± ${percent(finding.margin)} %): `,
    { strong: verdictWord(verdict, observed - level) },
    `${INTERVALS[verdict]}.`,
  ];
}

const percent = (share: number): string => formatFixed(100 * share, 0);

/** Rows with their number: "1 held-out row", "403 held-out rows". */
export function countRows(count: number, rows: string): string {
  return `${formatCount(count)} ${count === 1 ? rows.replace("rows", "row") : rows}`;
}

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

/** How often the most probable class was right, and how often its probability said it would be. */
export interface ConfidenceFinding {
  readonly accuracy: number;
  /** Mean probability of the most probable class. */
  readonly promised: number;
  readonly count: number;
  /** Two standard errors that accuracy has if the probabilities are true. */
  readonly margin: number;
  readonly verdict: CoverageVerdict;
}

/**
 * Judges confidence by the rule of {@link judgeCoverage}: `chance` is the standard error of accuracy if the probabilities are true,
 * sqrt(sum p (1 - p))/n. That of what was seen would be next to nothing where few rows are right by luck, every one.
 * More confident than right is over-confident, less is under-confident.
 */
export function judgeConfidence(
  accuracy: number,
  promised: number,
  chance: number,
  count: number,
  worth: number = count,
): ConfidenceFinding {
  const margin = 2 * chance;
  return { accuracy, promised, count, margin, verdict: verdictOf(accuracy, promised, margin, worth) };
}

/** What a verdict means for probabilities. */
const PROBABILITIES: Readonly<Record<CoverageVerdict, string>> = {
  consistent: "",
  "over-confident": " (its probabilities are too far from even)",
  "under-confident": " (its probabilities are too close to even)",
};

/** "The most probable class is right for 77 % of 1,000 held-out rows, where its probability promises 81 ± 3 %: ..." */
export function confidenceSentence(
  finding: ConfidenceFinding,
  rows: string,
  method?: string,
): readonly TextPiece[] {
  const { accuracy, promised, margin, verdict } = finding;
  return [
    "The most probable class",
    ...(method === undefined ? [] : [" by ", { name: method }]),
    " is right for ",
    { strong: `${percent(accuracy)} %` },
    ` of ${countRows(finding.count, rows)}, where its probability promises ${percent(promised)} ± ${percent(margin)} %: `,
    { strong: verdictWord(verdict, accuracy - promised) },
    `${PROBABILITIES[verdict]}.`,
  ];
}

/** Widths within this share of the exact one are called right, here and in what is said of every method. */
export const RIGHT_WIDTH = 0.05;
/** Means everywhere within this part of an exact standard deviation are called right. */
export const RIGHT_MEAN = 0.1;

/** Whether a width is called right, given as a multiple of the exact one. */
export function isRightWidth(ratio: number): boolean {
  return Math.abs(ratio - 1) <= RIGHT_WIDTH;
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

/**
 * Whether Markov chains agree about what they drew, f or the probabilities of classes: its worst R-hat and fewest effective draws
 * over the inputs looked at.
 */
export function settledSentence(
  functions: readonly DrawsSummary[],
  chains: number,
  of = "f",
): readonly TextPiece[] {
  const known = functions.filter(({ rHat, essBulk }) => rHat !== null && essBulk !== null);
  const who = chains === 1 ? "the chain has" : `the ${chains} chains have`;
  if (known.length < functions.length) {
    return [` Whether ${who} settled `, { strong: "cannot be told" }, ": draws are too few or stand still."];
  }
  const rHat = Math.max(...known.map((row) => row.rHat!));
  const effective = Math.min(...known.map((row) => Math.min(row.essBulk!, row.essTail ?? row.essBulk!)));
  const settled = rHat <= SETTLED.rHat && effective >= SETTLED.perChain * chains;
  return [
    ` T${who.slice(1)} `,
    { strong: settled ? "settled" : "not settled" },
    `: R-hat of ${of} is at most ${formatFixed(rHat, 3)} (1.01 or less is wanted), and at least ${formatCount(Math.floor(effective))} draws are effective (${SETTLED.perChain * chains} are wanted).`,
  ];
}

/** How the words of a verdict are chosen, for the reader of a page. */
export const VERDICT_RULES =
  "Coverage within two binomial standard errors of the promised share is called consistent with it, and so is accuracy within two of its standard errors under the probabilities of the model, or, where fewer than 5 rows are expected on either side, what is among the central 95 % of binomial counts. Beyond that a model is over-confident where less came true than it promised, and under-confident where more did: slightly so up to 5 percentage points, badly so beyond 15. A count on an end of its interval is held in part. Distributions are called not calibrated where the Kolmogorov-Smirnov distance of their probability integral transforms from uniform is beyond its 1 % level. Widths within 5 % of the exact one are right. Chains have settled where R-hat is at most 1.01 and each has 100 effective draws.";
