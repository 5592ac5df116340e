import { FormatError } from "../errors/errors.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { FitResult } from "./fitResult.ts";
import { arraysNamed, nameArrays } from "./namedArrays.ts";
import type { SavedPosterior, Tensor } from "./savedPosterior.ts";

/** A part that is done. */
export type FinishedPart = Pick<FitResult, "posterior" | "notes">;

/** The part at work when a run was interrupted. */
export interface CurrentPart {
  readonly part: number;
  readonly checkpoint: Checkpoint;
}

/** One checkpoint of finished parts and, where it is known, of the one at work: their arrays under names of their own. */
export function packParts(
  run: string,
  finished: ReadonlyMap<number, FinishedPart>,
  current?: CurrentPart,
): Checkpoint {
  const values: Record<string, string | number> = {};
  const tensors: Record<string, Tensor> = {};
  const add = (name: string, arrays: Readonly<Record<string, Tensor>>, rest: unknown) => {
    values[name] = JSON.stringify(rest);
    Object.assign(tensors, nameArrays(name, arrays));
  };
  for (const [k, { posterior, notes }] of finished) {
    add(`part ${k}`, posterior.tensors, { posterior: { ...posterior, tensors: {} }, notes });
  }
  if (current !== undefined) {
    const { part, checkpoint } = current;
    add("current", checkpoint.tensors, { part, checkpoint: { ...checkpoint, tensors: {} } });
  }
  return { format: "credence-checkpoint", version: 1, run, step: finished.size, values, tensors };
}

/** What {@link packParts} put together. Throws a FormatError where it is not that. */
export function unpackParts(
  checkpoint: Checkpoint | undefined,
  parts: number,
): { readonly finished: Map<number, FinishedPart>; readonly inner?: CurrentPart } {
  const finished = new Map<number, FinishedPart>();
  if (checkpoint === undefined) return { finished };
  const arrays = (name: string) => arraysNamed(name, checkpoint.tensors);
  const read = <T>(name: string): T | undefined => {
    const text = checkpoint.values[name];
    return text === undefined ? undefined : parse<T>(String(text));
  };
  for (let k = 0; k < parts; k++) {
    const found = read<FinishedPart>(`part ${k}`);
    if (found === undefined) continue;
    const posterior: SavedPosterior = { ...found.posterior, tensors: arrays(`part ${k}`) };
    finished.set(k, { posterior, notes: found.notes });
  }
  const current = read<CurrentPart>("current");
  if (current === undefined) return { finished };
  return {
    finished,
    inner: { part: current.part, checkpoint: { ...current.checkpoint, tensors: arrays("current") } },
  };
}

function parse<T>(text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new FormatError({
      where: "resume",
      problem: "the parts of the checkpoint must be JSON",
      fix: "Start anew without it.",
    });
  }
}
