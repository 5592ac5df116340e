import { pitValues } from "../../metrics/pitValues.ts";
import type { Scores } from "../../metrics/regressionScores.ts";
import type { Rng } from "../../random/rng.ts";
import type { Section } from "../page/content.ts";
import type { Judged } from "./judged.ts";

/** Whether the predictive distributions say the truth about themselves: probability integral transforms and coverage. */
export function calibrationSection(judged: Judged, scores: Scores, rng: Rng): Section {
  const { levels, observed } = scores.intervalCalibration;
  const { pit } = scores;
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
            figure: { kind: "pit", data: { values: pitValues(judged.predictive, judged.y, rng) } },
          },
          {
            kind: "figure",
            title: "Coverage of central intervals.",
            figure: { kind: "calibration", data: { nominal: levels, observed, count: scores.rows } },
          },
        ],
      },
      {
        kind: "figure",
        title:
          pit.ecdf.outside === 0
            ? "The transforms stay within what chance allows a calibrated prediction."
            : "The transforms leave what chance allows a calibrated prediction.",
        caption:
          "A slope up and then down means distributions that are too wide, down and then up too narrow ones; an arch above or below 0 a bias.",
        figure: { kind: "pit-difference", data: pit.ecdf },
      },
    ],
  };
}
