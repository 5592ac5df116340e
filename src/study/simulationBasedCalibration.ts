import type { Dataset } from "../data/dataset.ts";
import type { Standardise } from "../data/scaler.ts";
import { uniformEcdfBand } from "../distributions/uniformEcdfBand.ts";
import { checkKeys, checkNumber } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import { someRows } from "../inference/chains/mixing.ts";
import type { Inputs } from "../inference/inputs.ts";
import type { InferenceMethod, Note, Run } from "../inference/method.ts";
import { prepare } from "../inference/prepare.ts";
import type { Model } from "../model/model.ts";
import { type RankCalibration, rankCalibration } from "./rankCalibration.ts";
import { rankQuantities } from "./rankQuantities.ts";
import { rankSimulations } from "./rankSimulations.ts";

/** Options of {@link simulationBasedCalibration}. */
export interface SimulationOptions {
  /** Data sets that are simulated and fitted; default 200. */
  readonly simulations?: number;
  /** Posterior draws L that a true value is ranked among; default 99. Chains must have more, thinned to independence. */
  readonly draws?: number;
  /** Inputs at which outputs of the network are ranked; default: the first, the middle and the last third of the rows. */
  readonly at?: Inputs;
  /** Probability with which the band holds the ranks of one quantity; default 0.95. */
  readonly level?: number;
}

/** Whether posteriors of a method are what they should be, by ranks of true values among their draws. Plain JSON. */
export interface SimulationCalibration {
  readonly simulations: number;
  readonly draws: number;
  /** Every parameter, the log likelihood, and every output at every row of `at`. */
  readonly quantities: readonly RankCalibration[];
  /**
   * Bounds of every `ecdfDifference`, for ranks 0 ... L - 1: uniform ranks leave them nowhere with probability `level`, for one
   * quantity.
   */
  readonly band: {
    readonly level: number;
    readonly lower: readonly number[];
    readonly upper: readonly number[];
  };
  /** The smallest p-value times the number of quantities, at most 1: a correct method falls below p with probability p at most. */
  readonly pValue: number;
  /** Code "dependent-draws" where chains were not thinned enough: then ranks are uneven though the chains may be right. */
  readonly notes: readonly Note[];
}

/**
 * Simulation-based calibration: draws parameters from the prior, simulates targets at the rows of the data (whose own targets
 * are not used), fits them, and ranks the true values among draws of the posterior. If these are draws of the posterior, ranks
 * are uniform whatever the model (Cook, Gelman & Rubin 2006; Talts et al. 2018). The log likelihood and f(x) are ranked
 * too: a method that ignores the data, and returns its prior, passes on parameters (Modrák et al. 2023).
 *
 * Targets are simulated in the units the network sees and not standardised again, as a prior that depends on them is none.
 * Functions are those of the drawn parameters, which for a Laplace approximation are not its linearised predictions. The weights
 * of networks with hidden units have many equal modes, so that chains fail on parameters; look at the functions there.
 *
 * Everything follows from the path of `run.rng`; simulations are spread over `run.executor`, for registered methods, and
 * ranks kept in `run.checkpoints`.
 * Throws an ArgumentError where a prior is flat or learned, where exact inference is to learn the noise, or where chains have
 * fewer draws than are asked for; and whatever a fit throws.
 *
 * @example
 * ```ts
 * import { createDataset, createModel, createRng, exact, simulationBasedCalibration } from "credence";
 * const data = createDataset({ x: [-1, 0, 1, 2], y: [0, 0, 0, 0] });
 * const model = createModel({
 *   network: { kind: "linear" },
 *   prior: { kind: "normal", variance: 1 },
 *   likelihood: { kind: "normal", noiseVariance: 0.5 },
 * }, data);
 * const found = await simulationBasedCalibration(model, data, exact(), { rng: createRng("sbc") }, { simulations: 50 });
 * console.log(found.pValue > 0.01); // true
 * ```
 */
export async function simulationBasedCalibration(
  given: Model,
  data: Dataset,
  method: InferenceMethod,
  run: Run,
  options: SimulationOptions = {},
): Promise<SimulationCalibration> {
  const where = "simulationBasedCalibration";
  checkKeys(where, options, ["simulations", "draws", "at", "level"]);
  const simulations = checkNumber(where, "simulations", options.simulations ?? 200, {
    integer: true,
    min: 20,
  });
  const draws = checkNumber(where, "draws", options.draws ?? 99, { integer: true, min: 9 });
  const level = checkNumber(where, "level", options.level ?? 0.95, { above: 0, below: 1 });
  const model = withoutTargetScale(given);
  checkNoise(where, model, method);
  const { compiled } = prepare(where, model, data);
  const quantities = rankQuantities(compiled, options.at ?? someRows(data.x, 3), draws);
  const ranked = await rankSimulations({ compiled, data, method, simulations, quantities, draws }, run);
  const found = quantities.names.map((quantity, q) => rankCalibration(quantity, ranked[q]!, draws));
  const { lower, upper } = uniformEcdfBand(simulations, draws + 1, level);
  const difference = (count: number, rank: number) => count / simulations - (rank + 1) / (draws + 1);
  return {
    simulations,
    draws,
    quantities: found,
    band: { level, lower: Array.from(lower, difference), upper: Array.from(upper, difference) },
    notes: dependenceNotes(found, draws),
    pValue: Math.min(1, found.length * found.reduce((least, { pValue }) => Math.min(least, pValue), 1)),
  };
}

const WITHOUT_TARGET: Readonly<Record<Standardise, Standardise>> = {
  none: "none",
  inputs: "inputs",
  target: "none",
  both: "inputs",
};

function withoutTargetScale(model: Model): Model {
  return { ...model, spec: { ...model.spec, standardise: WITHOUT_TARGET[model.spec.standardise] } };
}

function dependenceNotes(found: readonly RankCalibration[], draws: number): Note[] {
  const fewest = found.reduce((least, { effective = draws }) => Math.min(least, effective), draws);
  if (fewest >= draws / 2) return [];
  const message = `The ${draws} draws that were ranked are worth down to ${Math.round(fewest)} independent ones on average: ranks are uneven for this reason alone. Longer chains, of which as many draws are ranked, help.`;
  return [{ code: "dependent-draws", message }];
}

/** Exact inference has no draws of the noise, and another prior where it integrates it out. */
function checkNoise(where: string, { spec }: Model, method: InferenceMethod): void {
  const { likelihood } = spec;
  if (method.name !== "exact" || likelihood.kind !== "normal" || typeof likelihood.noiseVariance === "number")
    return;
  throw new ArgumentError({
    where,
    problem: "exact inference has no draws of a noise variance that is to be learned",
    fix: "Give the noise variance as a number, or use another method.",
  });
}
