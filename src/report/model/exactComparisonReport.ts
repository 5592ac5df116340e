import type { Dataset } from "../../data/dataset.ts";
import type { ExactPosterior } from "../../inference/exact/exactPosterior.ts";
import { formatNumber } from "../format/formatNumber.ts";
import type { Provenance, ReportContent } from "../page/content.ts";
import type { Text } from "../page/text.ts";
import type { ComparedMethod } from "./comparedMethod.ts";
import {
  comparisonTable,
  type OverlayParts,
  overlayBlocks,
  readingBlocks,
  remarkBlocks,
  widthBlocks,
} from "./exactComparisonBlocks.ts";
import { listNames } from "./methodParts.ts";
import { sayPercent, TWO_SD } from "./methodRemark.ts";

/** What the page that holds methods against the exact posterior is made from. */
export interface ExactComparisonReportParts extends OverlayParts {
  readonly title: string;
  readonly subtitle?: Text;
  readonly provenance: Provenance;
}

/**
 * The page of methods beside the exact posterior of a linear model with one input: a verdict, a table, the bands of all over
 * the exact one, how wide they are, and in words what each gets wrong and why, told from the figures.
 */
export function exactComparisonReport(parts: ExactComparisonReportParts): ReportContent {
  const { methods, exact, data } = parts;
  return {
    title: parts.title,
    ...(parts.subtitle === undefined ? {} : { subtitle: parts.subtitle }),
    verdict: verdict(methods),
    lead: [modelSentence(exact, data)],
    scores: comparisonTable(methods),
    sections: [
      { title: "Bands over the exact one", blocks: overlayBlocks(parts) },
      { title: "How wide the bands are", blocks: widthBlocks(methods) },
      { title: "What each gets right and wrong", blocks: remarkBlocks(methods, exact) },
      { title: "How to read the figures", blocks: readingBlocks(methods, exact) },
    ],
    provenance: parts.provenance,
  };
}

/** Called faithful: the mean and the width of the band everywhere within a tenth of the exact standard deviation. */
function isFaithful({ comparison }: ComparedMethod): boolean {
  const { largestBias, smallestRatio, largestRatio } = comparison;
  return largestBias < 0.1 && smallestRatio > 0.9 && largestRatio < 1.1;
}

function verdict(methods: readonly ComparedMethod[]): Text {
  const faithful = methods.filter(isFaithful);
  const least = [...methods].sort((a, b) => a.comparison.held - b.comparison.held)[0]!;
  const named =
    faithful.length === 0 ? ["none is"] : [...listNames(faithful), faithful.length === 1 ? " is" : " are"];
  return [
    `Of ${methods.length} methods `,
    ...named,
    " everywhere within a tenth of an exact standard deviation, in mean and in width. The least can be said for ",
    { name: least.name },
    `: its band of ± 2 standard deviations holds ${sayPercent(least.comparison.held)} of what the exact posterior believes, and ${sayPercent(TWO_SD)} would be right.`,
  ];
}

function modelSentence(exact: ExactPosterior, data: Dataset): Text {
  return [
    `The model is linear in its ${exact.size} parameters, and its noise and prior are normal with known variances: a basis of ReLU functions with fixed joints, fitted to ${exact.observations} rows for `,
    { name: data.targetNames[0]! },
    `. So the posterior is known in closed form, and every method can be held against the truth instead of against another approximation. The data determine about ${formatNumber(exact.effectiveParameters(), 3)} of the parameters.`,
  ];
}
