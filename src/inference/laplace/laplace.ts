import type { Dataset } from "../../data/dataset.ts";
import { ArgumentError } from "../../errors/errors.ts";
import type { CompiledModel } from "../../model/compileModel.ts";
import type { Model, Outcome } from "../../model/model.ts";
import { exp } from "../../numeric/special.ts";
import { runName } from "../checkpoint.ts";
import { takeTurn } from "../driver.ts";
import type { InferenceMethod, Run } from "../method.ts";
import { logJacobian } from "../parts/logJacobian.ts";
import { packParts } from "../partsCheckpoint.ts";
import { type Prepared, prepare } from "../prepare.ts";
import type { SavedPosterior } from "../savedPosterior.ts";
import { type Stages, stages } from "../stages.ts";
import { type Chosen, chooseByEvidence } from "./chooseByEvidence.ts";
import { type FoundMode, keepMode, keptMode, polish, type Trained, train } from "./findMode.ts";
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
import { modeDistance } from "./modeDistance.ts";
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

/** Parts of a round as progress is shown: training, polishing, and the curvature. */
const PARTS = { train: 0.75, polish: 0.125, measure: 0.125 };
const STAGES = 3;

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
  let { before, trained } = resumed(staged);
  for (let r = Math.floor(staged.first / STAGES); ; r++) {
    const part = (stage: number, from: number, size: number, found: unknown) =>
      staged.run(STAGES * r + stage, { before: r + from, size }, found);
    const tuned = tunedModel(model, exp(before?.logPrior ?? 0), before?.logScale);
    const keep = (what: Trained) => ({
      ...(before && { before }),
      trained: { gradients: what.gradients, notes: what.notes },
    });
    let found: FoundMode | undefined;
    if (staged.first === STAGES * r + 2) {
      const kept = part(2, 0, 0, keep(trained!)).checkpoints!;
      found = keptMode(tuned, data, trained!, kept, `${name} mode ${r}`);
    } else {
      trained ??= await train(options, tuned, data, part(0, 0, PARTS.train, before), `${name} round ${r}`);
      const polishing = part(1, PARTS.train, PARTS.polish, keep(trained));
      found = await polish(options, tuned, data, trained, polishing, `${name} polish ${r}`);
    }
    const measuring = part(2, PARTS.train + PARTS.polish, PARTS.measure, keep(found));
    const save = keepMode(found, measuring.checkpoints, `${name} mode ${r}`);
    const result = await approximate(options, structure, prepared, found, before, measuring, save);
    const spent = (before?.gradients ?? 0) + found.gradients;
    if (r + 1 >= rounds) return conclude<O>(options, structure, prepared, result, spent, run);
    before = { ...nextRound(compiled, result), gradients: spent };
    trained = undefined;
    // What this round decided is kept, should the next be told to stop before it begins.
    const next = staged.run(STAGES * (r + 1), { before: r + 1, size: PARTS.train }, before);
    await next.checkpoints?.save(packParts(`${name} round ${r + 1}`, new Map()));
  }
}

/** Where a run continues: what the rounds before decided, and what this one trained if that is done. */
function resumed({ first, found }: Stages): { readonly before?: Round; readonly trained?: Trained } {
  if (found === undefined) return {};
  return first % STAGES === 0
    ? { before: found as Round }
    : (found as { readonly before?: Round; readonly trained: Trained });
}

function checkPrior({ prior }: CompiledModel): void {
  if (prior.precision?.every((value) => value > 0)) return;
  throw new ArgumentError({
    where: "laplace",
    problem: "every parameter must have a normal prior that is not flat, the model has another",
    fix: 'Use prior: { kind: "normal", variance: 1 }, or another method.',
  });
}

/** The parameters of the given model: noise that an earlier round decided on was known to this one. */
function modeOf(
  { size, form }: CompiledModel,
  { parameters }: FoundMode,
  before: Round | undefined,
): Float64Array {
  if (parameters.length === size) return parameters;
  const mode = new Float64Array(size);
  mode.set(parameters);
  mode.fill(before!.logScale!, form.size);
  return mode;
}

interface Approximation {
  readonly found: FoundMode;
  readonly mode: Float64Array;
  readonly chosen: Chosen;
  readonly tuned: { readonly prior: boolean; readonly noise: boolean };
}

/** Measures the curvature at a mode and lets the evidence decide what it is to decide. */
async function approximate(
  options: CheckedLaplaceOptions,
  structure: LaplaceStructure,
  { compiled, data }: Prepared,
  found: FoundMode,
  before: Round | undefined,
  run: Run,
  keep: () => void | Promise<void>,
): Promise<Approximation> {
  const mode = modeOf(compiled, found, before);
  const curvature = await measureCurvature(compiled, structure, mode, data, run, keep);
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
  const turn = async (): Promise<void> => {
    try {
      await takeTurn(run.signal);
    } catch (reason) {
      await keep();
      throw reason;
    }
  };
  const chosen = await chooseByEvidence(evidence, choices, turn);
  return { found, mode, tuned, chosen };
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
  { found, mode, chosen, tuned }: Approximation,
  gradients: number,
  run: Run,
): LaplacePosterior<O> {
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
    notes: laplaceNotes(options, compiled, {
      structure,
      notes: found.notes,
      distance: modeDistance(found, data, compiled.prior.precision!, evidence.root),
      chosen,
      tuned,
    }),
  });
}

/** The approximation that was saved. Throws a FormatError where its parts do not fit each other. */
export function loadLaplace(saved: SavedPosterior): LaplacePosterior {
  return laplacePosterior(loadLaplaceParts(saved));
}
