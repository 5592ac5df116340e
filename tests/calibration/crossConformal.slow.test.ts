import { expect, test } from "vitest";
import { crossConformal } from "../../src/calibration/crossConformal.ts";
import { conformalInterval, fitConformal } from "../../src/calibration/fitConformal.ts";
import type { Dataset } from "../../src/data/dataset.ts";
import { scoreInterval } from "../../src/metrics/intervalScores.ts";
import type { Interval } from "../../src/predictive/predictive.ts";
import { createRng } from "../../src/random/rng.ts";
import { dealRows, LINEAR, LINEAR_FIT, predictAfterFit, uciData } from "./splits.ts";

const yacht = uciData("yacht");
/** Seven parameters that hardly anything holds back, learned from ten rows: residuals of the fit say little. */
const FIT = { ...LINEAR_FIT, model: { ...LINEAR, prior: { kind: "normal", variance: 1e4 } } } as const;
const [LEVEL, ROWS, TESTED, DIVISIONS] = [0.8, 10, 250, 80];

const coverage = (interval: Interval, { y }: Dataset) =>
  scoreInterval(interval, y.data, LEVEL).coverage.value;

test("jackknife+ and CV+ keep their guarantees over divisions of real data, which intervals of the rows of the fit break", async () => {
  const shares = { jackknife: [], folds: [], quantile: [], naive: [] } as Record<string, number[]>;
  const guarantees: Record<string, number> = {};
  for (let s = 0; s < DIVISIONS; s++) {
    const rng = createRng("cross coverage").fork(s);
    const [few, rest] = dealRows(yacht, [ROWS, TESTED], rng) as [Dataset, Dataset];
    const cover = async (name: string, options: object) => {
      const cross = await crossConformal(FIT, few, { level: LEVEL, ...options }, { rng });
      shares[name]!.push(coverage(cross.interval(rest.x), rest));
      guarantees[name] = cross.guarantee!;
    };
    await cover("jackknife", { folds: "leave-one-out", score: "residual" });
    await cover("folds", { folds: 5 });
    await cover("quantile", { folds: 5, score: "quantile" });
    const [own, there] = await predictAfterFit(few, [few, rest], FIT.model);
    const conformal = fitConformal(own!, few.y.data, { level: LEVEL, score: "residual" });
    shares.naive!.push(coverage(conformalInterval(there!, conformal), rest));
  }
  // Given the data, divisions are independent.
  const summary = (name: string) => {
    const values = shares[name]!;
    const mean = values.reduce((a, b) => a + b) / DIVISIONS;
    const squares = values.reduce((sum, v) => sum + (v - mean) * (v - mean), 0);
    return { mean, error: Math.sqrt(squares / (DIVISIONS - 1) / DIVISIONS) };
  };
  for (const name of ["jackknife", "folds", "quantile"]) {
    const { mean, error } = summary(name);
    expect(mean).toBeGreaterThan(guarantees[name]! - 4 * error);
  }
  const { mean, error } = summary("naive");
  expect(mean).toBeLessThan(guarantees.jackknife! - 4 * error);
});
