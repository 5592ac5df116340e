import type { Dataset } from "../data/dataset.ts";
import { checkChoice, checkKeys, checkNumber } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import type { FitResult, FitSpec, MethodSpec } from "../inference/fitResult.ts";
import { loadFit } from "../inference/fitTask.ts";
import type { Note, Run } from "../inference/method.ts";
import { bankOutputs } from "../inference/predictBank.ts";
import { prepare } from "../inference/prepare.ts";
import { inlineExecutor } from "../inference/tasks.ts";
import { samplePrior } from "../model/compileModel.ts";
import { createModel } from "../model/model.ts";
import type { ModelSpec } from "../model/spec.ts";
import { createMatrix, type Matrix, rowOf } from "../numeric/matrix.ts";
import { exp, log } from "../numeric/special.ts";
import { rowsUnderDraws } from "./pointwiseLogLikelihood.ts";
import { posteriorDraws } from "./posteriorDraws.ts";
import { integratePath, type PathPoint } from "./powerPath.ts";

/** Options of {@link thermodynamicIntegration}. */
export interface ThermodynamicOptions {
  /**
   * The sampler, one of those that know `likelihoodPower`. Default NUTS with 4 chains of 500 + 250 iterations. The prior itself is
   * sampled without it.
   */
  readonly method?: MethodSpec;
  /** Steps from prior to posterior, at powers (k/steps)^5: close where the log likelihood changes most. Default 20. */
  readonly steps?: number;
  /** The powers themselves, ascending from 0 to 1, in place of `steps`. */
  readonly powers?: readonly number[];
}

/** A marginal likelihood by thermodynamic integration. */
export interface ThermodynamicEvidence {
  /** log p(y | x, model), for y in its own units. */
  readonly logEvidence: number;
  /** Its Monte Carlo standard error. */
  readonly standardError: number;
  /** What the correction for finite steps has changed; where it is large, more steps are needed. */
  readonly correction: number;
  /** The same by stepping stones from the same draws: without error of the steps, but biased where draws are few. */
  readonly steppingStone: number;
  /** Mean and variance of the log likelihood along the path. */
  readonly path: readonly PathPoint[];
  readonly notes: readonly Note[];
}

const SAMPLERS = ["nuts", "hmc", "baoab", "sghmc", "sgld", "psgld"] as const;
const DEFAULT_METHOD: MethodSpec = { name: "nuts", options: { chains: 4, warmUp: 500, draws: 1000 } };
/** Draws of the prior, which are independent and cost nothing. */
const PRIOR_DRAWS = 4000;

/**
 * The log evidence of any model with a proper prior, by thermodynamic integration:
 *   log p(y) = integral over b from 0 to 1 of E_b[log p(y | theta)],
 * where E_b is over the prior times the likelihood to the power b, sampled at each power by chains of its own. The integral is
 * the trapezoidal rule with the correction that the slopes Var_b[log p(y | theta)] give. With an executor in the run the
 * powers are sampled at the same time; the result is the same.
 * Friel & Pettitt (2008), JRSS B 70; Friel, Hurn & Wyse (2014), Statistics and Computing 24; stepping stones: Xie et al. (2011).
 *
 * A network whose hidden units can change places has many equal modes; chains that see one of them still give the evidence of
 * all as long as they do so at every power, but mixing over modes near the prior and not near the posterior biases it.
 *
 * Throws an ArgumentError for absurd options, a method without powers of the likelihood or an improper prior, and whatever the
 * fits throw; rejects with the signal's reason when aborted.
 */
