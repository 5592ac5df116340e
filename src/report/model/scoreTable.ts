import type { Scores } from "../../metrics/evaluate.ts";
import type { ScoreEntry } from "../../metrics/scoreEntry.ts";
import type { ScoreCell, ScoreTable } from "../page/content.ts";

/** The scores of one model, each with its standard error and how to read it. */
export function scoreTable(scores: Scores, rows: string, target: string): ScoreTable {
  const units = [" in units of ", { name: target }];
  const interval = (level: number) => scores.intervals.find((entry) => entry.level === level)!;
  const coverage = [0.5, 0.8, 0.9, 0.95].map((level) => ({
    name: `coverage of ${100 * level} % intervals`,
    cells: [cell(interval(level).coverage), cell(interval(level).width), `${level} is calibrated`],
  }));
  return {
    caption: [`Scores on ${scores.rows} ${rows}, with standard errors; widths`, ...units, "."],
    rowName: "score",
    columns: [{ name: "value" }, { name: "mean width" }, { name: "how to read it" }],
    rows: [
      {
        name: "root mean squared error",
        cells: [cell(scores.rmse), "", "units of the target; lower is better"],
      },
      { name: "mean log score", cells: [cell(scores.meanLogScore), "", "nats; higher is better"] },
      { name: "mean CRPS", cells: [cell(scores.meanCrps), "", "units of the target; lower is better"] },
      ...coverage,
      {
        name: "calibration error",
        cells: [
          scores.intervalCalibration.meanAbsolute,
          "",
          "mean gap of coverage over 19 levels; 0 is perfect",
        ],
      },
    ],
  };
}

function cell(entry: ScoreEntry): ScoreCell {
  if (entry.value === null) return entry.note ?? "none";
  return entry.standardError === null ? entry.value : { value: entry.value, error: entry.standardError };
}
