import { show } from "../errors/checks.ts";
import { CredenceError, FormatError } from "../errors/errors.ts";
import { type Checkpoint, checkpointJson } from "./checkpoint.ts";
import { checkSaved } from "./checkSaved.ts";
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
  const arrays = (name: string) => arraysNamed(name, checkpoint.tensors ?? {});
  for (let k = 0; k < parts; k++) {
    const name = `part ${k}`;
    const found = checkpointJson(checkpoint, name) as Partial<FinishedPart> | null | undefined;
    if (found !== undefined) finished.set(k, finishedPart(found, arrays(name)));
  }
  const current = checkpointJson(checkpoint, "current") as Partial<CurrentPart> | null | undefined;
  if (current === undefined) return { finished };
  if (!Number.isInteger(current?.part))
    throw damaged(`the part at work must be numbered, got ${show(current)}`);
  const inner = { ...current!.checkpoint, tensors: arrays("current") } as Checkpoint;
  return { finished, inner: { part: current!.part!, checkpoint: inner } };
}

function finishedPart(
  found: Partial<FinishedPart> | null,
  tensors: Readonly<Record<string, Tensor>>,
): FinishedPart {
  const posterior = { ...found?.posterior, tensors } as SavedPosterior;
  // Arrays are checked where they are read: those of a run need not be finite as those of a saved posterior must be.
  blameCheckpoint(() => checkSaved({ ...posterior, tensors: {} }));
  return { posterior, notes: Array.isArray(found?.notes) ? found.notes : [] };
}

/** What the action gives; whatever the library objects to on the way is a fault of the checkpoint: a FormatError. */
export function blameCheckpoint<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof CredenceError)) throw error;
    throw damaged(`the checkpoint must hold parts that are done; ${error.message.replace(/\.$/, "")}`);
  }
}

const damaged = (problem: string): FormatError =>
  new FormatError({ where: "resume", problem, fix: "Start anew without it." });
