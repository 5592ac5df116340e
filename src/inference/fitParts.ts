import type { Dataset } from "../data/dataset.ts";
import type { Model } from "../model/model.ts";
import type { RngLabel } from "../random/rng.ts";
import { checkSaved } from "./checkSaved.ts";
import type { FitResult, FitSpec, MethodSpec } from "./fitResult.ts";
import type { Posterior, Run } from "./method.ts";
import type { KeptPart } from "./partsCheckpoint.ts";
import { runParts } from "./runParts.ts";
import type { SavedPosterior } from "./savedPosterior.ts";

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

/** A fit that is done. */
export type FinishedPart = Pick<FitResult, "posterior" | "notes">;

/** How parts are fitted on this thread, and how what other threads give is read. */
export interface PartCode<P extends Posterior> {
  /** The name of the whole run, for its checkpoints. */
  readonly name: string;
  fit(part: Part, run: Run): Promise<P>;
  load(result: FinishedPart): P;
}

/** Fits independent parts, here or by the run's executor, with checkpoints: see {@link runParts}. */
export async function fitParts<P extends Posterior>(
  parts: readonly Part[],
  run: Run,
  code: PartCode<P>,
): Promise<P[]> {
  const loaded = new WeakMap<FinishedPart, P>();
  const finished = await runParts<FinishedPart>(
    {
      name: code.name,
      parts: parts.length,
      here: async (k, of) => {
        const part = parts[k]!;
        const rng = part.path.reduce((stream, label) => stream.fork(label), run.rng);
        const posterior = await code.fit(part, { ...of, rng });
        return { posterior: posterior.save(), notes: posterior.notes };
      },
      there: (k) => {
        const { method, model, data, dataId, path } = parts[k]!;
        const spec: FitSpec = { method, model: model.spec };
        const task = { task: "fit", spec, path: [...run.rng.path, ...path], dataId };
        return { task, data: { [dataId]: data } };
      },
      keep: ({ posterior, notes }) => ({
        tensors: posterior.tensors,
        rest: { posterior: { ...posterior, tensors: {} }, notes },
      }),
      restore: (kept) => {
        const part = restoredPart(kept);
        loaded.set(part, code.load(part));
        return part;
      },
    },
    run,
  );
  return finished.map((part) => loaded.get(part) ?? code.load(part));
}

function restoredPart({ tensors, rest }: KeptPart): FinishedPart {
  const found = rest as Partial<FinishedPart> | null;
  const posterior = { ...found?.posterior, tensors } as SavedPosterior;
  // Arrays are checked where they are read: those of a run need not be finite as those of a saved posterior must be.
  checkSaved({ ...posterior, tensors: {} });
  return { posterior, notes: Array.isArray(found?.notes) ? found.notes : [] };
}
