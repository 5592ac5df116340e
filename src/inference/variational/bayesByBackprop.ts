import type { Dataset } from "../../data/dataset.ts";
import { ArgumentError } from "../../errors/errors.ts";
import type { CompiledModel } from "../../model/compileModel.ts";
import { checkMemory } from "../../model/memory.ts";
import type { Model, Outcome } from "../../model/model.ts";
import { createTarget, type Target } from "../../model/target.ts";
import { checkTargetMemory } from "../../model/targetMemory.ts";
import { withWorkspace } from "../../numeric/kernels/workspace.ts";
import type { Rng } from "../../random/rng.ts";
import { runName } from "../checkpoint.ts";
import type { InferenceMethod, Note, Run } from "../method.ts";
import { logJacobian } from "../parts/logJacobian.ts";
import { type Whitening, whitening } from "../parts/whitening.ts";
import { prepare } from "../prepare.ts";
import type { SavedPosterior } from "../savedPosterior.ts";
import { createFamily } from "./createFamily.ts";
import type { ElboEstimator } from "./estimator.ts";
import type { VariationalFamily } from "./family.ts";
import { type Elbo, finalElbo } from "./finalElbo.ts";
import { flipoutLayer } from "./flipoutLayer.ts";
import { layerwiseEstimator } from "./layerwiseEstimator.ts";
import { localLayer } from "./localLayer.ts";
import { optimiseElbo } from "./optimiseElbo.ts";
import { plainEstimator } from "./plainEstimator.ts";
import { loadVariational } from "./saveVariational.ts";
import {
  type CheckedVariationalOptions,
  checkVariationalOptions,
  samplesPerStep,
  type VariationalOptions,
} from "./variationalOptions.ts";
import { type VariationalPosterior, variationalPosterior } from "./variationalPosterior.ts";

/** Variational inference with its options bound. */
export interface VariationalMethod extends InferenceMethod<CheckedVariationalOptions> {
  fit<O extends Outcome>(model: Model<O>, data: Dataset, run: Run): Promise<VariationalPosterior<O>>;
}

/**
 * Variational inference by stochastic gradients (Bayes by backprop: Blundell et al. 2015): a normal q over all parameters
 * that maximises the evidence lower bound
 *   ELBO = E_q[log likelihood] - KL(q || prior) <= log p(y | x, model).
 * The factorised family is known to be too narrow where parameters are correlated: on a linear model its variances are
 * 1/Lambda_jj, those of the posterior (Lambda^-1)_jj.
 *
 * Works in units of the prior's scales. The divergence from a normal prior is in closed form, from others by Monte Carlo;
 * it is never weighed down. Throws an ArgumentError for absurd options when it is made; from `fit`, ArgumentError,
 * ShapeError or DataError when model and data do not fit or the prior is flat, NumericError when the ELBO leaves the finite
 * numbers; rejects with the signal's reason when aborted.
 */
export function bayesByBackprop(options: VariationalOptions = {}): VariationalMethod {
  const checked = checkVariationalOptions(options);
  return {
    name: "bayes-by-backprop",
    options: Object.freeze(checked),
    fit: (model, data, run) => fitVariational(checked, model, data, run),
  };
}

/** Up to so many rows every step reads all of them. */
const FULL_BATCH = 512;
const BATCH = 128;

/** Parameters that a full covariance can have: its factor then takes 100 MB. */
const LARGEST_FULL = 5000;

