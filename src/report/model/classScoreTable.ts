import type { ClassScores } from "../../metrics/classScores.ts";
import type { ScoreTable } from "../page/content.ts";
import { scoreCell } from "./scoreTable.ts";
import { countRows } from "./verdict.ts";

/** The scores of one model of classes, each with its standard error and how to read it. */
export function classScoreTable(scores: ClassScores, rows: string): ScoreTable {
  const { accuracy, meanLogScore, brierScore, calibrationErrors, meanEntropy, errorDetection } = scores;
  return {
    caption: `Scores on ${countRows(scores.rows, rows)}, with standard errors.`,
    rowName: "score",
    columns: [{ name: "value" }, { name: "how to read it" }],
    rows: [
      { name: "accuracy", cells: [scoreCell(accuracy), "higher is better"] },
      { name: "mean log score", cells: [scoreCell(meanLogScore), "nats; higher is better"] },
      { name: "Brier score", cells: [scoreCell(brierScore), "lower is better"] },
      {
        name: "expected calibration error",
        cells: [scoreCell(calibrationErrors.expected), "0 is perfect, chance gives a little more"],
      },
      { name: "mean entropy", cells: [scoreCell(meanEntropy), "nats; lower is sharper"] },
      {
        name: "area under the curve: entropy finds errors",
        cells: [scoreCell(errorDetection.auroc), "0.5 is chance, 1 perfect"],
      },
    ],
  };
}
