import { pitValues } from "../../metrics/pitValues.ts";
import type { Scores } from "../../metrics/regressionScores.ts";
import type { Rng } from "../../random/rng.ts";
import type { FigureBlock, Section } from "../page/content.ts";
import type { Judged } from "./judged.ts";

/**
 * Whether the predictive distributions say the truth about themselves: probability integral transforms, coverage, and
 * residuals, in which noise that is not the same everywhere shows.
 */
export function calibrationSection(
  { predictive, y }: Judged,
  scores: Scores,
  target: string,
  rng: Rng,
): Section {
  const { levels, observed } = scores.intervalCalibration;
  const values = pitValues(predictive, y, rng);
  return {
    title: "Calibration",
    blocks: [
      {
        kind: "text",
        text: "If the predictive distributions are right, the probability integral transforms P(Y ≤ y) are uniform, and central intervals of every level hold their share of the observations.",
      },
      {
        kind: "row",
        figures: [
          {
            kind: "figure",
            title: "Probability integral transforms.",
            figure: { kind: "pit", data: { values } },
          },
          {
            kind: "figure",
            title: "Their distribution, less the uniform one.",
            figure: { kind: "pit-difference", data: { values } },
          },
        ],
      },
      {
        kind: "row",
        figures: [
          {
            kind: "figure",
            title: "Coverage of central intervals.",
            figure: { kind: "calibration", data: { nominal: levels, observed, count: scores.rows } },
          },
          ...residualFigure({ predictive, y }, target),
        ],
      },
    ],
  };
}

/** Residuals in standard deviations, of the rows that have a finite one above 0. */
function residualFigure({ predictive, y }: Pick<Judged, "predictive" | "y">, target: string): FigureBlock[] {
  const { mean, std } = predictive;
  const rows = Array.from(y.keys()).filter((i) => std[i]! > 0 && Number.isFinite(std[i]!));
  if (rows.length === 0) return [];
  return [
    {
      kind: "figure",
      title: "Standardised residuals.",
      figure: {
        kind: "residual",
        data: {
          mean: rows.map((i) => mean[i]!),
          residual: rows.map((i) => (y[i]! - mean[i]!) / std[i]!),
        },
        options: { yName: target },
      },
    },
  ];
}
