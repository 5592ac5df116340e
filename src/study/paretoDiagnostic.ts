import type { Dataset } from "../data/dataset.ts";
import { scaleDataset } from "../data/scaler.ts";
import { paretoSmooth, paretoThreshold } from "../diagnostics/paretoSmooth.ts";
import { checkKeys, checkNumber } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import { drive } from "../inference/driver.ts";
import type { LaplacePosterior } from "../inference/laplace/laplacePosterior.ts";
import { logLikelihoods, logPriors } from "../inference/logJoint.ts";
import type { DensityPosterior, Note, Posterior, Run } from "../inference/method.ts";
import { checkColumns } from "../model/checkColumns.ts";
import { type CompiledModel, compileModel } from "../model/compileModel.ts";
import { createMatrix, type Matrix, rowOf } from "../numeric/matrix.ts";

/** Options of {@link paretoDiagnostic}. */
export interface ParetoDiagnosticOptions {
  /** Draws of the approximation; default 2000. */
  readonly draws?: number;
}

/** How far an approximation is from the posterior, by its importance ratios. Plain JSON. */
export interface ParetoDiagnostic {
  /** Shape of the tail of the ratios; null where none can be fitted, and `reason` says why. */
  readonly k: number | null;
  /** The largest k for so many draws: 0.7, less below 2200. */
  readonly threshold: number;
  readonly draws: number;
  /** Draws that the shape was fitted to. */
  readonly tail: number;
  /** What so many draws are worth, weighted by their ratios. */
  readonly ess: number;
  /** Code "importance" up to the threshold and "importance-poor" above it. */
  readonly note: Note;
  readonly reason?: string;
}

/** Draws whose likelihood is computed at a time. */
const BLOCK = 50;

/**
 * Pareto-k of an approximation q of a posterior, variational or Laplace: the shape of the tail of the ratios
 * p(theta, y)/q(theta) for draws of q. Up to 0.7 averages over q can be corrected by these ratios, and q is near the
 * posterior; above it q misses some of it, mostly because it is too narrow. In many dimensions k is large even for a q that is
 * good in each of them. Of a Laplace approximation it judges the normal distribution of the parameters, not linearised
 * predictions.
 * Yao, Vehtari, Simpson & Gelman (2018), ICML; Vehtari, Simpson, Gelman, Yao & Gabry (2024), JMLR 25(72).
 *
 * `data` are those that q was fitted on; draws are on the path "importance" of `run.rng`.
 * Throws an ArgumentError where the posterior is exact or has no density, and where the data do not fit the model.
 */
export async function paretoDiagnostic(
  posterior: DensityPosterior,
  data: Dataset,
  run: Run,
  options: ParetoDiagnosticOptions = {},
): Promise<ParetoDiagnostic> {
  const where = "paretoDiagnostic";
  checkKeys(where, options, ["draws"]);
  const draws = checkNumber(where, "draws", options.draws ?? 2000, { integer: true, min: 25 });
  checkApproximation(where, posterior);
  const compiled = compileModel(posterior.model, posterior.scaler);
  checkColumns(compiled, data);
  const scaled = scaleDataset(posterior.scaler, data);
  const temperature = temperatureOf(posterior);
  const rng = run.rng.fork("importance");
  const ratios = new Float64Array(draws);
  await drive(run, "comparing with the posterior", Math.ceil(draws / BLOCK), (block) => {
    const from = block * BLOCK;
    const bank = createMatrix(Math.min(BLOCK, draws - from), posterior.size);
    for (let s = 0; s < bank.rows; s++) posterior.sample(rng, rowOf(bank, s));
    const likelihoods = logLikelihoods(compiled, bank, scaled);
    const priors = logPriors(compiled, bank);
    const tuned = tunedPriors(posterior, compiled, bank);
    for (let s = 0; s < bank.rows; s++) {
      const joint = likelihoods[s]! + priors[s]! + tuned[s]!;
      ratios[from + s] = joint / temperature - posterior.logDensity(rowOf(bank, s));
    }
  });
  const { k, tail, ess, reason } = paretoSmooth(ratios);
  const threshold = paretoThreshold(draws);
  const note = noteOf(k, threshold, ess, draws, reason);
  return { k, threshold, draws, tail, ess, note, ...(reason === undefined ? {} : { reason }) };
}

function checkApproximation(where: string, posterior: DensityPosterior): void {
  const { method, logDensity } = posterior as Posterior & Partial<DensityPosterior>;
  if (method !== "exact" && logDensity !== undefined) return;
  const problem =
    method === "exact"
      ? "the posterior must be an approximation, that of exact inference is none"
      : `the posterior must know its density, that of ${method} does not`;
  throw new ArgumentError({ where, problem, fix: "Use it for bayesByBackprop and laplace." });
}

function temperatureOf(posterior: DensityPosterior): number {
  const { temperature } = posterior.save().options;
  return typeof temperature === "number" ? temperature : 1;
}

/** What a Laplace approximation that chose the prior precision by layer changes in the log prior, up to a constant. */
function tunedPriors(
  posterior: DensityPosterior,
  { form, prior }: CompiledModel,
  bank: Matrix,
): Float64Array {
  const { priorFactors } = posterior as Partial<LaplacePosterior>;
  const change = new Float64Array(bank.rows);
  if (priorFactors === undefined || prior.precision === undefined) return change;
  for (const { layer, from, count } of form.groups) {
    const factor = priorFactors[layer]! - 1;
    if (factor === 0) continue;
    for (let s = 0; s < bank.rows; s++)
      for (let j = from; j < from + count; j++) {
        const away = bank.data[s * bank.cols + j]! - prior.mean[j]!;
        change[s]! -= 0.5 * factor * prior.precision[j]! * away * away;
      }
  }
  return change;
}

function noteOf(
  k: number | null,
  threshold: number,
  ess: number,
  draws: number,
  reason: string | undefined,
): Note {
  const worth = `${draws} draws are worth ${Math.round(ess)} of the posterior`;
  if (k === null) return { code: "importance", message: `Pareto-k cannot be given (${reason}); ${worth}.` };
  if (k <= threshold)
    return {
      code: "importance",
      message: `Pareto-k ${k.toFixed(2)}, up to ${threshold.toFixed(2)}: the approximation is near the posterior, ${worth}.`,
    };
  return {
    code: "importance-poor",
    message: `Pareto-k ${k.toFixed(2)}, above ${threshold.toFixed(2)}: the approximation is too narrow somewhere, or lies beside the posterior of the parameters; do not trust its spreads unchecked.`,
  };
}
