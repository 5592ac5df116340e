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
import { inputGrid } from "./predictionSection.ts";
import { truthSentence } from "./verdict.ts";

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

/** The narrowest and the widest band, as shares of the exact one. */
function verdict(methods: readonly ComparedMethod[]): TextPiece[] {
  const sorted = [...methods].sort((a, b) => a.comparison.ratio - b.comparison.ratio);
  const ratio = ({ comparison }: ComparedMethod): string => formatFixed(comparison.ratio, 2);
  const [least, most] = [sorted[0]!, sorted.at(-1)!];
  if (methods.length === 1) return [...truthSentence(least.name, least.comparison)];
  return [
    " Of the exact standard deviation of f, ",
    { name: least.name },
    " gives ",
    { strong: ratio(least) },
    " and ",
    { name: most.name },
    " ",
    { strong: ratio(most) },
    "; the others lie between.",
  ];
}
