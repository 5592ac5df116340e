import type { Dataset } from "../data/dataset.ts";
import { CredenceError } from "../errors/errors.ts";
import type { MethodSpec } from "../inference/fitResult.ts";
import type { Run } from "../inference/method.ts";
import { partsProgress } from "../inference/progress.ts";
import type { ModelSpec } from "../model/spec.ts";
import type { RowSplit } from "./rowSplit.ts";
import type { ScoreResult, ScoreSpec } from "./scoreTask.ts";
import { studyExecutor } from "./tasks.ts";

/** A method and a model that are judged together. */
export interface Candidate {
  /** How tables call it. Default: the name of the method, and a number where that is taken. */
  readonly name?: string;
  readonly method: MethodSpec;
  readonly model: ModelSpec;
}

/** What one fit gave: its scores, or why there are none. */
export type SplitOutcome =
  | (ScoreResult & { readonly error?: undefined })
  | { readonly error: string; readonly cause: unknown };

/**
 * Fits every candidate to the training rows of every split and scores the test rows: by the executor of the run, all at the same
 * time, or one after the other on this thread. Random numbers are named by the candidate and the split, so that neither the order nor
 * the number of candidates changes any result. A fit that fails is an outcome; an abort rejects with the signal's reason.
 */
export async function scoreSplits(
  candidates: readonly Required<Candidate>[],
  data: Dataset,
  splits: readonly RowSplit[],
  run: Run,
): Promise<SplitOutcome[][]> {
  const { signal, onProgress } = run;
  signal?.throwIfAborted();
  const progress = onProgress && partsProgress(candidates.length * splits.length, onProgress);
  const executor = run.executor ?? studyExecutor;

  async function outcomeOf(c: number, s: number): Promise<SplitOutcome> {
    const { name, method, model } = candidates[c]!;
    const { trainRows, testRows } = splits[s]!;
    const part = c * splits.length + s;
    const spec: ScoreSpec = { method, model, trainRows, testRows };
    const task = { task: "score", spec, path: [...run.rng.path, name, "split", s], dataId: "data" };
    try {
      const [result] = (await executor.map([task], {
        data: { data },
        ...(signal === undefined ? {} : { signal }),
        ...(progress === undefined
          ? {}
          : {
              onProgress: (of) =>
                progress.report(part, { ...of, message: `${name}, ${s + 1} of ${splits.length}` }),
            }),
      })) as [ScoreResult];
      return result;
    } catch (cause) {
      signal?.throwIfAborted();
      if (!(cause instanceof CredenceError)) throw cause;
      return { error: cause.message, cause };
    } finally {
      if (signal?.aborted !== true) progress?.finish(part);
    }
  }

  const outcomes = candidates.map(() => new Array<SplitOutcome>(splits.length));
  const each = candidates.flatMap((_, c) => splits.map((__, s) => [c, s] as const));
  const keep = async ([c, s]: readonly [number, number]) => {
    outcomes[c]![s] = await outcomeOf(c, s);
  };
  if (run.executor !== undefined) await Promise.all(each.map(keep));
  else for (const pair of each) await keep(pair);
  return outcomes;
}
