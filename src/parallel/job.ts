import type { Task, TaskResult, TaskRun } from "../inference/executor.ts";
import { type PartsProgress, type Progress, partsProgress } from "../inference/progress.ts";

/** Progress is shown about 20 times a second at most. */
const INTERVAL = 50;

/** One call of `map`: which of its tasks are still wanted, and what came of the others. */
export class Job {
  readonly tasks: readonly Task[];
  /** The results in the order of the tasks. */
  readonly results: Promise<TaskResult[]>;
  readonly #found: TaskResult[];
  readonly #finished: Uint8Array;
  readonly #dropped: () => void;
  readonly #progress: PartsProgress | undefined;
  /** Tasks from here on are not wanted: the task here failed. */
  #limit: number;
  /** All tasks before this one are finished. */
  #open = 0;
  #failure: unknown;
  #settled = false;
  #resolve!: (results: TaskResult[]) => void;
  #reject!: (reason: unknown) => void;

  /** `dropped` is called when some tasks are no longer wanted. */
  constructor(tasks: readonly Task[], onProgress: TaskRun["onProgress"], dropped: () => void) {
    this.tasks = tasks;
    this.#limit = tasks.length;
    this.#found = new Array(tasks.length);
    this.#finished = new Uint8Array(tasks.length);
    this.#dropped = dropped;
    this.#progress = onProgress && partsProgress(tasks.length, this.#careful(onProgress));
    this.results = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  get showsProgress(): boolean {
    return this.#progress !== undefined;
  }

  wants(index: number): boolean {
    return !this.#settled && index < this.#limit;
  }

  report(index: number, progress: Progress): void {
    this.#progress?.report(index, progress);
  }

  finish(index: number, result: TaskResult): void {
    this.#found[index] = result;
    this.#finished[index] = 1;
    this.#progress?.finish(index);
    this.#settleIfDone();
  }

  /** A task failed. Those before it go on: one of them may fail too, and then it is the one to be told of. */
  fail(index: number, error: unknown): void {
    this.#limit = index;
    this.#failure = error;
    this.#dropped();
    this.#settleIfDone();
  }

  /** Gives up all tasks. */
  stop(reason: unknown): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#reject(reason);
    this.#dropped();
  }

  #settleIfDone(): void {
    if (this.#settled) return;
    while (this.#open < this.#limit && this.#finished[this.#open] === 1) this.#open++;
    if (this.#open < this.#limit) return;
    this.#settled = true;
    if (this.#limit === this.tasks.length) this.#resolve(this.#found);
    else this.#reject(this.#failure);
  }

  /** Calls the listener now and then, and at the end; an error of the listener ends the job. */
  #careful(onProgress: (progress: Progress) => void): (progress: Progress) => void {
    let next = 0;
    return (progress) => {
      const now = performance.now();
      if (this.#settled || (now < next && progress.done < progress.total)) return;
      next = now + INTERVAL;
      try {
        onProgress(progress);
      } catch (error) {
        this.stop(error);
      }
    };
  }
}
