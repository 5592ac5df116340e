import type { Dataset } from "../data/dataset.ts";
import type { Task, TaskResult } from "../inference/executor.ts";
import type { Progress } from "../inference/progress.ts";
import type { SentError } from "./sentError.ts";

/**
 * What a pool says to a worker. A worker does one task at a time; tasks and data sets are numbered by the pool. All
 * messages are plain data, so that threads of Node and Web Workers speak the same language.
 */
export type ToWorker =
  /** First of all, where memory can be shared: a place where the number of a task to be given up is written. */
  | { readonly kind: "start"; readonly flag: Int32Array }
  /** A data set that later tasks name by its number. */
  | { readonly kind: "data"; readonly id: number; readonly data: Dataset }
  /** A data set that no later task will name. */
  | { readonly kind: "forget"; readonly id: number }
  | {
      readonly kind: "run";
      readonly number: number;
      readonly task: Task;
      readonly dataId: number | undefined;
      /** Whether progress is to be reported. */
      readonly progress: boolean;
    }
  /** Gives up the task of this number. */
  | { readonly kind: "abort"; readonly number: number };

/** What a worker says to its pool: one "done" or "failed" for every "run". */
export type FromWorker =
  | { readonly kind: "progress"; readonly number: number; readonly progress: Progress }
  | { readonly kind: "done"; readonly number: number; readonly result: TaskResult }
  | { readonly kind: "failed"; readonly number: number; readonly error: SentError };

/** The events of a thread of Node (`on`) or of a Web Worker (`addEventListener`). */
export interface EventSource {
  on?(event: string, listener: (value: unknown) => void): unknown;
  addEventListener?(event: string, listener: (event: unknown) => void): void;
}

/** Calls `take` with the content of every message. */
export function onMessage<Message>(source: EventSource, take: (message: Message) => void): void {
  if (source.on !== undefined) source.on("message", (message) => take(message as Message));
  else source.addEventListener?.("message", (event) => take((event as { readonly data: Message }).data));
}
