import type { Scores } from "../../metrics/regressionScores.ts";
import { formatFixed } from "../format/formatNumber.ts";
import type { TextPiece } from "../page/text.ts";

/** How the coverage of intervals is judged. */
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

/**
 * Judges coverage by one rule: within two binomial standard errors of the promised share it is consistent with it; below,
 * the model is over-confident (its intervals are too narrow); above, under-confident.
 */
export function judgeCoverage(level: number, observed: number, count: number): CoverageFinding {
  const margin = 2 * Math.sqrt((level * (1 - level)) / count);
  const gap = observed - level;
  const verdict = Math.abs(gap) <= margin ? "consistent" : gap < 0 ? "over-confident" : "under-confident";
  return { level, observed, count, margin, verdict };
}

const WORDS: Readonly<Record<CoverageVerdict, string>> = {
  consistent: "consistent with the promise",
  "over-confident": "over-confident: the intervals are too narrow",
  "under-confident": "under-confident: the intervals are wider than they need to be",
};

/** "90 % intervals cover 86 % of 103 held-out rows (expected 90 ± 6 %): consistent with the promise." */
export function coverageSentence(finding: CoverageFinding, rows: string): readonly TextPiece[] {
  const percent = (share: number) => formatFixed(100 * share, 0);
  return [
    `${percent(finding.level)} % intervals cover `,
    { strong: `${percent(finding.observed)} %` },
    ` of ${finding.count} ${rows} (expected ${percent(finding.level)} ± ${percent(finding.margin)} %): `,
    { strong: WORDS[finding.verdict] },
    ".",
  ];
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
