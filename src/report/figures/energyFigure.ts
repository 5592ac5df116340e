import { checkFinite, checkKeys, checkLength, checkNumber } from "../../errors/checks.ts";
import { energyFraction } from "../../inference/hamiltonian/iterationStatistics.ts";
import { meanOf } from "../../numeric/mean.ts";
import { formatCount, formatNumber } from "../format/formatNumber.ts";
import { rangeWords } from "./bandCaption.ts";
import { type Domain, extent, padDomain } from "./domain.ts";
import { type FigureOptions, type FigureParts, figureOptionNames } from "./figure.ts";
import { markStyles } from "./markStyles.ts";
import { outlineMark, type Rectangle, rectanglesMark } from "./pathMarks.ts";
import { plotPanel } from "./plotPanel.ts";
import { standalone } from "./standalone.ts";

/** What {@link energyFigure} draws. */
export interface EnergyData {
  /** Energies of the iterations after the warm-up, an array for each chain: parts of `statistics.energies` of a posterior. */
  readonly chains: readonly ArrayLike<number>[];
}

/** Below this share the momenta do not reach all energies (Betancourt 2016). */
const LOW_FRACTION = 0.3;

/**
 * Distribution of the energy of a Hamiltonian sampler, about the mean of each chain, and of its changes from one iteration to the
 * next. Where changes are much narrower than the energies themselves, the sampler walks slowly through the energies instead of
 * jumping; the estimated Bayesian fraction of missing information (E-BFMI) of each chain measures that.
 * Betancourt (2016), arXiv:1604.00695.
 *
 * Throws an ArgumentError or ShapeError if there is no chain, one has fewer than 2 iterations or another number of them than the
 * first, or an energy is not finite.
 */
export function energyFigure(data: EnergyData, options: FigureOptions, document: Document): SVGElement {
  return standalone(energyParts(data, options, document), options, document);
}

/** The parts of {@link energyFigure} for a page. */
export function energyParts({ chains }: EnergyData, options: FigureOptions, document: Document): FigureParts {
  const where = "energyFigure";
  checkKeys(where, options, figureOptionNames);
  checkNumber(where, "number of chains", chains.length, { min: 1 });
  checkNumber(where, "number of iterations", chains[0]!.length, { min: 2 });
  chains.forEach((chain, i) => {
    checkLength(where, `chain ${i + 1}`, chain, chains[0]!.length, "that of chain 1");
    checkFinite(where, `chain ${i + 1}`, chain);
  });
  const own = chains.map((chain) => Float64Array.from(chain));
  const marginal = own.flatMap((chain) => {
    const mean = meanOf(chain);
    return Array.from(chain, (energy) => energy - mean);
  });
  const changes = own.flatMap((chain) => Array.from(chain.subarray(1), (energy, i) => energy - chain[i]!));
  const fractions = own.map(energyFraction);
  const x = padDomain(extent(marginal, changes)!, 0);
  const bins = marginal.length < 400 ? 15 : marginal.length < 4000 ? 30 : 50;
  const [all, moves] = [histogram(marginal, x, bins), histogram(changes, x, bins)];
  const top = 1.08 * Math.max(...all, ...moves);
  const edge = (i: number) => x[0] + ((x[1] - x[0]) * i) / bins;
  const panel = plotPanel(
    {
      size: "half",
      id: options.id ?? "figure",
      x: { domain: x, label: "energy, or its change" },
      y: { domain: [0, top], label: "density" },
      marks: [
        rectanglesMark(
          Array.from(all, (density, i): Rectangle => [edge(i), edge(i + 1), 0, density]),
          markStyles.functionBand,
        ),
        outlineMark(
          Array.from({ length: bins + 1 }, (_, i) => edge(i)),
          moves,
          markStyles.curve,
        ),
      ],
    },
    document,
  );
  const sentences = energySentences(fractions, marginal.length);
  return {
    size: "half",
    panels: [{ svg: panel.svg, title: options.title ?? "Energies and their changes" }],
    direct: false,
    key: [
      { symbol: "function-band", label: "energy about its mean" },
      { symbol: "mean", label: "change between iterations" },
    ],
    caption: sentences,
    description: `${bins} bars ${rangeWords(x)}. ${sentences.join(" ")}`,
    tables: [
      {
        caption: "Densities",
        columns: ["from", "to", "energy about its mean", "change between iterations"],
        rows: Array.from(all, (density, i) => [edge(i), edge(i + 1), density, moves[i]!]),
      },
      {
        caption: "E-BFMI",
        columns: ["chain", "E-BFMI"],
        rows: fractions.map((fraction, i) => [i + 1, fraction]),
      },
    ],
    names: [],
  };
}

/** Densities of values in equal bins of a domain; its upper end belongs to the last. */
function histogram(values: readonly number[], [low, high]: Domain, bins: number): Float64Array {
  const width = (high - low) / bins;
  const result = new Float64Array(bins);
  for (const value of values)
    result[Math.min(bins - 1, Math.floor((value - low) / width))]! += 1 / (values.length * width);
  return result;
}

function energySentences(fractions: readonly number[], iterations: number): string[] {
  const given = fractions.filter(Number.isFinite);
  const low = given.filter((fraction) => fraction < LOW_FRACTION).length;
  const verdict =
    low === 0
      ? `none is below ${LOW_FRACTION}.`
      : `${low} of ${given.length} ${low === 1 ? "is" : "are"} below ${LOW_FRACTION}: the momenta do not reach all energies.`;
  const still = fractions.length - given.length;
  return [
    ...(given.length === 0
      ? []
      : [
          `E-BFMI of the chains: ${given.map((fraction) => formatNumber(fraction, 2)).join(", ")}; ${verdict}`,
        ]),
    ...(still === 0
      ? []
      : [`${still} ${still === 1 ? "chain has" : "chains have"} one energy only, and no E-BFMI.`]),
    `${formatCount(iterations)} iterations.`,
  ];
}
