import type { Dataset } from "../../data/dataset.ts";
import type { ExactPosterior } from "../../inference/exact/exactPosterior.ts";
import { formatCount, formatNumber } from "../format/formatNumber.ts";
import type { Provenance, ReportContent, ScoreTable, Section } from "../page/content.ts";
import type { Text, TextPiece } from "../page/text.ts";
import type { ComparedMethod } from "./comparedMethod.ts";
import { functionCurves, listNames } from "./methodParts.ts";
import { methodRemark, sayPercent, TWO_SD } from "./methodRemark.ts";

/** What the page that holds methods against the exact posterior is made from. */
export interface ExactComparisonReportParts {
  readonly title: string;
  readonly subtitle?: Text;
  readonly exact: ExactPosterior;
  /** The rows that all were fitted on: one input, one target. */
  readonly data: Dataset;
  /** Grid of inputs that the comparisons were made on, ascending. */
  readonly x: Float64Array;
  readonly methods: readonly ComparedMethod[];
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
      bandSection(parts),
      widthSection(methods),
      remarkSection(methods, exact),
      readingSection(methods, exact),
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

function comparisonTable(methods: readonly ComparedMethod[]): ScoreTable {
  return {
    caption:
      "Each method against the exact posterior, which itself has bias 0, ratio 1, both distances 0 and 95.4 % held, for no gradient at all.",
    rowName: "method",
    columns: [
      { name: "bias (sd)", better: "lower" },
      { name: "sd ratio", better: { near: 1 } },
      { name: "KL (nats)", better: "lower" },
      { name: "W2 (sd)", better: "lower" },
      { name: "held (%)", better: { near: 100 * TWO_SD } },
      { name: "gradients" },
    ],
    rows: methods.map(({ name, comparison, gradients = comparison.gradients }) => ({
      name,
      cells: [
        Number(comparison.bias.toFixed(3)),
        rounded(comparison.ratio),
        rounded(comparison.divergence),
        rounded(comparison.wasserstein),
        Number((100 * comparison.held).toFixed(1)),
        gradients === undefined ? Number.NaN : Math.round(gradients),
      ],
    })),
  };
}

/** Three digits: more would be noise. */
const rounded = (value: number): number => (Number.isFinite(value) ? Number(value.toPrecision(3)) : value);

function bandSection({ exact, data, x, methods }: ExactComparisonReportParts): Section {
  const reference = "exact posterior";
  return {
    title: "Bands over the exact one",
    blocks: [
      {
        kind: "figure",
        title: "What each method believes about the function, over what is true.",
        figure: {
          kind: "overlay",
          data: {
            x,
            reference: functionCurves(reference, exact, x),
            overlays: methods.map(({ name, posterior }) => functionCurves(name, posterior, x)),
            data: { x: data.x.data, y: data.y.data },
          },
          options: { xName: data.featureNames[0]!, yName: data.targetNames[0]! },
        },
      },
      {
        kind: "figure",
        title: "The same, counted from the exact mean in exact standard deviations.",
        caption: "In these units the exact band is the strip from −2 to 2.",
        figure: {
          kind: "overlay",
          data: {
            x,
            reference: inExactUnits(
              reference,
              new Float64Array(x.length),
              new Float64Array(x.length).fill(1),
            ),
            overlays: methods.map(({ name, comparison }) =>
              inExactUnits(name, comparison.biases, comparison.ratios),
            ),
          },
          options: { xName: data.featureNames[0]!, yName: "exact standard deviations" },
        },
      },
    ],
  };
}

function inExactUnits(name: string, mean: Float64Array, sd: Float64Array) {
  const band = {
    lower: mean.map((value, i) => value - 2 * sd[i]!),
    upper: mean.map((value, i) => value + 2 * sd[i]!),
  };
  return { name, mean, band };
}

function widthSection(methods: readonly ComparedMethod[]): Section {
  const spread = methods.filter(({ comparison }) => comparison.smallestRatio > 0);
  const without = methods.filter(({ comparison }) => comparison.smallestRatio === 0);
  const missing: readonly TextPiece[] =
    without.length === 0
      ? []
      : [
          " ",
          ...listNames(without),
          ` ${without.length === 1 ? "has" : "have"} no spread somewhere, and no place on a logarithmic axis.`,
        ];
  return {
    title: "How wide the bands are",
    blocks:
      spread.length === 0
        ? [{ kind: "text", text: "No method has any spread." }]
        : [
            {
              kind: "figure",
              title: "Width of each band as a multiple of the exact one.",
              caption: [
                "Points are geometric means over x, lines reach from the smallest to the largest ratio.",
                ...missing,
              ],
              figure: {
                kind: "ratio",
                data: [
                  {
                    heading: "standard deviation of f(x)",
                    ratios: spread.map(({ name, comparison }) => ({
                      name,
                      value: comparison.ratio,
                      lower: comparison.smallestRatio,
                      upper: comparison.largestRatio,
                    })),
                  },
                ],
                options: {
                  xName: "times the exact standard deviation",
                  oneName: "exact",
                  valueName: "geometric mean",
                  rangeName: "range over x",
                },
              },
            },
          ],
  };
}

function remarkSection(methods: readonly ComparedMethod[], exact: ExactPosterior): Section {
  return {
    title: "What each gets right and wrong",
    blocks: methods.map((entry) => ({ kind: "text", text: methodRemark(entry, exact) })),
  };
}

function readingSection(methods: readonly ComparedMethod[], { size }: ExactPosterior): Section {
  const counts = [
    ...new Map(
      methods.flatMap(({ comparison: { draws, floor } }) =>
        draws === undefined || floor === undefined || draws === 1 ? [] : [[draws, floor] as const],
      ),
    ),
  ].sort(([a], [b]) => a - b);
  const floors: ScoreTable = {
    caption: "What exact draws would score: nothing below these figures can be told apart from the truth.",
    rowName: "independent exact draws",
    columns: [{ name: "bias (sd)" }, { name: "KL (nats)" }, { name: "W2 (sd)" }],
    rows: counts.map(([draws, floor]) => ({
      name: formatCount(draws),
      cells: [rounded(floor.bias), rounded(floor.divergence), rounded(floor.wasserstein)],
    })),
  };
  return {
    title: "How to read the figures",
    blocks: [
      {
        kind: "text",
        text: "Bias is the distance of the mean of f(x) from the exact mean in exact standard deviations, as root mean square over x. The sd ratio is the standard deviation of f(x) over the exact one, as geometric mean over x: below 1 a method is too sure of itself. Held is how much of the exact posterior of f(x) lies within the method's mean ± 2 standard deviations.",
      },
      {
        kind: "text",
        text: `KL and W2 are about all ${size} parameters together, both distributions taken as normal with their means and covariances. KL is the divergence of the method from the exact posterior, infinite for one that is flat in some direction. W2 is the 2-Wasserstein distance in the coordinates in which the exact posterior has mean 0 and covariance I, hence in exact standard deviations. Neither depends on the units of anything. Gradients are those of all rows together: one pass over the data.`,
      },
      ...(counts.length === 0
        ? []
        : ([
            {
              kind: "text",
              text: "A method that is a set of draws has moments that are off by chance, and both distances only ever grow by that. Draws of a chain depend on each other and are worth fewer than their number.",
            },
            { kind: "scores", table: floors },
          ] as const)),
    ],
  };
}
