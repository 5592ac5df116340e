import type { Dataset } from "../../data/dataset.ts";
import type { CompiledModel } from "../../model/compileModel.ts";
import type { Model } from "../../model/model.ts";
import { createTarget } from "../../model/target.ts";
import { withWorkspace } from "../../numeric/kernels/workspace.ts";
import { type Checkpoints, checkpointTensor, resumedRun } from "../checkpoint.ts";
import { fitParts } from "../fitParts.ts";
import { map } from "../map/map.ts";
import { loadMap, type MapPosterior } from "../map/mapPosterior.ts";
import { minimise } from "../map/minimise.ts";
import type { Note, Run } from "../method.ts";
import { prepare } from "../prepare.ts";
import type { CheckedLaplaceOptions } from "./laplaceOptions.ts";

/** What training found. Where a run continues in the polishing after it, the parameters are in the state of that. */
export interface Trained {
  readonly parameters?: Float64Array;
  readonly gradients: number;
  readonly notes: readonly Note[];
}

/** Where the approximation is centred: a mode, as nearly as it was found. */
export interface FoundMode extends Trained {
  /** The model that was trained. */
  readonly compiled: CompiledModel;
  readonly parameters: Float64Array;
}

/** Trains a model as a part of its own: finished, it is kept with the checkpoints. */
export async function train(
  { training }: CheckedLaplaceOptions,
  model: Model,
  data: Dataset,
  run: Run,
  name: string,
): Promise<Trained> {
  const method = { name: "map", options: { ...training } };
  const [fit] = await fitParts<MapPosterior>([{ method, model, data, dataId: "data", path: ["map"] }], run, {
    name,
    fit: (part, of) => map(part.method.options).fit(part.model, part.data, of),
    load: ({ posterior }) => loadMap(posterior),
  });
  const { parameters, gradients, notes } = fit!;
  return { parameters, gradients, notes };
}

/**
 * Brings what was trained by mini-batches to the mode, by L-BFGS over all rows: steps of Adam end several standard deviations
 * of the posterior away from it, and a curvature measured there is that of another place.
 */
export async function polish(
  options: CheckedLaplaceOptions,
  model: Model,
  data: Dataset,
  trained: Trained,
  run: Run,
  name: string,
): Promise<FoundMode> {
  const { compiled, data: scaled } = prepare("laplace", model, data);
  const { parameters, gradients, notes } = trained;
  if (!isPolished(options, compiled)) return { compiled, parameters: parameters!, gradients, notes };
  return withWorkspace(async (workspace) => {
    const target = createTarget(workspace, compiled, scaled, { format: "f64" });
    if (parameters !== undefined) target.parameters.view.set(parameters);
    const lbfgs = { kind: "lbfgs", iterations: options.polish, memory: 30, tolerance: 1e-9 } as const;
    const found = await minimise(target, lbfgs, run, name);
    return {
      compiled,
      parameters: found.parameters,
      gradients: gradients + found.gradients,
      notes,
    };
  });
}

/** Keeps the mode, should the run be told to stop after it was found. */
export function keepMode(
  { parameters }: FoundMode,
  checkpoints: Checkpoints | undefined,
  name: string,
): () => void | Promise<void> {
  return () =>
    checkpoints?.save({
      format: "credence-checkpoint",
      version: 1,
      run: name,
      step: 0,
      values: {},
      tensors: { parameters: { shape: [parameters.length], data: parameters.slice() } },
    });
}

/** The mode that {@link keepMode} kept. Throws as `resumedRun` does. */
export function keptMode(
  model: Model,
  data: Dataset,
  { gradients, notes }: Trained,
  checkpoints: Checkpoints,
  name: string,
): FoundMode {
  const { compiled } = prepare("laplace", model, data);
  const found = resumedRun(checkpoints, name)!;
  const parameters = checkpointTensor(found, "parameters", compiled.size).slice();
  return { compiled, parameters, gradients, notes };
}

/** Not where training was L-BFGS itself, was to stop early, or has too few digits. */
export function isPolished(
  { polish: iterations, training }: CheckedLaplaceOptions,
  { form, model }: CompiledModel,
): boolean {
  const { optimiser = form.linear ? "lbfgs" : "adam" } = training;
  const kind = typeof optimiser === "string" ? optimiser : optimiser.kind;
  const stopped = training.earlyStopping !== undefined;
  return iterations > 0 && kind !== "lbfgs" && !stopped && model.spec.precision !== "f32";
}
