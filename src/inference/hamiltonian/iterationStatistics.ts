import { poolChains } from "../../diagnostics/chains.ts";
import type { Outcome } from "./transition.ts";

/** What every iteration after the warm-up was like, chain after chain [iterations of all chains]. */
export interface IterationStatistics {
  /** H at the end: -log density and kinetic energy, up to a constant. */
  readonly energies: Float64Array;
  /** Mean acceptance probabilities. */
  readonly acceptances: Float64Array;
  /** Leapfrog steps. */
  readonly leapfrogs: Float64Array;
  /** Doublings of the trajectory; 0 for paths. */
  readonly depths: Float64Array;
  /** 1 where the iteration diverged. */
  readonly divergent: Float64Array;
}

/** The names of the statistics. */
export const STATISTICS = ["energies", "acceptances", "leapfrogs", "depths", "divergent"] as const;

/** Statistics made of arrays found by their names. */
export function statisticsOf(
  arrayOf: (name: (typeof STATISTICS)[number]) => Float64Array,
): IterationStatistics {
  return Object.fromEntries(STATISTICS.map((name) => [name, arrayOf(name)])) as never;
}

/** Room for the statistics of so many iterations. */
export function emptyStatistics(iterations: number): IterationStatistics {
  return statisticsOf(() => new Float64Array(iterations));
}

/** Writes iteration i down. */
export function noteIteration(
  statistics: IterationStatistics,
  i: number,
  { next, acceptance, leapfrogs, depth, divergent }: Outcome,
): void {
  statistics.energies[i] = next.energy;
  statistics.acceptances[i] = acceptance;
  statistics.leapfrogs[i] = leapfrogs;
  statistics.depths[i] = depth;
  statistics.divergent[i] = divergent ? 1 : 0;
}

/**
 * The estimated Bayesian fraction of missing information of a chain (Betancourt 2016): the mean squared change of the energy
 * from one iteration to the next over its variance. Below 0.3 the momenta that are drawn do not reach all energies that the
 * density has. NaN where the energy does not change.
 */
export function energyFraction(energies: Float64Array): number {
  const mean = energies.reduce((sum, value) => sum + value, 0) / energies.length;
  let changes = 0;
  let squares = 0;
  for (let i = 0; i < energies.length; i++) {
    if (i > 0) changes += (energies[i]! - energies[i - 1]!) * (energies[i]! - energies[i - 1]!);
    squares += (energies[i]! - mean) * (energies[i]! - mean);
  }
  return changes / squares;
}

/** The statistics of several chains, one after the other. */
export function stackStatistics(chains: readonly IterationStatistics[]): IterationStatistics {
  return statisticsOf((name) => poolChains(chains.map((chain) => chain[name])));
}

/** Iterations that diverged. */
export function divergencesOf({ divergent }: IterationStatistics): number {
  return divergent.reduce((sum, value) => sum + value, 0);
}

/** The E-BFMI of every chain: see {@link energyFraction}. */
export function energyFractions({ energies }: IterationStatistics, chains: number): Float64Array {
  const perChain = energies.length / chains;
  return Float64Array.from({ length: chains }, (_, c) =>
    energyFraction(energies.subarray(c * perChain, (c + 1) * perChain)),
  );
}
