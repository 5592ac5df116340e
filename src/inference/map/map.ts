import type { Dataset } from "../../data/dataset.ts";
import { takeDatasetRows } from "../../data/takeDatasetRows.ts";
import { ArgumentError } from "../../errors/errors.ts";
import type { CompiledModel } from "../../model/compileModel.ts";
import type { Model, Outcome } from "../../model/model.ts";
import { createTarget, type Target } from "../../model/target.ts";
import { checkTargetMemory } from "../../model/targetMemory.ts";
import { withWorkspace } from "../../numeric/kernels/workspace.ts";
import { createMatrix, rowOf } from "../../numeric/matrix.ts";
import type { Rng } from "../../random/rng.ts";
import { runName } from "../checkpoint.ts";
import type { InferenceMethod, Note, Run } from "../method.ts";
import { adversarialLoss } from "../parts/adversarial.ts";
import type { BatchLoss } from "../parts/batchLoss.ts";
import { initialise } from "../parts/initialise.ts";
import { inputJitter } from "../parts/inputJitter.ts";
import { checkValidationScore } from "../parts/validationScore.ts";
import { prepare } from "../prepare.ts";
import { descend } from "./descend.ts";
import { divideRows } from "./divideRows.ts";
import { logPosteriors } from "./logPosteriors.ts";
import { type CheckedMapOptions, checkMapOptions, type MapOptions } from "./mapOptions.ts";
import { type MapPosterior, mapPosterior } from "./mapPosterior.ts";
import { minimise } from "./minimise.ts";
import { anchorPrior, checkRandomisable, jitterTargets } from "./randomise.ts";

/** Maximum a posteriori estimation with its options bound. */
export interface MapMethod extends InferenceMethod<CheckedMapOptions> {
  fit<O extends Outcome>(model: Model<O>, data: Dataset, run: Run): Promise<MapPosterior<O>>;
}

/**
 * Maximum a posteriori estimation: the parameters that minimise U = -log likelihood - log prior. A normal prior is L2
 * regularisation, a Laplace prior L1 (section 9.1 of Prince, Understanding Deep Learning); decoupled weight decay is an
 * option of the optimisers, beside the prior.
 *
 * Throws an ArgumentError for absurd options when it is made; from `fit`, ArgumentError, ShapeError or DataError when model
 * and data do not fit, NumericError when training leaves the finite numbers; rejects with the signal's reason when aborted.
 */
export function map(options: MapOptions = {}): MapMethod {
  const checked = checkMapOptions(options);
  return {
    name: "map",
    options: Object.freeze(checked),
    fit: (model, data, run) => fitMap(checked, model, data, run),
  };
}

/** Steps that a run takes at least unless its number of epochs is given. */
const LEAST_STEPS = 4000;

async function fitMap<O extends Outcome>(
  options: CheckedMapOptions,
  model: Model<O>,
  data: Dataset,
  run: Run,
): Promise<MapPosterior<O>> {
  run.signal?.throwIfAborted();
  const { compiled, data: scaled } = prepare("map", model, data);
  const format = model.spec.precision ?? "f64";
  const optimiser = options.optimiser ?? defaultOptimiser(compiled, format);
  checkFit(options, compiled, scaled, optimiser.kind);
  const stopped = optimiser.kind !== "lbfgs" && options.earlyStopping !== undefined;
  const { earlyStopping, ...whole } = options;
  const rows = divideRows(stopped ? options : whole, scaled.x.rows, run.rng);
  const { trained, train } = problem(
    options,
    compiled,
    rows.train ? takeDatasetRows(scaled, rows.train) : scaled,
    run.rng,
  );
  const perEpoch = Math.ceil(train.x.rows / options.batch);
  const epochs = options.epochs ?? Math.max(200, Math.ceil(LEAST_STEPS / perEpoch));
  const name = runName("map", options, model, run.rng.path, data);
  const found = await withWorkspace(async (workspace) => {
    const target = createTarget(workspace, trained, train, {
      format,
      inputGradients: options.adversarial > 0,
    });
    const validation =
      rows.validation &&
      createTarget(workspace, trained, takeDatasetRows(scaled, rows.validation), { format });
    const start = initialise(trained, run.rng.fork("initialise"), new Float64Array(compiled.size));
    target.parameters.view.set(start);
    if (optimiser.kind === "lbfgs") {
      return { ...(await minimise(target, optimiser, run, name)), ...NOTHING_BY_EPOCH };
    }
    const descent = {
      ...options,
      optimiser,
      epochs,
      batchLoss: batchLossOf(options, target, run.rng),
      ...(validation && { validation: { ...earlyStopping!, target: validation } }),
    };
    return { ...(await descend(workspace, target, descent, run, name)), notes: [] };
  });
  // As the kernels hold them.
  const parameters = format === "f32" ? found.parameters.map(Math.fround) : found.parameters;
  const kept = found.snapshots ?? createMatrix(0, compiled.size);
  const snapshots = Array.from({ length: kept.rows }, (_, k) => rowOf(kept, k));
  // What was trained on may not be the data: the result is judged by the model and all rows.
  const judged = logPosteriors(compiled, scaled, [parameters, ...snapshots]);
  const epoch = "epoch" in found ? found.epoch : undefined;
  return mapPosterior<O>({
    options,
    compiled,
    ...found,
    parameters,
    // Adversarial training looks at every row twice.
    gradients: (options.adversarial > 0 ? 2 : 1) * found.gradients,
    logPosterior: judged[0]!,
    heldOut: rows.heldOut,
    snapshots: { parameters: kept, logPosterior: judged.subarray(1) },
    notes: [...found.notes, choices(optimiser, epochs, options, epoch)],
  });
}

