import type { Dataset } from "../../data/dataset.ts";
import type { Posterior } from "../../inference/method.ts";
import { meanOf } from "../../numeric/mean.ts";
import type { RegressionPredictive } from "../../predictive/predictive.ts";
import { formatFixed } from "../format/formatNumber.ts";
import type { Section } from "../page/content.ts";
import type { Judged } from "./judged.ts";
import { inputGrid } from "./predictionSection.ts";

/** How the variance of a prediction splits into what more data would reduce and what they would not. */
export function uncertaintySection(
  posterior: Posterior<"regression">,
  train: Dataset,
  judged: Judged,
): Section {
  const one = train.x.cols === 1;
  const grid = one ? inputGrid(train) : undefined;
  const { epistemic, aleatoric } = grid === undefined ? judged.predictive : posterior.predict(grid);
  return {
    title: "Where the uncertainty comes from",
    blocks: [
      {
        kind: "text",
        text: `The variance of an observation is the sum of two: that of the function, which more data would reduce (epistemic), and that of the noise, which no data will (aleatoric). Over the ${judged.rows}, ${formatFixed(100 * epistemicShare(judged.predictive), 1)} % of it is epistemic on average.`,
      },
      {
        kind: "figure",
        title: one
          ? "The variance of a prediction along the input."
          : `The variance of the predictions of all ${judged.rows}, from the least to the most.`,
        figure: {
          kind: "split",
          data: {
            kind: "variance",
            epistemic,
            aleatoric,
            ...(grid === undefined ? {} : { x: grid }),
          },
          options: {
            yName: train.targetNames[0]!,
            ...(one ? { xName: train.featureNames[0]! } : {}),
          },
        },
      },
    ],
  };
}

/** Mean share of the function in the variance of a prediction. */
function epistemicShare({ epistemic, variance }: RegressionPredictive): number {
  return meanOf(epistemic.map((part, i) => (variance[i]! > 0 ? part / variance[i]! : 0)));
}
