import type { Dataset } from "../../data/dataset.ts";
import { ArgumentError } from "../../errors/errors.ts";
import type { CompiledModel } from "../../model/compileModel.ts";
import type { Model, Outcome } from "../../model/model.ts";
import { exp } from "../../numeric/special.ts";
import { runName } from "../checkpoint.ts";
import { fitParts } from "../fitParts.ts";
import { map } from "../map/map.ts";
import { loadMap, type MapPosterior } from "../map/mapPosterior.ts";
import type { InferenceMethod, Run } from "../method.ts";
import { logJacobian } from "../parts/logJacobian.ts";
import { packParts } from "../partsCheckpoint.ts";
import { type Prepared, prepare } from "../prepare.ts";
import type { SavedPosterior } from "../savedPosterior.ts";
import { stages } from "../stages.ts";
import { type Chosen, chooseByEvidence } from "./chooseByEvidence.ts";
import { laplaceEvidence } from "./laplaceEvidence.ts";
import { laplaceNotes } from "./laplaceNotes.ts";
import {
  type CheckedLaplaceOptions,
  checkLaplaceOptions,
  type LaplaceOptions,
  type LaplaceStructure,
} from "./laplaceOptions.ts";
import { type LaplacePosterior, laplacePosterior } from "./laplacePosterior.ts";
import { checkCurvatureMemory, measureCurvature, varyingFrom } from "./measureCurvature.ts";
import { loadLaplaceParts } from "./saveLaplace.ts";
import { tunedModel } from "./tunedModel.ts";

/** The Laplace approximation with its options bound. */
export interface LaplaceMethod extends InferenceMethod<CheckedLaplaceOptions> {
  fit<O extends Outcome>(model: Model<O>, data: Dataset, run: Run): Promise<LaplacePosterior<O>>;
}

/**
 * The Laplace approximation (MacKay 1992; Daxberger et al. 2021): a normal distribution around the mode w of the posterior,
 *   N(w, (sum_n J_n' W_n J_n + prior precision)^-1),
 * with J_n the derivatives of the outputs of row n by the parameters and W_n the curvature of its loss by the outputs: the
 * generalised Gauss-Newton matrix, never negative. Exact for a linear model with normal prior and known normal noise.
 * The noise, where the model asks for it to be learned, is one number and no part of what is uncertain.
 *
 * Throws an ArgumentError for absurd options when it is made; from `fit`, ArgumentError, ShapeError or DataError when model
 * and data do not fit or the prior is not normal or flat, what `map` throws, and a NumericError where the precision is not
 * positive definite; rejects with the signal's reason when aborted.
 */
export function laplace(options: LaplaceOptions = {}): LaplaceMethod {
  const checked = checkLaplaceOptions(options);
  return {
    name: "laplace",
    options: Object.freeze(checked),
    fit: (model, data, run) => fitLaplace(checked, model, data, run),
  };
}

/** Up to so many parameters the whole matrix is kept. */
const LARGEST_FULL = 3000;

/** The part of a round that training is taken for when progress is shown. */
const TRAINING = 0.875;

/** What one round decided, for the next. */
interface Round {
  readonly logPrior: number;
  /** Logarithm of the noise of the only target; absent where it is known or there are several. */
  readonly logScale?: number;
  /** Of this round and those before it. */
  readonly gradients: number;
}

async function fitLaplace<O extends Outcome>(
  options: CheckedLaplaceOptions,
  model: Model<O>,
  data: Dataset,
  run: Run,
): Promise<LaplacePosterior<O>> {
  run.signal?.throwIfAborted();
  const prepared = prepare("laplace", model, data);
  const { compiled } = prepared;
  checkPrior(compiled);
  const structure = options.structure ?? (compiled.form.size <= LARGEST_FULL ? "full" : "kronecker");
  checkCurvatureMemory(compiled, structure);
  const name = runName("laplace", options, model, run.rng.path, data);
  const rounds = options.rounds ?? 1;
  const staged = stages(run, name, rounds);
  let before = staged.found as Round | undefined;
  for (let r = staged.first; ; r++) {
    const stage = (from: number, size: number) => staged.run(r, { before: r + from, size }, before);
    const fit = await findMode(
      options,
      tunedModel(model, exp(before?.logPrior ?? 0), before?.logScale),
      data,
      {
        run: stage(0, TRAINING),
        name: `${name} round ${r}`,
      },
    );
    const mode = modeOf(compiled, fit, before);
    const found = await approximate(options, structure, prepared, mode, stage(TRAINING, 1 - TRAINING));
    const gradients = (before?.gradients ?? 0) + fit.gradients;
    if (r + 1 >= rounds) return conclude<O>(options, structure, prepared, { ...found, fit, gradients }, run);
    before = { ...nextRound(compiled, found), gradients };
    // What this round decided is kept, should the next be told to stop before it begins.
    const next = staged.run(r + 1, { before: r + 1, size: TRAINING }, before);
    await next.checkpoints?.save(packParts(`${name} round ${r + 1}`, new Map()));
  }
}

