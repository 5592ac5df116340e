import type { Dataset } from "../data/dataset.ts";
import { type Checkpoint, resumedRun } from "./checkpoint.ts";
import type { Task } from "./executor.ts";
import type { Run } from "./method.ts";
import { blameCheckpoint, type KeptPart, packParts, unpackParts } from "./partsCheckpoint.ts";
import { partsProgress } from "./progress.ts";

/** Independent parts that make up a run: how one is done here and elsewhere, and how its result is kept. */
export interface PartsWork<Result> {
  /** The name of the whole run, for its checkpoints. */
  readonly name: string;
  readonly parts: number;
  /** Does part k on this thread. */
  here(k: number, run: Omit<Run, "rng">): Promise<Result>;
  /** Part k as a task with the data sets that it names. The task gives the same result. */
  there(k: number): { readonly task: Task; readonly data?: Readonly<Record<string, Dataset>> };
  keep(result: Result): KeptPart;
  /** What was kept. Errors of the library that it throws are faults of the checkpoint. */
  restore(kept: KeptPart): Result;
}

/**
 * Does the parts by the run's executor, or one after the other on this thread; the results are in the order of the parts and
 * do not depend on where they were made. With checkpoints, finished parts are kept and not done again, and a part that was
 * interrupted on this thread continues where it stood.
 */
export async function runParts<Result>(work: PartsWork<Result>, run: Run): Promise<Result[]> {
  const { name, parts } = work;
  run.signal?.throwIfAborted();
  const { finished, inner } = unpackParts(resumedRun(run.checkpoints, name, parts), parts);
  const results = new Map([...finished].map(([k, kept]) => [k, blameCheckpoint(() => work.restore(kept))]));
  const progress = run.onProgress && partsProgress(parts, run.onProgress);
  for (const k of finished.keys()) progress?.skip(k);
  const keep = (current?: { readonly part: number; readonly checkpoint: Checkpoint }) =>
    run.checkpoints?.save(packParts(name, finished, current));
  const common = (k: number) => ({
    ...(run.signal === undefined ? {} : { signal: run.signal }),
    ...(progress === undefined
      ? {}
      : { onProgress: (of: Parameters<typeof progress.report>[1]) => progress.report(k, of) }),
  });

  const finish = async (k: number, result: Result): Promise<void> => {
    results.set(k, result);
    if (run.checkpoints !== undefined) finished.set(k, work.keep(result));
    progress?.finish(k);
    await keep();
  };

  const doHere = async (k: number): Promise<void> => {
    const resume = inner?.part === k ? { resume: inner.checkpoint } : {};
    const checkpoints = run.checkpoints && {
      ...resume,
      save: (checkpoint: Checkpoint) => keep({ part: k, checkpoint }),
    };
    await finish(k, await work.here(k, { ...common(k), ...(checkpoints && { checkpoints }) }));
  };

  const doThere = async (k: number): Promise<void> => {
    const { task, data } = work.there(k);
    const [result] = await run.executor!.map([task], { ...(data && { data }), ...common(k) });
    await finish(k, result as Result);
  };

  const missing = Array.from({ length: parts }, (_, k) => k).filter((k) => !results.has(k));
  if (run.executor !== undefined) await Promise.all(missing.map(doThere));
  else for (const k of missing) await doHere(k);
  return Array.from({ length: parts }, (_, k) => results.get(k)!);
}