/** What minimisation over all rows does not have. */
const NOTHING_BY_EPOCH = { scores: new Float64Array(0), snapshots: undefined };

/** Throws the errors of options that do not fit the model. */
function checkFit(
  options: CheckedMapOptions,
  compiled: CompiledModel,
  { x }: Dataset,
  optimiser: OptimiserKind,
): void {
  const { earlyStopping, batch, anchored, inputNoise, adversarial } = options;
  if (earlyStopping !== undefined) checkValidationScore("map", earlyStopping.score, compiled);
  checkTargetMemory("map", compiled, x.rows, batch, compiled.model.spec.precision ?? "f64");
  if (anchored !== false) checkRandomisable("map", compiled);
  if (inputNoise > 0) checkMovable("inputNoise", compiled.model, optimiser);
  if (adversarial > 0) checkMovable("adversarial", compiled.model, optimiser);
}

/** What is minimised: the model and its rows, or what an anchored fit puts in their place. */
function problem({ anchored }: CheckedMapOptions, compiled: CompiledModel, data: Dataset, rng: Rng) {
  if (anchored === false) return { trained: compiled, train: data };
  return {
    trained: anchorPrior(compiled, rng.fork("anchor")),
    train: anchored === true ? jitterTargets(compiled, data, rng.fork("targets")) : data,
  };
}

/** What a step is taken by: the loss of rows as they are, or moved as the options say. */
function batchLossOf({ adversarial, inputNoise }: CheckedMapOptions, target: Target, rng: Rng): BatchLoss {
  const loss = adversarial > 0 ? adversarialLoss(target, adversarial) : target.loss;
  return inputNoise > 0 ? inputJitter(target, inputNoise, rng.fork("jitter"), loss) : loss;
}

type OptimiserKind = NonNullable<CheckedMapOptions["optimiser"]>["kind"];

function defaultOptimiser({ form }: CompiledModel, format: "f64" | "f32") {
  const kind = form.linear && format === "f64" ? "lbfgs" : "adam";
  return checkMapOptions({ optimiser: kind }).optimiser!;
}

/** Refuses what moves the inputs of single rows where features of them were computed once, or all rows are taken at once. */
function checkMovable(option: string, { spec }: Model, optimiser: OptimiserKind): void {
  if (spec.network.kind === "mlp" && optimiser !== "lbfgs") return;
  throw new ArgumentError({
    where: "map",
    problem: `${option} needs an mlp and mini-batches, got a ${spec.network.kind} network and ${optimiser}`,
    fix: 'Use network { kind: "mlp", hidden: [] } for a linear model, and optimiser "adam" or "sgd".',
  });
}

/** What was chosen for the user, in a sentence. */
function choices(
  optimiser: NonNullable<CheckedMapOptions["optimiser"]>,
  epochs: number,
  { schedule, batch, earlyStopping }: CheckedMapOptions,
  epoch: number | undefined,
): Note {
  if (optimiser.kind === "lbfgs") return { code: "settings", message: "Minimised by L-BFGS over all rows." };
  const momentum = optimiser.kind === "sgd" ? `, momentum ${optimiser.momentum}` : "";
  const decay = optimiser.decay > 0 ? `, weight decay ${optimiser.decay}` : "";
  const kept =
    earlyStopping === undefined
      ? ""
      : `; judged by ${earlyStopping.score} on ${earlyStopping.share} of the rows, kept the parameters of epoch ${epoch}`;
  return {
    code: "settings",
    message: `Trained by ${optimiser.kind} with learning rate ${optimiser.rate} (${schedule.kind})${momentum}${decay}, ${epochs} epochs of batches of ${batch}${kept}.`,
  };
}
