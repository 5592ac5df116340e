import type { Dataset } from "../../data/dataset.ts";
import { asRegression } from "../../inference/asRegression.ts";
import { columnMatrix } from "../../numeric/matrix.ts";
import type { FittedCandidate } from "../../study/fitCandidates.ts";
import type { Section } from "../page/content.ts";
import { bandOf, inputGrid } from "./predictionSection.ts";

/** Whether predictions are a curve: there is one input, and one target that is a number. */
export function isCurve(data: Dataset): boolean {
  return data.x.cols === 1 && data.y.cols === 1 && data.classes === undefined;
}

/** The bands of all methods on common scales, where there is one input and one target that is a number. */
export function methodBands(fitted: readonly FittedCandidate[], data: Dataset): Section[] {
  if (!isCurve(data) || fitted.length === 0) return [];
  const grid = inputGrid(data, 0, 121);
  return [
    {
      title: "What each predicts",
      blocks: [
        {
          kind: "figure",
          title: "Mean, function band and observation band of every method, fitted to all rows.",
          figure: {
            kind: "small-multiples",
            data: fitted.map(({ name, posterior }) => ({
              heading: name,
              band: {
                ...bandOf(asRegression(posterior), grid, columnMatrix(grid)),
                data: { x: data.x.data, y: data.y.data },
              },
            })),
            options: { xName: data.featureNames[0]!, yName: data.targetNames[0]! },
          },
        },
      ],
    },
  ];
}
