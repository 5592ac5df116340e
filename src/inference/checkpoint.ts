import type { Dataset } from "../data/dataset.ts";
import { show } from "../errors/checks.ts";
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
  /** Keeps the state: when the run is aborted, and about every half minute. */
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

/**
 * The checkpoint to continue a run of `total` steps from (any number by default), if there is one. Throws an ArgumentError
 * where it is of another run, a FormatError where it is none.
 */
export function resumedRun(
  checkpoints: Checkpoints | undefined,
  run: string,
  total?: number,
): Checkpoint | undefined {
  const found = checkpoints?.resume;
  if (found === undefined) return undefined;
  if (found?.format !== "credence-checkpoint" || found.version !== 1) {
    throw damaged('be of format "credence-checkpoint", version 1', show(found?.format));
  }
  if (found.run !== run) {
    throw new ArgumentError({
      where: "resume",
      problem:
        "the checkpoint must be of the same method, options, model, seed and data; it is of another run",
      fix: "Start anew without it, or repeat the interrupted run as it was.",
    });
  }
  const { step } = found;
  const last = total ?? Number.MAX_SAFE_INTEGER;
  if (!(Number.isInteger(step) && step >= 0 && step <= last)) {
    throw damaged(`name a step from 0 to ${last}`, show(step));
  }
  return found;
}

/** The number that a checkpoint holds. Throws a FormatError where it is missing. */
export function checkpointNumber({ values }: Checkpoint, name: string): number {
  const found = isObject(values) && Object.hasOwn(values, name) ? values[name] : undefined;
  if (typeof found === "number" && !Number.isNaN(found)) return found;
  throw damaged(`hold a number "${name}"`, show(found));
}

/** What a text that a checkpoint holds says as JSON; undefined where it holds none. Throws a FormatError for any other text. */
export function checkpointJson({ values }: Checkpoint, name: string): unknown {
  const found = isObject(values) && Object.hasOwn(values, name) ? values[name] : undefined;
  if (found === undefined) return undefined;
  try {
    return JSON.parse(String(found));
  } catch {
    throw damaged(`hold JSON "${name}"`, show(found));
  }
}

/** The array of any length that a checkpoint holds, in whole blocks. Throws a FormatError where it is missing or ends within one. */
export function checkpointBlocks({ tensors }: Checkpoint, name: string, block: number): Float64Array {
  const found = isObject(tensors) && Object.hasOwn(tensors, name) ? tensors[name]?.data : undefined;
  if (found instanceof Float64Array && found.length % block === 0) return found;
  throw damaged(`hold a multiple of ${block} numbers "${name}"`, show(found));
}

/** The array of the given length that a checkpoint holds. Throws a FormatError where it is missing or of another length. */
export function checkpointTensor({ tensors }: Checkpoint, name: string, length: number): Float64Array {
  const found = isObject(tensors) && Object.hasOwn(tensors, name) ? tensors[name]?.data : undefined;
  if (found instanceof Float64Array && found.length === length) return found;
  throw damaged(`hold ${length} numbers "${name}"`, show(found));
}

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;

function damaged(required: string, found: string): FormatError {
  return new FormatError({
    where: "resume",
    problem: `the checkpoint must ${required}, got ${found}`,
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