async function fitVariational<O extends Outcome>(
  options: CheckedVariationalOptions,
  model: Model<O>,
  data: Dataset,
  run: Run,
): Promise<VariationalPosterior<O>> {
  run.signal?.throwIfAborted();
  const { compiled, data: scaled } = prepare("bayesByBackprop", model, data);
  const rows = scaled.x.rows;
  const format = model.spec.precision ?? "f64";
  const batch = Math.min(rows, options.batch ?? (rows <= FULL_BATCH ? rows : BATCH));
  checkSize(compiled, options);
  checkTargetMemory("bayesByBackprop", compiled, rows, batch, format);
  const white = whitening("bayesByBackprop", compiled);
  const family = createFamily(options.family, compiled.size);
  const lambda = new Float64Array(family.count);
  family.initialise(startingMean(compiled, run.rng.fork("initialise")), options.initialSpread, lambda);
  return withWorkspace(async (workspace) => {
    const target = createTarget(workspace, compiled, scaled, { format });
    const plain = plainEstimator(target, family, white);
    const estimator = chooseEstimator(options, target, family, white, lambda, batch, plain);
    const problem = { target, family, white, estimator, lambda, batch };
    const name = runName("bayes-by-backprop", options, model, run.rng.path, data);
    const trace = await optimiseElbo(workspace, problem, options, run, name);
    for (let n = 0; n < rows; n++) target.order[n] = n;
    const elbo =
      options.temperature === 1
        ? inUnitsOfY(finalElbo(problem, plain, scaled, run.rng.fork("elbo")), compiled, rows)
        : undefined;
    const words = run.rng.fork("bank");
    return variationalPosterior<O>({
      options,
      compiled,
      lambda,
      key: [words.uint32(), words.uint32()],
      ...(elbo === undefined ? {} : { elbo }),
      trace,
      gradients: (options.steps * samplesPerStep(options) * batch) / rows,
      notes: notesOn(options, batch, rows),
    });
  });
}

function checkSize({ size }: CompiledModel, { family }: CheckedVariationalOptions): void {
  if (family.kind === "full" && size > LARGEST_FULL) {
    throw new ArgumentError({
      where: "bayesByBackprop",
      problem: `a full covariance can have up to ${LARGEST_FULL} parameters, the model has ${size}`,
      fix: 'Use family "low-rank" or "factorised".',
      details: { size },
    });
  }
  const numbers =
    family.kind === "full" ? (size * size) / 2 : size * (family.kind === "low-rank" ? family.rank : 2);
  const what = `a ${family.kind} family of ${size} parameters`;
  checkMemory("bayesByBackprop", 8 * 6 * numbers, what, "Use a smaller network or rank.");
}

/** Half a draw from the prior for a network, whose units must differ from each other; the prior mean where it is linear. */
function startingMean({ form, size }: CompiledModel, rng: Rng): Float64Array {
  const mean = new Float64Array(size);
  if (!form.linear) for (let j = 0; j < form.size; j++) mean[j] = 0.5 * rng.normal();
  return mean;
}

function chooseEstimator(
  options: CheckedVariationalOptions,
  target: Target,
  family: VariationalFamily,
  white: Whitening,
  lambda: Float64Array,
  batch: number,
  plain: ElboEstimator,
): ElboEstimator {
  if (options.estimator === "reparameterisation") return plain;
  const layer = options.estimator === "local" ? localLayer : flipoutLayer;
  return layerwiseEstimator(target, family, white, lambda, batch, layer);
}

/** A standardised target adds -log s_y per row. */
function inUnitsOfY(elbo: Elbo, { scaler }: CompiledModel, rows: number): Elbo {
  return { ...elbo, value: elbo.value - logJacobian(scaler, rows) };
}

function notesOn(options: CheckedVariationalOptions, batch: number, rows: number): readonly Note[] {
  const { family, estimator, samples, steps, rate, temperature } = options;
  const kind = family.kind === "low-rank" ? `low-rank (${family.rank})` : family.kind;
  const read = batch === rows ? "all rows" : `batches of ${batch}`;
  const settings = {
    code: "settings",
    message: `Normal approximation (${kind}), ${steps} steps of Adam with rate ${rate} on ${read}, ${samples} draws each (${estimator}).`,
  };
  if (temperature === 1) return [settings];
  return [
    settings,
    {
      code: "tempered",
      message: `Likelihood and prior were raised to the power 1/${temperature}: this is no posterior of the model, and it has no evidence.`,
    },
  ];
}

/** The approximation that was saved. Throws a FormatError where its parts do not fit each other. */
export function loadBayesByBackprop(saved: SavedPosterior): VariationalPosterior {
  return variationalPosterior(loadVariational(saved));
}
