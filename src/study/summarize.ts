import type { DrawsSummary } from "../diagnostics/summarizeDraws.ts";
import { checkKeys, checkNumber } from "../errors/checks.ts";
import type { HamiltonianPosterior } from "../inference/hamiltonian/hamiltonianPosterior.ts";
import type { Inputs } from "../inference/inputs.ts";
import type { LangevinPosterior } from "../inference/langevin/langevinPosterior.ts";
import type { Note, Posterior } from "../inference/method.ts";
import { createRng, type Rng } from "../random/rng.ts";
import { functionRows } from "./functionRows.ts";
import { parameterRows } from "./parameterRows.ts";
import { type PosteriorBasis, posteriorBasis } from "./posteriorBasis.ts";

/** Options of {@link summarize}. */
export interface SummaryOptions {
  /** Inputs at which the function is looked at. */
  readonly at?: Inputs;
  /** Independent draws of a posterior that knows neither its moments nor any draws; default 1000. */
  readonly draws?: number;
  /** Where these come from; by default the same ones every time. */
  readonly rng?: Rng;
}

/** How the chains of a sampler ran. */
export interface SamplerSummary {
  readonly chains: number;
  /** Draws of all chains together. */
  readonly draws: number;
  /** What was computed, in gradients of all rows. */
  readonly gradients: number;
  /** Step size of every chain, in whitened coordinates. */
  readonly stepSizes?: readonly number[];
  /** Iterations of all chains after the warm-up, and how many of them diverged (Hamiltonian samplers). */
  readonly iterations?: number;
  readonly divergences?: number;
  /** E-BFMI of every chain; null where a chain did not move. Below 0.3 its tails may not have been reached. */
  readonly energyFractions?: readonly (number | null)[];
}

/** A posterior in figures: plain JSON. */
export interface PosteriorSummary {
  readonly method: string;
  /** Where figures come from: Markov chains, a known normal distribution, one vector, members, or new independent draws. */
  readonly basis: PosteriorBasis["kind"];
  /** A row for every parameter, in the units the network sees. */
  readonly parameters: readonly DrawsSummary[];
  /** A row for every expected observation at the rows of `at`, in the units of y; absent without them. */
  readonly functions?: readonly DrawsSummary[];
  /** Absent without chains. */
  readonly sampler?: SamplerSummary;
  readonly notes: readonly Note[];
}

/**
 * Any posterior as a table: mean, sd and quantiles of every parameter, by its name, and of the function at chosen inputs, with
 * R-hat, effective sample sizes and Monte Carlo errors where there are chains. Where a figure cannot be given it is null and
 * the row says why.
 * Throws a ShapeError where `at` has other columns than the model, and an ArgumentError for unknown options.
 *
 * @example
 * ```ts
 * import { createDataset, createModel, exact, summarize } from "credence";
 * const data = createDataset({ x: [-1, 0, 1, 2], y: [1, 0, 3, 2] });
 * const model = createModel({
 *   network: { kind: "linear" },
 *   prior: { kind: "normal", variance: 1 },
 *   likelihood: { kind: "normal", noiseVariance: 0.5 },
 * }, data);
 * const { parameters, functions } = summarize(await exact().fit(model, data), { at: [0.5] });
 * console.log(parameters.map(({ name }) => name), functions!.length); // ["weights[0]", "biases"] 1
 * ```
 */
export function summarize(posterior: Posterior, options: SummaryOptions = {}): PosteriorSummary {
  checkKeys("summarize", options, ["at", "draws", "rng"]);
  const draws = checkNumber("summarize", "draws", options.draws ?? 1000, { integer: true, min: 2 });
  const rng = options.rng ?? createRng("summarize");
  const basis = posteriorBasis(posterior, draws, rng.fork("parameters"));
  const parameters = parameterRows(posterior, basis);
  const functions =
    options.at && functionRows(posterior, basis, options.at, { draws, rng: rng.fork("functions") });
  return {
    method: posterior.method,
    basis: basis.kind,
    parameters,
    ...(functions === undefined ? {} : { functions }),
    ...(basis.kind === "chains" ? { sampler: samplerSummary(basis.posterior) } : {}),
    notes: [
      ...posterior.notes,
      ...(hasHiddenUnits(posterior) ? exchangeNote(parameters, functions ?? []) : []),
    ],
  };
}

function samplerSummary(
  posterior: Partial<HamiltonianPosterior & LangevinPosterior> &
    Pick<HamiltonianPosterior, "chains" | "draws" | "gradients">,
): SamplerSummary {
  const { chains, draws, gradients, stepSizes, statistics, divergences, energyFractions } = posterior;
  return {
    chains,
    draws: draws.rows,
    gradients,
    ...(stepSizes === undefined ? {} : { stepSizes: [...stepSizes] }),
    ...(statistics === undefined ? {} : { iterations: statistics.energies.length }),
    ...(divergences === undefined ? {} : { divergences }),
    ...(energyFractions === undefined
      ? {}
      : { energyFractions: Array.from(energyFractions, (value) => (Number.isFinite(value) ? value : null)) }),
  };
}

/** What Vehtari et al. (2021) ask for. */
const LARGEST_R_HAT = 1.01;

function hasHiddenUnits({ model: { spec } }: Posterior): boolean {
  return spec.network.kind === "mlp" && spec.network.hidden.length > 0;
}

/** Where the chains agree about the function though not about its parameters, hidden units have changed places. */
function exchangeNote(parameters: readonly DrawsSummary[], functions: readonly DrawsSummary[]): Note[] {
  const worst = (rows: readonly DrawsSummary[]) =>
    rows.reduce((most, { rHat }) => Math.max(most, rHat ?? 1), 1);
  const [ofParameters, ofFunctions] = [worst(parameters), worst(functions)];
  if (functions.length === 0 || ofParameters <= LARGEST_R_HAT || ofFunctions > LARGEST_R_HAT) return [];
  return [
    {
      code: "exchangeable",
      message: `The chains agree about the function (R-hat up to ${ofFunctions.toFixed(3)}) and not about its parameters (up to ${ofParameters.toFixed(3)}): hidden units may change places, and predictions do not depend on it.`,
    },
  ];
}
