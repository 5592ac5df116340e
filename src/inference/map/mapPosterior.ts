import type { CompiledModel } from "../../model/compileModel.ts";
import type { Outcome } from "../../model/model.ts";
import { createMatrix, type Matrix } from "../../numeric/matrix.ts";
import { bankPosterior } from "../bankPosterior.ts";
import { loadBank } from "../loadBank.ts";
import type { Note, Posterior } from "../method.ts";
import { savedNumber, savedTensor } from "../savedFields.ts";
import type { SavedPosterior, Tensor } from "../savedPosterior.ts";

/** Parameters kept on the way. */
export interface Snapshots {
  /** The parameters at the end of every cycle of a cyclic schedule [S, size]. */
  readonly parameters: Matrix;
  /** log posterior there [S]. */
  readonly logPosterior: Float64Array;
}

/** What a fit found. */
interface MapResult {
  /** The parameters [size], in the units the network sees. */
  readonly parameters: Float64Array;
  /** log likelihood of all rows + log prior at the parameters, for targets in their own units. */
  readonly logPosterior: number;
  /** What was computed, in gradients of all rows. */
  readonly gradients: number;
  /** U = -log posterior while it was trained: after every iteration of L-BFGS, or on average over every epoch. */
  readonly trace: Float64Array;
  /** Validation score after every epoch; empty without early stopping. */
  readonly scores: Float64Array;
  /** Rows of the data, ascending, that were not trained on: kept for early stopping, or not drawn by bagging. */
  readonly heldOut: Uint32Array;
  /** Without rows unless the schedule is cyclic. */
  readonly snapshots: Snapshots;
}

/** A single parameter vector in place of a posterior: predictions have no epistemic uncertainty. */
export interface MapPosterior<O extends Outcome = Outcome> extends Posterior<O>, MapResult {
  readonly method: "map";
}

/** What the posterior consists of. */
export interface MapParts extends MapResult {
  readonly options: object;
  readonly compiled: CompiledModel;
  readonly notes: readonly Note[];
}

/** The posterior of its parts. */
export function mapPosterior<O extends Outcome>(parts: MapParts): MapPosterior<O> {
  const { parameters, logPosterior, gradients, trace, scores, heldOut, snapshots } = parts;
  const base = bankPosterior<O>({
    ...parts,
    method: "map",
    bank: createMatrix(1, parameters.length, parameters),
    values: { logPosterior, gradients },
    tensors: {
      trace: { shape: [trace.length], data: trace.slice() },
      scores: { shape: [scores.length], data: scores.slice() },
      // What most fits do not have is not saved with them.
      ...(heldOut.length === 0
        ? {}
        : { heldOut: { shape: [heldOut.length], data: Float64Array.from(heldOut) } }),
      ...saveSnapshots(snapshots),
    },
  });
  return {
    ...base,
    method: "map",
    parameters,
    logPosterior,
    gradients,
    trace,
    scores,
    heldOut,
    snapshots,
  };
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
    heldOut: Uint32Array.from(tensors["heldOut"]?.data ?? []),
    snapshots: loadSnapshots(saved, compiled.size),
    notes,
  });
}

function saveSnapshots({ parameters, logPosterior }: Snapshots): Readonly<Record<string, Tensor>> {
  const { rows, cols, data } = parameters;
  if (rows === 0) return {};
  return {
    snapshots: { shape: [rows, cols], data: data.slice() },
    snapshotLogPosterior: { shape: [rows], data: logPosterior.slice() },
  };
}

function loadSnapshots(saved: SavedPosterior, size: number): Snapshots {
  const rows = saved.tensors["snapshots"]?.shape[0] ?? 0;
  if (rows === 0) return { parameters: createMatrix(0, size), logPosterior: new Float64Array(0) };
  return {
    parameters: createMatrix(rows, size, savedTensor(saved, "snapshots", [rows, size])),
    logPosterior: savedTensor(saved, "snapshotLogPosterior", [rows]),
  };
}
