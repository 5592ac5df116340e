import { beforeAll, describe, expect, test } from "vitest";
import {
  type ConformalOptions,
  conformalInterval,
  fitConformal,
} from "../../src/calibration/fitConformal.ts";
import type { Dataset } from "../../src/data/dataset.ts";
import { scoreInterval } from "../../src/metrics/intervalScores.ts";
import type { RegressionPredictive } from "../../src/predictive/predictive.ts";
import { createRng } from "../../src/random/rng.ts";
import { betaBinomial, betaBinomialShareVariance, chiSquare } from "./betaBinomial.ts";
import { dealRows, predictAfterFit, uciData } from "./splits.ts";

/*
 * 200 times 20 rows to fit, 20 to calibrate and 100 to test are dealt at random from a real data set. Given the data, the deals
 * are independent, and given the rows of the fit the rest is a random division of distinct scores: the rank of a test score among
 * those of calibration is uniform. So the number of covered test rows follows the beta-binomial law exactly, for this
 * finite data set, with no assumption on where it came from. No two rows are equal, so that no two scores are.
 */
const [FITTED, CALIBRATED, TESTED, SPLITS] = [20, 20, 100, 200];
const LEVEL = 0.9;
/** ceil((20 + 1) 0.9). */
const RANK = 19;
const LAW = betaBinomial(TESTED, RANK, CALIBRATED + 1 - RANK);
const ERROR = Math.sqrt(betaBinomialShareVariance(TESTED, RANK, CALIBRATED + 1 - RANK) / SPLITS);
/** Exceeded with probability 1e-4 by chi-square with 5, 6, 7 and 8 degrees of freedom. */
const CRITICAL: Readonly<Record<number, number>> = { 5: 25.74, 6: 27.86, 7: 29.88, 8: 31.83 };

interface Deal {
  readonly parts: readonly Dataset[];
  readonly predictions: readonly RegressionPredictive[];
}

const deals: Deal[] = [];

beforeAll(async () => {
  const data = uciData("yacht");
  for (let s = 0; s < SPLITS; s++) {
    const rng = createRng("conformal law").fork(s);
    const parts = dealRows(data, [FITTED, CALIBRATED, TESTED], rng);
    deals.push({ parts, predictions: await predictAfterFit(parts[0]!, parts) });
  }
});

/** How many test rows are covered, per deal; part 1 holds the rows of calibration. */
function coveredCounts(options: Partial<ConformalOptions>, calibrateOn = 1): number[] {
  return deals.map(({ parts, predictions }) => {
    const y = parts[calibrateOn]!.y.data;
    const conformal = fitConformal(predictions[calibrateOn]!, y, { level: LEVEL, ...options });
    const interval = conformalInterval(predictions[2]!, conformal);
    return Math.round(TESTED * scoreInterval(interval, parts[2]!.y.data, LEVEL).coverage.value);
  });
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;

/** Deviation of the mean coverage from k/(n + 1) in standard errors. */
const deviation = (counts: readonly number[]) => (mean(counts) / TESTED - RANK / (CALIBRATED + 1)) / ERROR;

describe("split conformal prediction over 200 divisions of real data", () => {
  test.each(["residual", "standardised", "quantile"] as const)("score %s keeps the law", (score) => {
    const counts = coveredCounts({ score });
    expect(Math.abs(deviation(counts))).toBeLessThan(4);
    const { statistic, freedom } = chiSquare(counts, LAW, 20);
    expect(freedom).toBeGreaterThanOrEqual(5);
    expect(statistic).toBeLessThan(CRITICAL[freedom]!);
  });

  test("a rank of ceil(n level), without the + 1, is found out", () => {
    const counts = coveredCounts({ level: (CALIBRATED * LEVEL) / (CALIBRATED + 1) });
    expect(deviation(counts)).toBeLessThan(-4);
    const { statistic, freedom } = chiSquare(counts, LAW, 20);
    expect(statistic).toBeGreaterThan(CRITICAL[freedom]!);
  });

  test("calibrating on the rows of the fit is found out", () => {
    expect(deviation(coveredCounts({}, 0))).toBeLessThan(-4);
  });
});

describe("conformal prediction within groups", () => {
  /** Yachts resist little until they are fast: the residuals of the two groups differ by far. */
  const groupsOf = ({ x }: Dataset) =>
    Array.from({ length: x.rows }, (_, i) => (x.data[i * x.cols + 5]! > 0.35 ? "fast" : "slow"));

  /** Sum over deals of covered minus promised, in standard errors, within one group. */
  function groupDeviation(group: string, grouped: boolean): number {
    let [excess, variance] = [0, 0];
    for (const { parts, predictions } of deals) {
      const [heldOut, tested] = [groupsOf(parts[1]!), groupsOf(parts[2]!)];
      const n = heldOut.filter((g) => g === group).length;
      const m = tested.filter((g) => g === group).length;
      const k = Math.ceil((n + 1) * 0.7);
      if (m === 0 || k > n) continue;
      const conformal = fitConformal(predictions[1]!, parts[1]!.y.data, {
        level: 0.7,
        score: "residual",
        ...(grouped && { groups: heldOut }),
      });
      const { lower, upper } = conformalInterval(predictions[2]!, conformal, grouped ? tested : undefined);
      const y = parts[2]!.y.data;
      const hits = tested.filter((g, i) => g === group && y[i]! >= lower[i]! && y[i]! <= upper[i]!).length;
      excess += hits - (m * k) / (n + 1);
      variance += m * m * betaBinomialShareVariance(m, k, n + 1 - k);
    }
    return excess / Math.sqrt(variance);
  }

  test("the level holds within each group, and without groups it does not", () => {
    for (const group of ["fast", "slow"]) {
      expect(Math.abs(groupDeviation(group, true))).toBeLessThan(4);
      expect(Math.abs(groupDeviation(group, false))).toBeGreaterThan(4);
    }
  });
});