function checkPrior({ prior }: CompiledModel): void {
  if (prior.precision?.every((value) => value > 0)) return;
  throw new ArgumentError({
    where: "laplace",
    problem: "every parameter must have a normal prior that is not flat, the model has another",
    fix: 'Use prior: { kind: "normal", variance: 1 }, or another method.',
  });
}

/** The mode of a model, as a part of its own: finished, it is kept with the checkpoints. */
async function findMode(
  { training }: CheckedLaplaceOptions,
  model: Model,
  data: Dataset,
  { run, name }: { readonly run: Run; readonly name: string },
): Promise<MapPosterior> {
  const part = {
    method: { name: "map", options: { ...training } },
    model,
    data,
    dataId: "data",
    path: ["map"],
  };
  const [fit] = await fitParts<MapPosterior>([part], run, {
    name,
    fit: (one, of) => map(one.method.options).fit(one.model, one.data, of),
    load: ({ posterior }) => loadMap(posterior),
  });
  return fit!;
}

/** The parameters of the given model: noise that an earlier round decided on was known to this one. */
function modeOf({ size, form }: CompiledModel, fit: MapPosterior, before: Round | undefined): Float64Array {
  if (fit.parameters.length === size) return fit.parameters;
  const mode = new Float64Array(size);
  mode.set(fit.parameters);
  mode.fill(before!.logScale!, form.size);
  return mode;
}

interface Approximation {
  readonly mode: Float64Array;
  readonly chosen: Chosen;
  readonly tuned: { readonly prior: boolean; readonly noise: boolean };
}

/** Measures the curvature at a mode and lets the evidence decide what it is to decide. */
async function approximate(
  options: CheckedLaplaceOptions,
  structure: LaplaceStructure,
  { compiled, data }: Prepared,
  mode: Float64Array,
  run: Run,
): Promise<Approximation> {
  const curvature = await measureCurvature(compiled, structure, mode, data, run);
  const from = varyingFrom(compiled, structure);
  const evidence = laplaceEvidence(compiled, curvature, mode, from, data);
  const layers = compiled.form.layers.length - 1;
  const tuned = {
    prior: options.priorPrecision !== "given",
    noise: options.noise === "evidence" && compiled.likelihood.own.length > 0,
  };
  const varying = structure === "last-layer" ? [layers - 1] : Array.from({ length: layers }, (_, l) => l);
  const prior = {
    given: "given",
    // Layers that are held fixed keep the prior they were trained with.
    evidence: structure === "last-layer" ? varying : "one",
    "evidence-by-layer": varying,
  } as const;
  const choices = { layers, prior: prior[options.priorPrecision], noise: tuned.noise };
  return { mode, tuned, chosen: chooseByEvidence(evidence, choices) };
}

function nextRound({ form, likelihood }: CompiledModel, { mode, chosen, tuned }: Approximation) {
  const { logPrior, logNoise } = chosen.at;
  const single = tuned.noise && likelihood.own.length === 1;
  return { logPrior: logPrior.at(-1)!, ...(single ? { logScale: mode[form.size]! + logNoise } : {}) };
}

function conclude<O extends Outcome>(
  options: CheckedLaplaceOptions,
  structure: LaplaceStructure,
  { compiled, data }: Prepared,
  found: Approximation & { readonly fit: MapPosterior; readonly gradients: number },
  run: Run,
): LaplacePosterior<O> {
  const { mode, chosen, tuned, fit, gradients } = found;
  const { at, evidence } = chosen;
  const words = run.rng.fork("bank");
  return laplacePosterior<O>({
    options,
    compiled,
    structure,
    mode: mode.map((value, j) => (j < compiled.form.size ? value : value + at.logNoise)),
    priorFactors: Float64Array.from(at.logPrior, exp),
    root: evidence.root,
    key: [words.uint32(), words.uint32()],
    logEvidence: evidence.value - logJacobian(compiled.scaler, data.x.rows),
    effectiveParameters: evidence.slopes().effective,
    gradients,
    notes: laplaceNotes(options, compiled, structure, fit, chosen, tuned),
  });
}

/** The approximation that was saved. Throws a FormatError where its parts do not fit each other. */
export function loadLaplace(saved: SavedPosterior): LaplacePosterior {
  return laplacePosterior(loadLaplaceParts(saved));
}
