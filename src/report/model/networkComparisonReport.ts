import type { TruthMethod } from "../../study/compareWithTruth.ts";
import { formatCount, formatPercent } from "../format/formatNumber.ts";
import type { Block, Provenance, ReportContent, ScoreCell, ScoreTable, Section } from "../page/content.ts";
import type { Text } from "../page/text.ts";
import { functionCurves, listNames } from "./methodParts.ts";
import { networkRemark } from "./networkRemark.ts";
import type { NetworkStudy } from "./networkStudy.ts";

/** What the page that holds methods against long chains is made from. */
export interface NetworkComparisonReportParts {
  readonly title: string;
  readonly subtitle?: Text;
  readonly study: NetworkStudy;
  readonly provenance: Provenance;
}

/**
 * The page of methods beside the truth of a network, for which long chains stand: tables by regions of the inputs, the bands
 * over the true one and how wide they are, and in words what each method gets wrong and why.
 * Throws an ArgumentError where a figure has nothing to draw.
 */
export function networkComparisonReport({
  title,
  subtitle,
  study,
  provenance,
}: NetworkComparisonReportParts): ReportContent {
  return {
    title,
    ...(subtitle === undefined ? {} : { subtitle }),
    verdict: verdict(study),
    lead: [study.about, yardstick(study)],
    scores: widthTable(study),
    sections: [
      { title: "How far off", blocks: [{ kind: "scores", table: distanceTable(study) }] },
      { title: "Bands over the true one", blocks: [bands(study)] },
      { title: "How wide the bands are", blocks: widths(study) },
      {
        title: "What each gets right and wrong",
        blocks: study.methods.map((method) => ({ kind: "text", text: networkRemark(method, study) })),
      },
      reading,
    ],
    provenance,
  };
}

/** Called faithful: in every region bias and width within a tenth of the true standard deviation. */
function isFaithful({ comparisons }: TruthMethod): boolean {
  return comparisons.every(({ bias, ratio }) => bias < 0.1 && Math.abs(ratio - 1) < 0.1);
}

function verdict({ methods }: NetworkStudy): Text {
  const faithful = methods.filter(isFaithful);
  const others = methods.filter((method) => !isFaithful(method));
  const missed = others.flatMap(({ comparisons }) => comparisons.map(({ totalVariation }) => totalVariation));
  return [
    `Of ${methods.length} methods, `,
    ...(faithful.length === 0 ? ["none"] : listNames(faithful)),
    ` ${faithful.length > 1 ? "give" : "gives"} the band of the function, its mean and its width, within a tenth of a true standard deviation in every region`,
    others.length === 0
      ? "."
      : `. The others miss it in at least one: they misjudge the probability of what will be observed by up to ${formatPercent(Number(Math.max(...missed).toFixed(2)))}.`,
  ];
}

function yardstick({ truth }: NetworkStudy): Text {
  const agreement = truth.notes.find(({ code }) => code === "settled")?.message;
  return [
    "A network has no posterior in closed form. Long chains of the no-U-turn sampler stand for it, once they agree about f at every input that is judged and about the log density: ",
    `${truth.chains} chains, ${formatCount(truth.draws.rows)} draws, ${formatCount(Math.round(truth.gradients))} gradients of all rows.`,
    agreement === undefined ? "" : ` ${agreement}`,
  ];
}

/** How wide the band of f is in every region, and what it cost. */
function widthTable({ regions, methods }: NetworkStudy): ScoreTable {
  return {
    caption: `Width: the standard deviation of f over the true one. ${halves(regions.map(({ floor }) => floor.ratio.toFixed(2)))}`,
    rowName: "method",
    columns: [...regions.map(({ name }) => ({ name, better: { near: 1 } })), { name: "gradients" }],
    rows: methods.map(({ name, comparisons }) => ({
      name,
      cells: [
        ...comparisons.map(({ ratio, ratioError }) => cell(ratio, ratioError)),
        gradientsOf(comparisons),
      ],
    })),
  };
}

