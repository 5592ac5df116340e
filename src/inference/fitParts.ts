import type { Dataset } from "../data/dataset.ts";
import type { Model } from "../model/model.ts";
import type { RngLabel } from "../random/rng.ts";
import { type Checkpoint, resumedRun } from "./checkpoint.ts";
import type { FitResult, FitSpec, MethodSpec } from "./fitResult.ts";
import type { Posterior, Run } from "./method.ts";
import { blameCheckpoint, type FinishedPart, packParts, unpackParts } from "./partsCheckpoint.ts";
import { partsProgress } from "./progress.ts";

/** One of several independent fits that make up a run: a chain, or a member of an ensemble. */
export interface Part {
  /** The method that fits it, for other threads. */
  readonly method: MethodSpec;
  readonly model: Model;
  readonly data: Dataset;
  /** Names the data: parts with equal names share one data set. */
  readonly dataId: string;
  /** The path of its random numbers below that of the run. */
  readonly path: readonly RngLabel[];
}

/** How parts are fitted on this thread, and how what other threads give is read. */
export interface PartCode<P extends Posterior> {
  /** The name of the whole run, for its checkpoints. */
  readonly name: string;
  fit(part: Part, run: Run): Promise<P>;
  load(result: FinishedPart): P;
}

/**
 * Fits independent parts by the run's executor, or one after the other on this thread; the results are in the order of
 * the parts and do not depend on where they were made. With checkpoints, finished parts are kept and not fitted again, and a
 * part that was interrupted on this thread continues where it stood.
 */
export async function fitParts<P extends Posterior>(
  parts: readonly Part[],
  run: Run,
  code: PartCode<P>,
): Promise<P[]> {
  run.signal?.throwIfAborted();
  const { finished, inner } = unpackParts(resumedRun(run.checkpoints, code.name, parts.length), parts.length);
  const loaded = new Map([...finished].map(([k, part]) => [k, blameCheckpoint(() => code.load(part))]));
  const progress = run.onProgress && partsProgress(parts.length, run.onProgress);
  for (const k of finished.keys()) progress?.skip(k);
  const keep = (current?: { readonly part: number; readonly checkpoint: Checkpoint }) =>
    run.checkpoints?.save(packParts(code.name, finished, current));

  const finish = async (k: number, result: FinishedPart): Promise<void> => {
    finished.set(k, result);
    progress?.finish(k);
    await keep();
  };

  const fitHere = async (k: number): Promise<void> => {
    const part = parts[k]!;
    const posterior = await code.fit(part, {
      rng: part.path.reduce((rng, label) => rng.fork(label), run.rng),
      ...(run.signal === undefined ? {} : { signal: run.signal }),
      ...(progress === undefined ? {} : { onProgress: (of) => progress.report(k, of) }),
      ...(run.checkpoints === undefined
        ? {}
        : {
            checkpoints: {
              ...(inner?.part === k ? { resume: inner.checkpoint } : {}),
              save: (checkpoint) => keep({ part: k, checkpoint }),
            },
          }),
    });
    await finish(k, { posterior: posterior.save(), notes: posterior.notes });
  };

  const fitThere = async (k: number): Promise<void> => {
    const { method, model, data, dataId, path } = parts[k]!;
    const spec: FitSpec = { method, model: model.spec };
    const task = { task: "fit", spec, path: [...run.rng.path, ...path], dataId };
    const [result] = (await run.executor!.map([task], {
      data: { [dataId]: data },
      ...(run.signal === undefined ? {} : { signal: run.signal }),
      ...(progress === undefined ? {} : { onProgress: (of) => progress.report(k, of) }),
    })) as FitResult[];
    await finish(k, { posterior: result!.posterior, notes: result!.notes });
  };

  const missing = parts.map((_, k) => k).filter((k) => !finished.has(k));
  if (run.executor !== undefined) await Promise.all(missing.map(fitThere));
  else for (const k of missing) await fitHere(k);
  return parts.map((_, k) => loaded.get(k) ?? code.load(finished.get(k)!));
}
