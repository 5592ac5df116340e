import type { Outcome } from "../../model/model.ts";
import {
  type ChainsParts,
  type ChainsPosterior,
  chainsPosterior,
  loadChains,
} from "../chains/chainsPosterior.ts";
import { savedCount, savedTensor } from "../savedFields.ts";
import type { SavedPosterior } from "../savedPosterior.ts";
import {
  divergencesOf,
  energyFractions,
  type IterationStatistics,
  STATISTICS,
  statisticsOf,
} from "./iterationStatistics.ts";

/** Draws from the posterior by Hamiltonian Monte Carlo. */
export interface HamiltonianPosterior<O extends Outcome = Outcome> extends ChainsPosterior<O> {
  /** The step size of every chain after its warm-up, in whitened coordinates. */
  readonly stepSizes: Float64Array;
  /** Every iteration after the warm-up, chain after chain. */
  readonly statistics: IterationStatistics;
  /** Iterations after the warm-up that diverged. */
  readonly divergences: number;
  /** E-BFMI of every chain: below 0.3 its momenta do not reach all energies. NaN where a chain did not move. */
  readonly energyFractions: Float64Array;
}

/** What such a posterior consists of. */
export interface HamiltonianParts extends Omit<ChainsParts, "values" | "tensors"> {
  readonly stepSizes: Float64Array;
  readonly statistics: IterationStatistics;
}

/** The posterior of its parts. */
export function hamiltonianPosterior<O extends Outcome>(parts: HamiltonianParts): HamiltonianPosterior<O> {
  const { chains, stepSizes, statistics } = parts;
  const iterations = statistics.energies.length;
  const tensors = {
    stepSizes: { shape: [chains], data: stepSizes },
    ...Object.fromEntries(STATISTICS.map((key) => [key, { shape: [iterations], data: statistics[key] }])),
  };
  return {
    ...chainsPosterior<O>({ ...parts, values: { iterations }, tensors }),
    stepSizes,
    statistics,
    divergences: divergencesOf(statistics),
    energyFractions: energyFractions(statistics, chains),
  };
}

/** The posterior that was saved. Throws a FormatError where its parts do not fit each other. */
export function loadHamiltonian(saved: SavedPosterior): HamiltonianPosterior {
  const parts = loadChains(saved);
  const iterations = savedCount(saved, "iterations");
  return hamiltonianPosterior({
    ...parts,
    stepSizes: savedTensor(saved, "stepSizes", [parts.chains]),
    statistics: statisticsOf((key) => savedTensor(saved, key, [iterations])),
  });
}