/** How far the mean of f is off in every region, and how far the predictions of an observation are. */
function distanceTable({ regions, methods }: NetworkStudy): ScoreTable {
  const columns = (what: string) =>
    regions.map(({ name }) => ({ name: `${what} ${name}`, better: "lower" as const }));
  return {
    caption: `Place: bias of the mean of f in true standard deviations, and total variation (TV) between the predictions of an observation. ${halves(
      regions.map(({ floor }) => floor.bias.toFixed(3)),
      regions.map(({ floor }) => floor.totalVariation.toFixed(3)),
    )}`,
    rowName: "method",
    columns: [...columns("bias"), ...columns("TV")],
    rows: methods.map(({ name, comparisons }) => ({
      name,
      cells: [
        ...comparisons.map(({ bias, biasError }) => cell(bias, biasError)),
        ...comparisons.map(({ totalVariation }) => Number(totalVariation.toFixed(3))),
      ],
    })),
  };
}

/** What the yardstick leaves open, in the order of the columns. */
function halves(...figures: readonly (readonly string[])[]): string {
  return `One half of the yardstick scores ${figures.map((of) => of.join(", ")).join(" and ")} against the other.`;
}

const cell = (value: number, error: number | undefined): ScoreCell =>
  error === undefined || error === 0 ? Number(value.toPrecision(3)) : { value, error };

function gradientsOf([first]: TruthMethod["comparisons"]): ScoreCell {
  return first?.gradients === undefined ? "not counted" : Math.round(first.gradients);
}

function bands({ data, truth, x, methods }: NetworkStudy): Block {
  return {
    kind: "figure",
    title: "What each method believes about the function, over what long chains say.",
    figure: {
      kind: "overlay",
      data: {
        x,
        reference: functionCurves("long NUTS", truth, x),
        overlays: methods.map(({ name, posterior }) => functionCurves(name, posterior, x)),
        data: { x: data.x.data, y: data.y.data },
      },
      options: { xName: data.featureNames[0]!, yName: data.targetNames[0]! },
    },
  };
}

function widths({ regions, methods }: NetworkStudy): Block[] {
  const groups = regions.map(({ name }, i) => ({
    heading: `sd of f(x) ${name}`,
    ratios: methods.flatMap((method) => {
      const { ratio, smallestRatio, largestRatio } = method.comparisons[i]!;
      return smallestRatio === 0
        ? []
        : [{ name: method.name, value: ratio, lower: smallestRatio, upper: largestRatio }];
    }),
  }));
  if (groups.some(({ ratios }) => ratios.length === 0)) {
    return [{ kind: "text", text: "In some region no method has any spread." }];
  }
  return [
    {
      kind: "figure",
      title: "Width of each band as a multiple of the true one, by regions.",
      caption:
        "Points are geometric means over the inputs of a region, lines reach from the smallest to the largest ratio. A method without spread has no place on a logarithmic axis.",
      figure: {
        kind: "ratio",
        data: groups,
        options: {
          xName: "times the true standard deviation",
          oneName: "true",
          valueName: "geometric mean",
          rangeName: "range over x",
        },
      },
    },
  ];
}

const reading: Section = {
  title: "How to read the figures",
  blocks: [
    {
      kind: "text",
      text: "The sd ratio is the standard deviation of f(x) over the true one, as geometric mean over the inputs of a region: below 1 a method is too sure of itself. Bias is the distance of the mean of f(x) from the true mean in true standard deviations, as root mean square. TV of y is the total variation between the predictive distributions of an observation, averaged over the region: the most by which the two can differ in the probability of any event, between 0 and 1. It counts the noise, so that errors in f that noise would hide weigh little.",
    },
    {
      kind: "text",
      text: "Errors are jackknife standard errors over eighths of the draws of chains, of the yardstick and of the method where it is a chain itself. What other methods would give from another seed is not in them. Parameters are not compared: hidden units may change places without changing the function.",
    },
  ],
};
