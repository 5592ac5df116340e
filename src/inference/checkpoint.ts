import type { Dataset } from "../data/dataset.ts";
import { ArgumentError, FormatError } from "../errors/errors.ts";
import type { Model } from "../model/model.ts";
import type { RngLabel } from "../random/rng.ts";
import type { Tensor } from "./savedPosterior.ts";

/** A run that was interrupted, as plain data: continued, it comes to the same bytes as one that was not. */
export interface Checkpoint {
  readonly format: "credence-checkpoint";
  readonly version: 1;
  /** Names the run: method, options, model, random numbers and data. Only the same run can continue. */
  readonly run: string;
  /** Steps done. */
  readonly step: number;
  readonly values: Readonly<Record<string, number | string>>;
  readonly tensors: Readonly<Record<string, Tensor>>;
}

/** Where a run keeps its state, and what it continues from. */
export interface Checkpoints {
  /** The state to continue from; absent to start anew. */
  readonly resume?: Checkpoint;
  /** Keeps the state: when the run is aborted, when it fails, and about every half minute. */
  save(checkpoint: Checkpoint): void | Promise<void>;
}

/** The name of a run: everything that decides what it computes. */
export function runName(
  method: string,
  options: unknown,
  model: Model,
  path: readonly RngLabel[],
  data: Dataset,
): string {
  return JSON.stringify([method, options, model.spec, path, data.x.rows, data.x.cols, fingerprint(data)]);
}

/** The checkpoint to continue from, if there is one. Throws an ArgumentError where it is of another run. */
export function resumedRun(checkpoints: Checkpoints | undefined, run: string): Checkpoint | undefined {
  const found = checkpoints?.resume;
  if (found === undefined) return undefined;
  if (found.format !== "credence-checkpoint" || found.version !== 1) {
    throw new FormatError({
      where: "resume",
      problem: 'the checkpoint must be of format "credence-checkpoint", version 1',
      fix: "Start anew without it.",
    });
  }
  if (found.run === run) return found;
  throw new ArgumentError({
    where: "resume",
    problem: "the checkpoint must be of the same method, options, model, seed and data; it is of another run",
    fix: "Start anew without it, or repeat the interrupted run as it was.",
  });
}

/** The array of the given length that a checkpoint holds. Throws a FormatError where it is missing or of another length. */
export function checkpointTensor({ tensors }: Checkpoint, name: string, length: number): Float64Array {
  const found = Object.hasOwn(tensors, name) ? tensors[name]!.data : undefined;
  if (found instanceof Float64Array && found.length === length) return found;
  throw new FormatError({
    where: "resume",
    problem: `the checkpoint must hold ${length} numbers "${name}", it holds ${found?.length ?? "none"}`,
    fix: "Start anew without it.",
  });
}

/** Two 32-bit words over all numbers of the data (FNV-1a on the halves of each), as text. */
export function fingerprint({ x, y, weights }: Dataset): string {
  let [a, b] = [2166136261, 2246822519];
  for (const values of [x.data, y.data, weights ?? new Float64Array(0)]) {
    // A copy, so that a view at an odd offset or of a shared buffer is read alike.
    const words = new Uint32Array(Float64Array.from(values).buffer);
    for (const word of words) {
      a = Math.imul(a ^ word, 16777619);
      b = Math.imul(b ^ (word >>> 15) ^ (word << 17), 3266489917);
    }
    a = Math.imul(a ^ values.length, 16777619);
  }
  return `${(a >>> 0).toString(16)}-${(b >>> 0).toString(16)}`;
}
