import type { Dataset } from "../../data/dataset.ts";
import type { ExactPosterior } from "../../inference/exact/exactPosterior.ts";
import { formatCount } from "../format/formatNumber.ts";
import type { Block, ScoreTable } from "../page/content.ts";
import type { TextPiece } from "../page/text.ts";
import type { ComparedMethod } from "./comparedMethod.ts";
import { functionCurves, listNames } from "./methodParts.ts";
import { methodRemark, TWO_SD } from "./methodRemark.ts";

/** What the bands of methods over the exact one are drawn from. */
export interface OverlayParts {
  readonly exact: ExactPosterior;
  /** The rows that all were fitted on: one input, one target. */
  readonly data: Dataset;
  /** Grid of inputs that the comparisons were made on, ascending. */
  readonly x: Float64Array;
  readonly methods: readonly ComparedMethod[];
}

/** Every method against the exact posterior, in numbers. */
export function comparisonTable(methods: readonly ComparedMethod[]): ScoreTable {
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

/** The bands of f over the exact one, in the units of y and in exact standard deviations. */
export function overlayBlocks({ exact, data, x, methods }: OverlayParts): Block[] {
  const reference = "exact posterior";
  return [
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
          reference: inExactUnits(reference, new Float64Array(x.length), new Float64Array(x.length).fill(1)),
          overlays: methods.map(({ name, comparison }) =>
            inExactUnits(name, comparison.biases, comparison.ratios),
          ),
        },
        options: { xName: data.featureNames[0]!, yName: "exact standard deviations" },
      },
    },
  ];
}

function inExactUnits(name: string, mean: Float64Array, sd: Float64Array) {
  const band = {
    lower: mean.map((value, i) => value - 2 * sd[i]!),
    upper: mean.map((value, i) => value + 2 * sd[i]!),
  };
  return { name, mean, band };
}

/** How wide the band of f is, as a multiple of the exact one. */
export function widthBlocks(methods: readonly ComparedMethod[]): Block[] {
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
  if (spread.length === 0) return [{ kind: "text", text: "No method has any spread." }];
  return [
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
  ];
}

/** What each method gets right and wrong, and why. */
export function remarkBlocks(methods: readonly ComparedMethod[], exact: ExactPosterior): Block[] {
  return methods.map((entry) => ({ kind: "text", text: methodRemark(entry, exact) }));
}

/** What the figures of the table mean, and what exact draws would score. */
export function readingBlocks(methods: readonly ComparedMethod[], { size }: ExactPosterior): Block[] {
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
  return [
    {
      kind: "text",
      text: "Bias is the distance of the mean of f(x) from the exact mean in exact standard deviations, as root mean square over x. The sd ratio is the standard deviation of f(x) over the exact one, as geometric mean over x: below 1 a method is too sure of itself. Held is how much of the exact posterior of f(x) lies within the method's mean ± 2 standard deviations.",
    },
    {
      kind: "text",
      text: `KL and W2 are about all ${size} parameters together, both distributions taken as normal with their means and covariances. KL is the divergence of the method from the exact posterior, infinite for one that has no spread in some direction. W2 is the 2-Wasserstein distance in the coordinates in which the exact posterior has mean 0 and covariance I, hence in exact standard deviations. Neither depends on the units of anything. Gradients are those of all rows together: one pass over the data.`,
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
  ];
}
