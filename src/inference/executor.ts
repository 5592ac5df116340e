import type { Dataset } from "../data/dataset.ts";
import { show } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import { createRng, type Rng, type RngLabel } from "../random/rng.ts";
import { type Progress, partsProgress } from "./progress.ts";

/**
 * A piece of work as plain data: a pure function, by its name, of a spec, a data set and the path of its random
 * numbers. So it can run on any thread or machine, and running it twice is harmless.
 */
export interface Task {
  /** Name of what is to be done, such as "fit". */
  readonly task: string;
  /** What exactly: plain data, as the task defines it. */
  readonly spec: unknown;
  /** The labels that name the stream of random numbers, the seed first; empty for a task that needs none. */
  readonly path: readonly RngLabel[];
  /** Which of the data sets of the call the task works on, by its name. */
  readonly dataId?: string;
}

/** What a task gives: plain data whose arrays of numbers are typed arrays. */
export type TaskResult = unknown;

/** What a list of tasks needs from outside. */
export interface TaskRun {
  /** The data sets the tasks work on, by the names the tasks use. */
  readonly data?: Readonly<Record<string, Dataset>>;
  /** Stops all tasks: the promise rejects with `signal.reason`. */
  readonly signal?: AbortSignal;
  /** Progress counted in tasks, parts of a task included; it never decreases. */
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Runs independent tasks, here or elsewhere. The results are in the order of the tasks and do not depend on where or in
 * which order these ran. When tasks fail the promise rejects with the error of the first of them in the list. Data sets
 * must not be changed once they were passed in: they may have been copied.
 */
export interface Executor {
  map(tasks: readonly Task[], run: TaskRun): Promise<TaskResult[]>;
}

/** What the code of a task is given beside its spec. */
export interface TaskContext {
  readonly data: Dataset | undefined;
  /** The stream of the task's path. Throws an ArgumentError where the path is empty. */
  readonly rng: Rng;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** The code of a task. The arrays of its result are its own: they may be handed over to another thread. */
export type TaskHandler = (spec: unknown, context: TaskContext) => Promise<TaskResult>;

/** The code of tasks by their names. */
export type TaskHandlers = Readonly<Record<string, TaskHandler>>;

/** Runs one task here. Throws an ArgumentError if nobody knows it. */
export function runTask(
  handlers: TaskHandlers,
  task: Task,
  data: Dataset | undefined,
  run: Omit<TaskRun, "data">,
): Promise<TaskResult> {
  if (!Object.hasOwn(handlers, task.task)) {
    throw new ArgumentError({
      where: "Executor.map",
      problem: `task must be one of ${Object.keys(handlers).join(", ")}, got ${show(task.task)}`,
    });
  }
  const { signal, onProgress } = run;
  return handlers[task.task]!(task.spec, {
    data,
    get rng() {
      return rngAt(task);
    },
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
}

function rngAt({ task, path }: Task): Rng {
  const [seed, ...labels] = path;
  if (seed === undefined) {
    throw new ArgumentError({
      where: "Executor.map",
      problem: `the task ${show(task)} draws random numbers and so needs a path, got none`,
      fix: "Pass an rng with the run.",
    });
  }
  return labels.reduce<Rng>((rng, label) => rng.fork(label), createRng(seed));
}

/** The data set of a task. Throws an ArgumentError if the run has none of that name. */
export function dataOf(task: Task, run: TaskRun): Dataset | undefined {
  const { dataId } = task;
  if (dataId === undefined) return undefined;
  if (run.data !== undefined && Object.hasOwn(run.data, dataId)) return run.data[dataId];
  throw new ArgumentError({
    where: "Executor.map",
    problem: `dataId must name a data set of the run, got ${show(dataId)}`,
    fix: `Known data sets: ${Object.keys(run.data ?? {}).join(", ") || "none"}.`,
  });
}

/** Runs tasks one after the other on this thread, letting the event loop take a turn after each. */
export function createInlineExecutor(handlers: TaskHandlers): Executor {
  return {
    map: async (tasks, run) => {
      const data = tasks.map((task) => dataOf(task, run));
      const { signal, onProgress } = run;
      const progress = onProgress && partsProgress(tasks.length, onProgress);
      const results: TaskResult[] = [];
      signal?.throwIfAborted();
      for (const [k, task] of tasks.entries()) {
        const result = await runTask(handlers, task, data[k], {
          ...(signal === undefined ? {} : { signal }),
          ...(progress === undefined ? {} : { onProgress: (of) => progress.report(k, of) }),
        });
        results.push(result);
        await new Promise((resolve) => setTimeout(resolve, 0));
        signal?.throwIfAborted();
        progress?.finish(k);
      }
      return results;
    },
  };
}