export async function thermodynamicIntegration(
  spec: ModelSpec,
  data: Dataset,
  run: Run,
  options: ThermodynamicOptions = {},
): Promise<ThermodynamicEvidence> {
  const where = "thermodynamicIntegration";
  checkKeys(where, options, ["method", "steps", "powers"]);
  const method = options.method ?? DEFAULT_METHOD;
  checkChoice(where, "method", method.name, SAMPLERS);
  const powers = pathPowers(where, options);
  const tasks = powers.slice(1).map((likelihoodPower, k) => ({
    task: "fit",
    spec: {
      method: { name: method.name, options: { ...method.options, likelihoodPower } },
      model: spec,
    } satisfies FitSpec,
    path: [...run.rng.path, "power", k + 1],
    dataId: "data",
  }));
  const prior = priorLogLikelihood(where, spec, data, run);
  const results = (await (run.executor ?? inlineExecutor).map(tasks, {
    data: { data },
    ...(run.signal === undefined ? {} : { signal: run.signal }),
    ...(run.onProgress === undefined ? {} : { onProgress: run.onProgress }),
  })) as FitResult[];
  const chains = results.map((result) => totals(where, result, data, run));
  const found = integratePath(powers, [[prior], ...chains]);
  return { ...found, notes: notesOf(found, results, powers) };
}

function pathPowers(where: string, { steps, powers }: ThermodynamicOptions): readonly number[] {
  if (powers === undefined) {
    const count = checkNumber(where, "steps", steps ?? 20, { integer: true, min: 2 });
    return Array.from({ length: count + 1 }, (_, k) => (k === 0 ? 0 : exp(5 * log(k / count))));
  }
  if (steps !== undefined) {
    throw new ArgumentError({ where, problem: "steps and powers exclude each other, got both" });
  }
  powers.forEach((power, k) => {
    checkNumber(where, `powers[${k}]`, power, k === 0 ? { min: 0, max: 0 } : { above: powers[k - 1]! });
  });
  checkNumber(where, "last of the powers", powers[powers.length - 1], { min: 1, max: 1 });
  return powers;
}

/** The log likelihood of all rows under draws of the prior. */
function priorLogLikelihood(where: string, spec: ModelSpec, data: Dataset, run: Run): Float64Array {
  const { compiled } = prepare(where, createModel(spec, data), data);
  const bank = createMatrix(PRIOR_DRAWS, compiled.size);
  const rng = run.rng.fork("prior");
  for (let s = 0; s < PRIOR_DRAWS; s++) samplePrior(compiled, rng, rowOf(bank, s));
  return sumsOfRows(rowsUnderDraws(where, { compiled, bank }, bankOutputs(compiled, bank, data.x), data));
}

/** The log likelihood of all rows under the draws of one power, chain by chain. */
function totals(where: string, result: FitResult, data: Dataset, { rng }: Run): Float64Array[] {
  const draws = posteriorDraws(where, loadFit(result), rng, {});
  const sums = sumsOfRows(
    rowsUnderDraws(where, draws, bankOutputs(draws.compiled, draws.bank, data.x), data),
  );
  const { chains = 1 } = draws;
  const length = sums.length / chains;
  return Array.from({ length: chains }, (_, c) => sums.slice(c * length, (c + 1) * length));
}

function sumsOfRows(values: Matrix): Float64Array {
  return Float64Array.from({ length: values.rows }, (_, s) =>
    rowOf(values, s).reduce((sum, value) => sum + value, 0),
  );
}

function notesOf(
  { logEvidence, standardError, correction, steppingStone }: Omit<ThermodynamicEvidence, "notes">,
  results: readonly FitResult[],
  powers: readonly number[],
): Note[] {
  const notes: Note[] = [];
  const apart = Math.abs(logEvidence - steppingStone);
  if (apart > 4 * standardError + Math.abs(correction)) {
    notes.push({
      code: "path",
      message: `Stepping stones from the same draws give ${steppingStone.toFixed(2)}, ${apart.toFixed(2)} from the integral ${logEvidence.toFixed(2)}: more steps or draws are needed.`,
    });
  }
  const apartAt = results.flatMap(({ notes: of }, k) =>
    of.some(({ code }) => code === "not-mixed") ? [powers[k + 1]!.toPrecision(2)] : [],
  );
  if (apartAt.length > 0) {
    notes.push({
      code: "not-mixed",
      message: `The chains do not agree at ${apartAt.length} of ${results.length} powers (${apartAt.slice(-5).join(", ")}): the standard error may be too small.`,
    });
  }
  return notes;
}
