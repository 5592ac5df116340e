import { sampleQuantile } from "../diagnostics/sampleQuantile.ts";
import type { CalibrationCurve } from "../metrics/calibrationCurve.ts";
import { clusteredMean } from "../metrics/clusteredMean.ts";
import { intervalCalibration } from "../metrics/intervalCalibration.ts";
import { type ReliabilityCurve, reliabilityCurve } from "../metrics/reliabilityCurve.ts";
import type { RowForecasts } from "../metrics/rowForecasts.ts";
import type { ScoreEntry } from "../metrics/scoreEntry.ts";
import { meanOf } from "../numeric/mean.ts";

/** How sure the predictions of all tested rows were, and how sure they should have been: plain JSON. */
export type ForecastSummary =
  | {
      readonly kind: "regression";
      readonly rows: number;
      /** Rows that these predictions are worth: n^2 / sum m_r^2, where row r was tested m_r times; n where each was tested once. */
      readonly effectiveRows: number;
      /** Shares of the observations in central intervals of 5, 10, ..., 95 %. */
      readonly coverage: CalibrationCurve;
      /** The same for 90 % alone, with its standard error clustered on rows. */
      readonly ninety: ScoreEntry;
      /** Quantiles 0, 0.05, ..., 1 of the predictive standard deviations; those that are not finite are null. */
      readonly sdQuantiles: readonly (number | null)[];
    }
  | {
      readonly kind: "classification";
      readonly rows: number;
      /** As of numbers. */
      readonly effectiveRows: number;
      /** Mean probability of the most probable class. */
      readonly confidence: number;
      /** Standard error of the share of right predictions if the probabilities are true: sqrt(mean of p (1 - p) / effective rows). */
      readonly chance: number;
      readonly reliability: ReliabilityCurve;
      /** Mean confidence less the share of right predictions: above 0 means too sure. */
      readonly excess: ScoreEntry;
    };

const QUANTILES = 20;

/** Sums up forecasts of rows that are named by `rows`, one of which may have been tested several times. */
export function summarizeForecasts(forecasts: RowForecasts, rows: ArrayLike<number>): ForecastSummary {
  const effectiveRows = worthOf(rows);
  if (forecasts.kind === "classification") {
    const { confidence, right } = forecasts;
    return {
      kind: "classification",
      rows: right.length,
      effectiveRows,
      confidence: meanOf(confidence),
      chance: Math.sqrt(meanOf(confidence.map((p) => p * (1 - p))) / effectiveRows),
      reliability: reliabilityCurve(confidence, right),
      excess: clusteredMean(
        confidence.map((p, i) => p - right[i]!),
        rows,
      ),
    };
  }
  const { pit, sd } = forecasts;
  const sorted = sd.slice().sort();
  const held = pit.map((u) => (2 * Math.abs(u - 0.5) <= 0.9 ? 1 : 0));
  return {
    kind: "regression",
    rows: pit.length,
    effectiveRows,
    coverage: intervalCalibration(pit),
    ninety: clusteredMean(held, rows),
    sdQuantiles: Array.from({ length: QUANTILES + 1 }, (_, k) => {
      const value = sampleQuantile(sorted, k / QUANTILES);
      return Number.isFinite(value) ? value : null;
    }),
  };
}

/** A row that was tested m times counts as if all m outcomes were the same one. */
function worthOf(rows: ArrayLike<number>): number {
  const times = new Map<number, number>();
  for (let i = 0; i < rows.length; i++) times.set(rows[i]!, (times.get(rows[i]!) ?? 0) + 1);
  let squares = 0;
  for (const m of times.values()) squares += m * m;
  return (rows.length * rows.length) / squares;
}
