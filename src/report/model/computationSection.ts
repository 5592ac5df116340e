import type { Dataset } from "../../data/dataset.ts";
import { functionDiagnostics } from "../../diagnostics/functionDiagnostics.ts";
import type { ChainsPosterior } from "../../inference/chains/chainsPosterior.ts";
import { someRows } from "../../inference/chains/mixing.ts";
import type { HamiltonianPosterior } from "../../inference/hamiltonian/hamiltonianPosterior.ts";
import type { Posterior } from "../../inference/method.ts";
import { compileModel } from "../../model/compileModel.ts";
import type { Model } from "../../model/model.ts";
import { columnOf, type Matrix } from "../../numeric/matrix.ts";
import { expectedDraws } from "../../study/expectedDraws.ts";
import { isChains } from "../../study/posteriorBasis.ts";
import type { QuantityDraws } from "../figures/quantityDraws.ts";
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
  const rows = functionDiagnostics(values, chains, namesOf(model, train.x, x, values.cols));
  const worst = [...rows.keys()].sort((a, b) => (rows[b]!.rHat ?? 0) - (rows[a]!.rHat ?? 0)).slice(0, DRAWN);
  const ofClasses = model.outcome === "classification";
  const traces = worst.map((i) => ({ name: rows[i]!.name, chains: divided(columnOf(values, i), chains) }));
  return {
    verdict: settledSentence(rows, chains, ofClasses ? "the probabilities" : "f"),
    section: {
      title: "How the chains ran",
      blocks: [
        {
          kind: "text",
          text: `Chains are judged by ${ofClasses ? "the probabilities of classes" : "the function"} at ${x.rows} inputs evenly taken from the rows, not by parameters: hidden units may change places without changing what is predicted. Drawn are the largest R-hats.`,
        },
        ...drawBlocks(traces, ofClasses ? "the probabilities" : "the function"),
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

/** Chains beside each other, as far as there is more than one draw and more than one chain. */
function drawBlocks(traces: readonly QuantityDraws[], of: string): Block[] {
  const { chains } = traces[0]!;
  if (chains[0]!.length < 2) return [];
  const blocks: Block[] = [
    {
      kind: "figure",
      title: `Draws of ${of}, chain by chain.`,
      figure: { kind: "chain-trace", data: traces },
    },
  ];
  if (chains.length < 2) return blocks;
  return [
    ...blocks,
    {
      kind: "figure",
      title: "Ranks of the draws of each chain among those of all.",
      figure: { kind: "rank", data: traces },
    },
  ];
}

/** One input: what is drawn at its values. Several: the rows of the data they are taken from, counted from 1. */
function namesOf({ classes }: Model, train: Matrix, x: Matrix, count: number): string[] {
  const each = count / x.rows;
  const shown = classes.length === 2 ? classes.slice(1) : classes;
  return Array.from({ length: count }, (_, i) => {
    const at = Math.floor(i / each);
    const input =
      x.cols === 1 ? formatNumber(x.data[at]!, 3) : `row ${Math.floor((at * train.rows) / x.rows) + 1}`;
    return classes.length === 0 ? `f(${input})` : `P(${shown[i % each]} | ${input})`;
  });
}

/** The values of all chains, one after the other, as those of each. */
function divided(values: Float64Array, chains: number): Float64Array[] {
  const draws = values.length / chains;
  return Array.from({ length: chains }, (_, k) => values.subarray(k * draws, (k + 1) * draws));
}

function energyBlocks(posterior: Posterior): Block[] {
  const { statistics, chains, divergences } = posterior as Partial<HamiltonianPosterior>;
  if (statistics === undefined || chains === undefined || statistics.energies.length < 2 * chains) return [];
  return [
    {
      kind: "figure",
      title: "Energies, and how far one iteration changes them.",
      caption:
        divergences === 0
          ? "No iteration diverged."
          : `${divergences} ${divergences === 1 ? "iteration" : "iterations"} diverged.`,
      figure: { kind: "energy", data: { chains: divided(statistics.energies, chains) } },
    },
  ];
}
