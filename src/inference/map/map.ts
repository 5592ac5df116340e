import type { Dataset } from "../../data/dataset.ts";
import { takeDatasetRows } from "../../data/takeDatasetRows.ts";
import { ArgumentError, NumericError } from "../../errors/errors.ts";
import type { CompiledModel } from "../../model/compileModel.ts";
import type { Model, Outcome } from "../../model/model.ts";
import { createTarget } from "../../model/target.ts";
import { checkTargetMemory } from "../../model/targetMemory.ts";
import { withWorkspace } from "../../numeric/kernels/workspace.ts";
import { createMatrix } from "../../numeric/matrix.ts";
import type { Rng } from "../../random/rng.ts";
import { bankPosterior } from "../bankPosterior.ts";
import { runName } from "../checkpoint.ts";
import { loadBank } from "../loadBank.ts";
import type { InferenceMethod, Note, Posterior, Run } from "../method.ts";
import { initialise } from "../parts/initialise.ts";
import { logJacobian } from "../parts/logJacobian.ts";
import { checkValidationScore } from "../parts/validationScore.ts";
import { prepare } from "../prepare.ts";
import { savedNumber } from "../savedFields.ts";
import type { SavedPosterior } from "../savedPosterior.ts";
import { descend } from "./descend.ts";
import { type CheckedMapOptions, checkMapOptions, type MapOptions } from "./mapOptions.ts";
import { minimise } from "./minimise.ts";

/** A single parameter vector in place of a posterior: predictions have no epistemic uncertainty. */
export interface MapPosterior<O extends Outcome = Outcome> extends Posterior<O> {
  readonly method: "map";
  /** The parameters [size], in the units the network sees. */
  readonly parameters: Float64Array;
  /** log likelihood + log prior at the parameters, for targets in their own units. */
  readonly logPosterior: number;
  /** What was computed, in gradients of all rows. */
  readonly gradients: number;
  /** U = -log posterior while it was trained: after every iteration of L-BFGS, or on average over every epoch. */
  readonly trace: Float64Array;
  /** Validation score after every epoch; empty without early stopping. */
  readonly scores: Float64Array;
}

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
  const { earlyStopping, batch } = options;
  if (earlyStopping !== undefined) checkValidationScore("map", earlyStopping.score, compiled);
  checkTargetMemory("map", compiled, scaled.x.rows, batch, format);
  const optimiser = options.optimiser ?? defaultOptimiser(compiled, format);
  if (options.inputNoise > 0) checkInputNoise(model, optimiser.kind);
  const stopped = optimiser.kind !== "lbfgs" && earlyStopping !== undefined;
  const parts: Division = stopped
    ? divide(scaled, earlyStopping.share, run.rng.fork("validation"))
    : { train: scaled };
  return withWorkspace(async (workspace) => {
    const target = createTarget(workspace, compiled, parts.train, { format });
    const validation = parts.validation && createTarget(workspace, compiled, parts.validation, { format });
    const start = initialise(compiled, run.rng.fork("initialise"), new Float64Array(compiled.size));
    target.parameters.view.set(start);
    const epochs = options.epochs ?? Math.max(200, Math.ceil(LEAST_STEPS / Math.ceil(target.rows / batch)));
    const name = runName("map", options, model, run.rng.path, data);
    const found =
      optimiser.kind === "lbfgs"
        ? { ...(await minimise(target, optimiser, run, name)), scores: new Float64Array(0) }
        : {
            ...(await descend(
              workspace,
              target,
              {
                ...options,
                optimiser,
                epochs,
                ...(validation && { validation: { ...earlyStopping!, target: validation } }),
              },
              run,
              name,
            )),
            notes: [],
          };
    target.parameters.view.set(found.parameters);
    const potential = target.potential();
    if (!Number.isFinite(potential)) {
      throw new NumericError({
        where: "map",
        problem: `the loss must be finite at the end, it is ${potential}`,
        fix: "Use a smaller rate, or clip the gradient; standardise the data.",
      });
    }
    const epoch = "epoch" in found ? found.epoch : undefined;
    return mapPosterior<O>({
      options,
      compiled,
      ...found,
      parameters: Float64Array.from(target.parameters.view),
      logPosterior: -potential - logJacobian(compiled.scaler, scaled.x.rows),
      notes: [...found.notes, choices(optimiser, epochs, options, epoch)],
    });
  });
}

function defaultOptimiser({ form }: CompiledModel, format: "f64" | "f32") {
  const kind = form.linear && format === "f64" ? "lbfgs" : "adam";
  return checkMapOptions({ optimiser: kind }).optimiser!;
}

function checkInputNoise({ spec }: Model, optimiser: string): void {
  if (spec.network.kind === "mlp" && optimiser !== "lbfgs") return;
  throw new ArgumentError({
    where: "map",
    problem: `inputNoise needs an mlp and mini-batches, got a ${spec.network.kind} network and ${optimiser}`,
    fix: 'Use network { kind: "mlp", hidden: [] } for a linear model, and optimiser "adam" or "sgd".',
  });
}

/** The rows that are trained on, and those that judge. */
interface Division {
  readonly train: Dataset;
  readonly validation?: Dataset;
}

/** Rows kept out of training at random, at least one; the rest is trained on. */
function divide(data: Dataset, share: number, rng: Rng): Division {
  const order = rng.permutation(data.x.rows);
  const kept = Math.min(data.x.rows - 1, Math.max(1, Math.round(share * data.x.rows)));
  return {
    train: takeDatasetRows(data, order.subarray(kept)),
    validation: takeDatasetRows(data, order.subarray(0, kept)),
  };
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

interface MapParts {
  readonly options: object;
  readonly compiled: CompiledModel;
  readonly parameters: Float64Array;
  readonly logPosterior: number;
  readonly gradients: number;
  readonly trace: Float64Array;
  readonly scores: Float64Array;
  readonly notes: readonly Note[];
}

function mapPosterior<O extends Outcome>(parts: MapParts): MapPosterior<O> {
  const { parameters, logPosterior, gradients, trace, scores } = parts;
  const base = bankPosterior<O>({
    ...parts,
    method: "map",
    bank: createMatrix(1, parameters.length, parameters),
    values: { logPosterior, gradients },
    tensors: {
      trace: { shape: [trace.length], data: trace.slice() },
      scores: { shape: [scores.length], data: scores.slice() },
    },
  });
  return { ...base, method: "map", parameters, logPosterior, gradients, trace, scores };
}

/** The estimate that was saved. Throws a FormatError where its parts do not fit each other. */
export function loadMap(saved: SavedPosterior): MapPosterior {
  const { bank, compiled, options, notes, tensors = {} } = loadBank(saved);
  return mapPosterior({
    options,
    compiled,
    parameters: bank.data.slice(0, compiled.size),
    logPosterior: savedNumber(saved, "logPosterior"),
    gradients: savedNumber(saved, "gradients"),
    trace: tensors["trace"]?.data ?? new Float64Array(0),
    scores: tensors["scores"]?.data ?? new Float64Array(0),
    notes,
  });
}
