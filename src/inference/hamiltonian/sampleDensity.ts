import { type DrawsSummary, summarizeDraws } from "../../diagnostics/summarizeDraws.ts";
import { ArgumentError, NumericError } from "../../errors/errors.ts";
import { checkMemory } from "../../model/memory.ts";
import { withWorkspace } from "../../numeric/kernels/workspace.ts";
import type { Matrix } from "../../numeric/matrix.ts";
import type { Rng } from "../../random/rng.ts";
import { stackDraws } from "../chains/stackDraws.ts";
import type { Note, Run } from "../method.ts";
import { partsProgress } from "../progress.ts";
import { type HamiltonianChain, runHamiltonian } from "./hamiltonianChain.ts";
import { hamiltonianNotes } from "./hamiltonianNotes.ts";
import {
  divergencesOf,
  energyFractions,
  type IterationStatistics,
  stackStatistics,
} from "./iterationStatistics.ts";
import { checkNutsOptions, type NutsOptions } from "./nuts.ts";
import { treeTransition } from "./tree.ts";
import { type CheckedDensity, checkDensity, sampledDensity, type UserDensity } from "./userDensity.ts";

/** Draws from a density of a user's own. */
export interface DensitySample {
  /** The names of the values. */
  readonly names: readonly string[];
  /** Number of chains; each gave as many draws. */
  readonly chains: number;
  /** The draws [S, values], chain after chain, in the user's coordinates. */
  readonly draws: Matrix;
  /** The step size of every chain after its warm-up. */
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

/** Tries to find a place where the density is finite. */
const TRIES = 100;
/** Unconstrained coordinates start within these bounds (as in Stan). */
const BOUND = 2;
/** What chains that agree may have (Vehtari et al. 2021). */
const LARGEST_R_HAT = 1.01;

/**
 * Draws from a density by the no-U-turn sampler, as `nuts` does from the posterior of a model: in unconstrained coordinates,
 * with the Jacobians of the constraints; chains run one after the other on this thread.
 *
 * Throws an ArgumentError for absurd options or parameters, or where the start is not within the constraints; a NumericError
 * where no start has a finite density or the density has no scale; rejects with the signal's reason when aborted. What
 * the function itself throws is passed on.
 */
export async function sampleDensity(
  density: UserDensity,
  options: NutsOptions,
  run: Pick<Run, "rng" | "signal" | "onProgress">,
): Promise<DensitySample> {
  const where = "sampleDensity";
  const checked = checkDensity(where, density);
  const bound = { metric: "diagonal", ...checkNutsOptions(where, options) } as const;
  const { chains, draws, thin, likelihoodPower } = bound;
  if (likelihoodPower !== undefined) {
    throw new ArgumentError({
      where,
      problem: "likelihoodPower is for models, a density of your own has no likelihood that is known",
      fix: "Put the power into the density.",
    });
  }
  const width = checked.names.length;
  const bytes = 8 * (2 * draws * width + 10 * draws * thin);
  checkMemory(where, bytes, `${draws} draws of ${width} values`, "Keep fewer draws.");
  run.signal?.throwIfAborted();
  const alone = { ...bound, chains: 1, draws: Math.ceil(draws / chains) };
  const transition = treeTransition(bound.maxDepth);
  const progress = run.onProgress && partsProgress(chains, run.onProgress);
  const found: HamiltonianChain[] = [];
  for (let k = 0; k < chains; k++) {
    const rng = run.rng.fork("chain").fork(k);
    const start = findStart(where, density, checked, rng);
    const chain = await withWorkspace((workspace) =>
      runHamiltonian(
        { where, workspace, density: sampledDensity(workspace, checked), transition, options: alone },
        start,
        {
          rng,
          ...(run.signal && { signal: run.signal }),
          ...(progress && { onProgress: (of) => progress.report(k, of) }),
        },
        where,
      ),
    );
    found.push(chain);
    progress?.finish(k);
  }
  const bank = stackDraws(found, width);
  const stepSizes = Float64Array.from(found, ({ stepSize }) => stepSize);
  const statistics = stackStatistics(found.map((chain) => chain.statistics));
  const { names } = checked;
  const diagnostics = () =>
    summarizeDraws({ chains, draws: bank.rows / chains, size: width, data: bank.data, names });
  const { maxDepth } = bound;
  return {
    names,
    chains,
    draws: bank,
    stepSizes,
    statistics,
    divergences: divergencesOf(statistics),
    energyFractions: energyFractions(statistics, chains),
    gradients: found.reduce((sum, { gradients }) => sum + gradients, 0),
    notes: [
      ...hamiltonianNotes(bound, { title: "NUTS", draws: bank.rows, stepSizes, statistics, maxDepth }),
      agreement(diagnostics()),
    ],
    diagnostics,
  };
}

/** Unconstrained coordinates at which the density and its gradient are finite. */
function findStart(where: string, { start }: UserDensity, checked: CheckedDensity, rng: Rng): Float64Array {
  const random = rng.fork("start");
  const gradient = new Float64Array(checked.size);
  const tries = start === undefined || typeof start === "function" ? TRIES : 1;
  for (let attempt = 0; attempt < tries; attempt++) {
    const u =
      start === undefined
        ? gradient.map(() => BOUND * (2 * random.uniform() - 1))
        : checked.unconstrain(typeof start === "function" ? start(random) : start);
    if (Number.isFinite(checked.logDensity(u, gradient)) && gradient.every(Number.isFinite)) return u;
  }
  throw new NumericError({
    where,
    problem: `the density and its gradient must be finite where a chain starts, they are not at any of ${tries} places`,
    fix: "Give a start.",
  });
}

function agreement(found: readonly DrawsSummary[]): Note {
  const [first, ...others] = found;
  const worst = others.reduce((a, b) => ((b.rHat ?? Infinity) > (a.rHat ?? Infinity) ? b : a), first!);
  const figures = `R-hat up to ${worst.rHat?.toFixed(3) ?? "infinity"} (${worst.name})`;
  if ((worst.rHat ?? Infinity) <= LARGEST_R_HAT)
    return { code: "mixing", message: `The chains agree: ${figures}.` };
  return { code: "not-mixed", message: `The chains do not agree: ${figures}. More draws help.` };
}
