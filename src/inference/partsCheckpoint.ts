import { show } from "../errors/checks.ts";
import { CredenceError, FormatError } from "../errors/errors.ts";
import { type Checkpoint, checkpointJson } from "./checkpoint.ts";
import { arraysNamed, nameArrays } from "./namedArrays.ts";
import type { Tensor } from "./savedPosterior.ts";

/** The result of a part that is done, as it is kept: its arrays by name, and what else there is as plain JSON. */
export interface KeptPart {
  readonly tensors: Readonly<Record<string, Tensor>>;
  readonly rest: unknown;
}

/** The part at work when a run was interrupted. */
export interface CurrentPart {
  readonly part: number;
  readonly checkpoint: Checkpoint;
}

/** One checkpoint of finished parts and, where it is known, of the one at work: their arrays under names of their own. */
export function packParts(
  run: string,
  finished: ReadonlyMap<number, KeptPart>,
  current?: CurrentPart,
): Checkpoint {
  const values: Record<string, string | number> = {};
  const tensors: Record<string, Tensor> = {};
  const add = (name: string, arrays: Readonly<Record<string, Tensor>>, rest: unknown) => {
    values[name] = JSON.stringify(rest);
    Object.assign(tensors, nameArrays(name, arrays));
  };
  for (const [k, part] of finished) add(`part ${k}`, part.tensors, part.rest);
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
): { readonly finished: Map<number, KeptPart>; readonly inner?: CurrentPart } {
  const finished = new Map<number, KeptPart>();
  if (checkpoint === undefined) return { finished };
  const arrays = (name: string) => arraysNamed(name, checkpoint.tensors ?? {});
  for (let k = 0; k < parts; k++) {
    const name = `part ${k}`;
    const rest = checkpointJson(checkpoint, name);
    if (rest !== undefined) finished.set(k, { tensors: arrays(name), rest });
  }
  const current = checkpointJson(checkpoint, "current") as Partial<CurrentPart> | null | undefined;
  if (current === undefined) return { finished };
  if (!Number.isInteger(current?.part))
    throw damaged(`the part at work must be numbered, got ${show(current)}`);
  const inner = { ...current!.checkpoint, tensors: arrays("current") } as Checkpoint;
  return { finished, inner: { part: current!.part!, checkpoint: inner } };
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
