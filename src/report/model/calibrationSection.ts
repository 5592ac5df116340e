import { pitValues } from "../../metrics/pitValues.ts";
import type { Scores } from "../../metrics/regressionScores.ts";
import type { Rng } from "../../random/rng.ts";
import type { Section } from "../page/content.ts";
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
          {
            kind: "figure",
            title: "Standardised residuals.",
            figure: {
              kind: "residual",
              data: {
                mean: predictive.mean,
                residual: predictive.mean.map((mean, i) => (y[i]! - mean) / predictive.std[i]!),
              },
              options: { yName: target },
            },
          },
        ],
      },
    ],
  };
}
