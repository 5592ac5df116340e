import { chainsOf, type DrawsArray } from "../../diagnostics/drawsArray.ts";
import { rHat } from "../../diagnostics/rHat.ts";
import { type DrawsSummary, summarizeDraws } from "../../diagnostics/summarizeDraws.ts";
import type { Matrix } from "../../numeric/matrix.ts";
import { stackDraws } from "../chains/stackDraws.ts";
import type { Note } from "../method.ts";
import type { DensityChain } from "./densityChain.ts";
import type { CheckedDensityOptions } from "./densityOptions.ts";
import { hamiltonianNotes } from "./hamiltonianNotes.ts";
import { HMC } from "./hmc.ts";
import {
  divergencesOf,
  energyFractions,
  type IterationStatistics,
  stackStatistics,
} from "./iterationStatistics.ts";
import { NUTS } from "./nuts.ts";

/** Draws from a density of a user's own. */
export interface DensitySample {
  /** The names of the values. */
  readonly names: readonly string[];
  /** Number of chains; each gave as many draws. */
  readonly chains: number;
  /** The draws [S, values], chain after chain, in the user's coordinates. */
  readonly draws: Matrix;
  /** The step size of every chain after its warm-up, in the coordinates in which it moved. */
  readonly stepSizes: Float64Array;
  readonly statistics: IterationStatistics;
  /** Iterations after the warm-up that diverged. */
  readonly divergences: number;
  /** E-BFMI of every chain: below 0.3 its momenta do not reach all energies. */
  readonly energyFractions: Float64Array;
  /** Calls of the density. */
  readonly gradients: number;
  readonly notes: readonly Note[];
  /** Mean, sd, quantiles, R-hat, effective sample sizes and Monte Carlo errors of every value. */
  diagnostics(): DrawsSummary[];
}

/** What chains that agree may have (Vehtari et al. 2021). */
const LARGEST_R_HAT = 1.01;

/** What chains come to. */
export function densitySample(
  names: readonly string[],
  options: CheckedDensityOptions,
  found: readonly DensityChain[],
): DensitySample {
  const chains = found.length;
  const draws = stackDraws(found, names.length);
  const stepSizes = Float64Array.from(found, ({ stepSize }) => stepSize);
  const statistics = stackStatistics(found.map((chain) => chain.statistics));
  const array = { chains, draws: draws.rows / chains, size: names.length, data: draws.data, names };
  const own =
    options.sampler === "nuts" ? { title: NUTS.title, maxDepth: options.maxDepth } : { title: HMC.title };
  return {
    names,
    chains,
    draws,
    stepSizes,
    statistics,
    divergences: divergencesOf(statistics),
    energyFractions: energyFractions(statistics, chains),
    gradients: found.reduce((sum, { gradients }) => sum + gradients, 0),
    notes: [
      ...hamiltonianNotes(options, { ...own, draws: draws.rows, stepSizes, statistics }),
      ...modes(found),
      agreement(array, names),
    ],
    diagnostics: () => summarizeDraws(array),
  };
}

function modes(found: readonly DensityChain[]): Note[] {
  const missing = found.filter(({ foundMode }) => foundMode === false).length;
  if (missing === 0) return [];
  const message = `${missing} of ${found.length} chains found no mode with positive curvature and started where they would have without: the density may be unbounded or flat somewhere.`;
  return [{ code: "no-mode", message }];
}

function agreement(array: DrawsArray, names: readonly string[]): Note {
  const found = names.map((name, j) => ({ name, rHat: rHat(chainsOf(array, j)) }));
  // Infinity stands for what is not a number too.
  const size = (value: number) => (Number.isNaN(value) ? Infinity : value);
  const worst = found.reduce((a, b) => (size(b.rHat) > size(a.rHat) ? b : a));
  const reached = size(worst.rHat);
  const figures = `R-hat up to ${Number.isFinite(reached) ? reached.toFixed(3) : "infinity"} (${worst.name})`;
  if (reached <= LARGEST_R_HAT) return { code: "mixing", message: `The chains agree: ${figures}.` };
  return { code: "not-mixed", message: `The chains do not agree: ${figures}. More draws help.` };
}
