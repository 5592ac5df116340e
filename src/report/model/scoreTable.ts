import type { Scores } from "../../metrics/regressionScores.ts";
import type { ScoreEntry } from "../../metrics/scoreEntry.ts";
import type { ScoreCell, ScoreTable } from "../page/content.ts";
import type { Judged } from "./judged.ts";
import { countRows } from "./verdict.ts";

/** The scores of one model, each with its standard error and how to read it. */
export function scoreTable(scores: Scores, { predictive, rows }: Judged, target: string): ScoreTable {
  const wanted = predictive.discrete === true ? "or a little more is calibrated, of counts" : "is calibrated";
  const interval = (level: number) => scores.intervals.find((entry) => entry.level === level)!;
  const coverage = [0.5, 0.8, 0.9, 0.95].map((level) => ({
    name: `coverage of ${100 * level} % intervals`,
    cells: [scoreCell(interval(level).coverage), `${level} ${wanted}`],
  }));
  return {
    caption: [
      `Scores on ${countRows(scores.rows, rows)}, with standard errors; errors and widths in units of `,
      { name: target },
      ".",
    ],
    rowName: "score",
    columns: [{ name: "value" }, { name: "how to read it" }],
    rows: [
      { name: "root mean squared error", cells: [scoreCell(scores.rmse), "lower is better"] },
      { name: "mean log score", cells: [scoreCell(scores.meanLogScore), "nats; higher is better"] },
      { name: "mean CRPS", cells: [scoreCell(scores.meanCrps), "lower is better"] },
      ...coverage,
      {
        name: "mean width of 90 % intervals",
        cells: [scoreCell(interval(0.9).width), "narrower is sharper"],
      },
      {
        name: "calibration error",
        cells: [scores.intervalCalibration.meanAbsolute, "mean gap of coverage; 0 is perfect"],
      },
    ],
  };
}

/** A score with its standard error, or why there is none. */
export function scoreCell(entry: ScoreEntry): ScoreCell {
  if (entry.value === null) return entry.note ?? "none";
  return entry.standardError === null ? entry.value : { value: entry.value, error: entry.standardError };
}
