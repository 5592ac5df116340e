import type { Dataset } from "../../data/dataset.ts";
import { asRegression } from "../../inference/asRegression.ts";
import { someRows } from "../../inference/chains/mixing.ts";
import type { ExactPosterior } from "../../inference/exact/exactPosterior.ts";
import type { Rng } from "../../random/rng.ts";
import { compareWithExact } from "../../study/compareWithExact.ts";
import type { FittedCandidate } from "../../study/fitCandidates.ts";
import { formatFixed } from "../format/formatNumber.ts";
import type { Block, Section } from "../page/content.ts";
import type { TextPiece } from "../page/text.ts";
import type { ComparedMethod } from "./comparedMethod.ts";
import {
  comparisonTable,
  overlayBlocks,
  readingBlocks,
  remarkBlocks,
  widthBlocks,
} from "./exactComparisonBlocks.ts";
import { listNames } from "./methodParts.ts";
import { inputGrid } from "./predictionSection.ts";
import { isRightWidth, truthSentence } from "./verdict.ts";

/** Rows of the data at which functions of several inputs are compared. */
const ROWS = 200;

/** What the methods of a comparison get wrong, those of one model whose posterior is known exactly. */
export interface BesideExact {
  readonly verdict: readonly TextPiece[];
  readonly sections: readonly Section[];
}

/**
 * Every fitted method beside the exact posterior of its model; undefined where no model has one. Methods whose models differ
 * from that of the first are left out: they have another truth.
 */
export function besideExact(
  fitted: readonly FittedCandidate[],
  data: Dataset,
  rng: Rng,
): BesideExact | undefined {
  const exact = fitted.find(({ truth }) => truth !== undefined)?.truth;
  if (exact === undefined) return undefined;
  const spec = JSON.stringify(exact.model.spec);
  const one = data.x.cols === 1;
  const grid = inputGrid(data);
  const x = one ? grid : someRows(data.x, ROWS);
  const methods: ComparedMethod[] = fitted
    .filter(({ truth }) => truth !== undefined && JSON.stringify(truth.model.spec) === spec)
    .map(({ name, posterior }) => {
      const approximation = asRegression(posterior);
      return {
        name,
        posterior: approximation,
        comparison: compareWithExact(exact, approximation, x, rng.fork(name)),
      };
    });
  return {
    verdict: verdict(methods),
    sections: [
      {
        title: "Beside the exact posterior",
        blocks: blocks(methods, exact, one ? { data, grid } : undefined),
      },
    ],
  };
}

function blocks(
  methods: readonly ComparedMethod[],
  exact: ExactPosterior,
  curves: { readonly data: Dataset; readonly grid: Float64Array } | undefined,
): Block[] {
  return [
    {
      kind: "text",
      text: "The posterior of this model is known in closed form, so that every approximation can be held against the truth, fitted to the same rows.",
    },
    { kind: "scores", table: comparisonTable(methods) },
    ...(curves === undefined ? [] : overlayBlocks({ exact, data: curves.data, x: curves.grid, methods })),
    ...(methods.length > 1 ? widthBlocks(methods) : []),
    ...remarkBlocks(methods, exact),
    ...readingBlocks(methods, exact),
  ];
}

/** Methods whose width is wrong that a verdict can name one by one; of more the extremes are named. */
const NAMED = 5;

/** Which methods have the right width, and what share of it the others give, from the narrowest on. */
function verdict(methods: readonly ComparedMethod[]): TextPiece[] {
  if (methods.length === 1) return [...truthSentence(methods[0]!.name, methods[0]!.comparison)];
  const right = methods.filter(({ comparison }) => isRightWidth(comparison.ratio));
  const wrong = methods
    .filter((method) => !right.includes(method))
    .sort((a, b) => a.comparison.ratio - b.comparison.ratio);
  const named = wrong.length > NAMED ? [wrong[0]!, wrong.at(-1)!] : wrong;
  const shares = named.flatMap(({ name, comparison }, i): TextPiece[] => [
    i === 0 ? "" : ", ",
    { name },
    i === 0 ? " gives " : " ",
    { strong: formatFixed(comparison.ratio, 2) },
    i === 0 ? " of it" : "",
  ]);
  return [
    " The exact standard deviation of f ",
    ...(right.length === 0 ? ["is given by none"] : ["is given by ", ...listNames(right)]),
    " within 5 %",
    ...(named.length === 0 ? [] : ["; ", ...shares]),
    named.length < wrong.length ? `, and ${wrong.length - 2} methods lie between these.` : ".",
  ];
}
