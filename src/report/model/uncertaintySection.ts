import type { Dataset } from "../../data/dataset.ts";
import type { Posterior } from "../../inference/method.ts";
import { epistemicShare } from "../figures/splitLayers.ts";
import { formatNumber } from "../format/formatNumber.ts";
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
  const title = "Where the uncertainty comes from";
  if (!epistemic.some((part, i) => Number.isFinite(part + aleatoric[i]!))) {
    const text = "The variance of an observation is not finite, so that it does not split into parts.";
    return { title, blocks: [{ kind: "text", text }] };
  }
  return {
    title,
    blocks: [
      {
        kind: "text",
        text: `The variance of an observation is the sum of two: that of the function, which more data would reduce (epistemic), and that of the noise, which no data will (aleatoric).${shareSentence(judged.rows, epistemicShare(judged.predictive))}`,
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

/** How much of the uncertainty of the judged rows is epistemic, in a sentence. */
export function shareSentence(rows: string, share: number | undefined): string {
  if (share === undefined) return ` Over the ${rows} there is none.`;
  if (share === 0) return ` Over the ${rows} none of it is epistemic: this posterior is a single function.`;
  return ` Over the ${rows}, ${formatNumber(100 * share, 2)} % of it is epistemic on average.`;
}
