import type { Dataset } from "../../data/dataset.ts";
import { functionDiagnostics } from "../../diagnostics/functionDiagnostics.ts";
import type { ChainsPosterior } from "../../inference/chains/chainsPosterior.ts";
import { someRows } from "../../inference/chains/mixing.ts";
import type { HamiltonianPosterior } from "../../inference/hamiltonian/hamiltonianPosterior.ts";
import type { Posterior } from "../../inference/method.ts";
import { compileModel } from "../../model/compileModel.ts";
import { columnOf, type Matrix } from "../../numeric/matrix.ts";
import { expectedDraws } from "../../study/expectedDraws.ts";
import { isChains } from "../../study/posteriorBasis.ts";
import { formatNumber } from "../format/formatNumber.ts";
import type { Block, Section } from "../page/content.ts";
import type { TextPiece } from "../page/text.ts";
import { trainingCurves } from "./trainingCurves.ts";
import { settledSentence } from "./verdict.ts";

/** Inputs at which the chains are looked at, as many as the note of a sampler looks at. */
const ROWS = 20;
/** The worst of them are drawn. */
const DRAWN = 2;

/** How the computation went, and what of it belongs into the verdict; nothing for posteriors that are a formula. */
export function computationSection(
  posterior: Posterior,
  train: Dataset,
): { readonly verdict: readonly TextPiece[]; readonly section: Section } | undefined {
  if (isChains(posterior)) return chainSection(posterior, train);
  const curves = trainingCurves(posterior);
  if (curves === undefined) return undefined;
  return {
    verdict: [],
    section: {
      title: "How the training went",
      blocks: [
        {
          kind: "figure",
          title: curves.title,
          figure: {
            kind: "trace",
            data: { curves: curves.curves },
            options: { xName: curves.xName, yName: curves.yName },
          },
        },
      ],
    },
  };
}

function chainSection(posterior: ChainsPosterior, train: Dataset) {
  const { chains, draws, model, scaler } = posterior;
  const x = someRows(train.x, ROWS);
  const values = expectedDraws(compileModel(model, scaler), draws, x);
  const rows = functionDiagnostics(values, chains, namesOf(x, values.cols));
  const worst = [...rows.keys()].sort((a, b) => (rows[b]!.rHat ?? 0) - (rows[a]!.rHat ?? 0)).slice(0, DRAWN);
  const traces = worst.map((i) => ({ name: rows[i]!.name, chains: divided(columnOf(values, i), chains) }));
  return {
    verdict: settledSentence(rows, chains),
    section: {
      title: "How the chains ran",
      blocks: [
        {
          kind: "text",
          text: `Chains are judged by the function at ${rows.length} inputs evenly taken from the rows, not by parameters: hidden units may change places without changing what is predicted. Drawn are the inputs with the largest R-hat.`,
        },
        {
          kind: "figure",
          title: "Draws of the function, chain by chain.",
          figure: { kind: "chain-trace", data: traces },
        },
        {
          kind: "figure",
          title: "Ranks of the draws of each chain among those of all.",
          figure: { kind: "rank", data: traces },
        },
        {
          kind: "figure",
          title: "Convergence at all inputs that were looked at.",
          figure: { kind: "convergence", data: { quantities: rows, chains } },
        },
        ...energyBlocks(posterior),
      ],
    } satisfies Section,
  };
}

/** One input: the function at its values. Several: the inputs, and what of them, by their numbers. */
function namesOf(x: Matrix, count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const row = Math.floor((i * x.rows) / count);
    if (x.cols === 1 && count === x.rows) return `f(${formatNumber(x.data[row]!, 3)})`;
    return count === x.rows ? `input ${row + 1}` : `input ${row + 1}, output ${(i % (count / x.rows)) + 1}`;
  });
}

/** The values of all chains, one after the other, as those of each. */
function divided(values: Float64Array, chains: number): Float64Array[] {
  const draws = values.length / chains;
  return Array.from({ length: chains }, (_, k) => values.subarray(k * draws, (k + 1) * draws));
}

function energyBlocks(posterior: Posterior): Block[] {
  const { statistics, chains, divergences } = posterior as Partial<HamiltonianPosterior>;
  if (statistics === undefined || chains === undefined) return [];
  return [
    {
      kind: "figure",
      title: "Energies, and how far one iteration changes them.",
      caption: divergences === 0 ? "No iteration diverged." : `${divergences} iterations diverged.`,
      figure: { kind: "energy", data: { chains: divided(statistics.energies, chains) } },
    },
  ];
}
