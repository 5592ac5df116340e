import { checkKeys, checkNumber } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import { studyExecutor } from "../study/tasks.ts";
import { startPool, type WorkerPool } from "./startPool.ts";
import { nodeThreads, parallelism } from "./threads.ts";
import type { WorkerLike } from "./workerSlot.ts";

/** Options of {@link createWorkerPool}. */
export interface WorkerPoolOptions {
  /** How many threads to use; default and upper bound: as many as can compute at the same time on this machine. */
  readonly workers?: number;
  /**
   * Makes a worker that has loaded `credence/worker`. Needed in browsers and in bundled programs, where only the program
   * knows the place of that file; default: a worker thread of Node.
   */
  readonly createWorker?: () => WorkerLike;
}

/**
 * An executor that runs tasks on other threads, for `executor` of a run: independent fits, chains and members then run
 * at the same time. Results are the same to the last bit as on one thread, whatever the number of workers.
 *
 * Threads start with the first task and take each data set once. A worker that stops in the middle of a task is
 * replaced and the task done again once; if that one stops too, the promise rejects with a {@link WorkerError} whose
 * `cause` says why. Errors of tasks keep class, code, details and message. Close the pool when it is no longer needed;
 * idle threads do not keep a process alive. Where there are no threads (a browser without `createWorker`) tasks run
 * on this one, and `workers` is 0.
 *
 * @throws ArgumentError for an unknown option or a number of workers that is not a whole number of at least 1.
 * @example
 * ```ts
 * import { createDataset, defaultModelSpec, selectByEvidence } from "credence";
 * import { createWorkerPool } from "credence/parallel";
 * const data = createDataset({ x: [0, 1, 2, 3, 4, 5], y: [0, 1, 4, 2, 1, 0] });
 * const pool = createWorkerPool({ workers: 2 });
 * const specs = [defaultModelSpec(data, 1), { ...defaultModelSpec(data, 1), standardise: "none" } as const];
 * const { candidates } = await selectByEvidence(specs, data, { executor: pool });
 * console.log(candidates.map(({ logEvidence }) => logEvidence));
 * await pool.close();
 * ```
 */
export function createWorkerPool(options: WorkerPoolOptions = {}): WorkerPool {
  const where = "createWorkerPool";
  checkKeys(where, options, ["workers", "createWorker"]);
  const most = parallelism();
  const workers = checkNumber(where, "workers", options.workers ?? most, { integer: true, min: 1 });
  const createWorker = options.createWorker ?? threadFactory();
  if (createWorker === undefined) return { workers: 0, map: studyExecutor.map, close: async () => undefined };
  return startPool({ workers: Math.min(workers, most), createWorker });
}

/** Makes worker threads of Node; undefined in a browser. */
function threadFactory(): (() => WorkerLike) | undefined {
  const threads = nodeThreads();
  if (threads === undefined) return undefined;
  // The flags of this process, such as the kind of its input, are not those of a worker.
  return () => new threads.Worker(workerFile(), { execArgv: [], name: "credence" });
}

function workerFile(): URL {
  try {
    return new URL(import.meta.resolve("#worker"));
  } catch (cause) {
    const error = new ArgumentError({
      where: "createWorkerPool",
      problem: "the file of the worker must lie beside the library, it was not found",
      fix: "In a bundled program pass createWorker: () => a Worker that has loaded credence/worker.",
    });
    error.cause = cause;
    throw error;
  }
}
