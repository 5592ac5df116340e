import type { Dataset } from "../../data/dataset.ts";
import { someRows } from "../../inference/chains/mixing.ts";
import type { ExactPosterior } from "../../inference/exact/exactPosterior.ts";
import type { Posterior } from "../../inference/method.ts";
import type { Rng } from "../../random/rng.ts";
import { compareWithExact, type ExactComparison } from "../../study/compareWithExact.ts";
import type { Section } from "../page/content.ts";
import { comparisonTable, overlayBlocks, readingBlocks, remarkBlocks } from "./exactComparisonBlocks.ts";
import { inputGrid } from "./predictionSection.ts";

/** Rows of the data at which functions of several inputs are compared. */
const ROWS = 200;

/** A method beside the exact posterior of the same model: a table, the bands where there is one input, and why. */
export function truthSection(
  posterior: Posterior<"regression">,
  truth: ExactPosterior,
  train: Dataset,
  rng: Rng,
): { readonly comparison: ExactComparison; readonly section: Section } {
  const one = train.x.cols === 1;
  const grid = inputGrid(train);
  const x = one ? grid : someRows(train.x, ROWS);
  const comparison = compareWithExact(truth, posterior, x, rng);
  const method = { name: posterior.method, posterior, comparison };
  return {
    comparison,
    section: {
      title: "Beside the exact posterior",
      blocks: [
        { kind: "scores", table: comparisonTable([method]) },
        ...(one ? overlayBlocks({ exact: truth, data: train, x: grid, methods: [method] }) : []),
        ...remarkBlocks([method], truth),
        ...readingBlocks([method], truth),
      ],
    },
  };
}
