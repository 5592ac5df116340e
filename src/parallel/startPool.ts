import type { Dataset } from "../data/dataset.ts";
import { dataOf, type Executor } from "../inference/executor.ts";
import { Job } from "./job.ts";
import { unpackError } from "./sentError.ts";
import { closed, crashed } from "./workerError.ts";
import {
  type NumberedData,
  type SlotEvents,
  type Ticket,
  type WorkerLike,
  WorkerSlot,
} from "./workerSlot.ts";

/** An executor that runs tasks on other threads. */
export interface WorkerPool extends Executor {
  /** How many threads it uses at most; 0 where there are none and tasks run on this one. */
  readonly workers: number;
  /** Ends all threads; tasks that are not done reject with a WorkerError. Resolves when nothing is left running. */
  close(): Promise<void>;
}

/** What {@link startPool} takes. */
export interface PoolOptions {
  readonly workers: number;
  readonly createWorker: () => WorkerLike;
  /** How long a worker may take to give up a task before it is ended, in milliseconds. */
  readonly patience?: number;
}

/** The pool itself, over any kind of worker: tasks go to free workers in their order. */
export function startPool({ workers, createWorker, patience = 1000 }: PoolOptions): WorkerPool {
  const waiting: Ticket[] = [];
  const jobs = new Set<Job>();
  let isClosed = false;

  const numberData = dataNumbers((id) => {
    for (const slot of slots) slot.forget(id);
  });
  const isWanted = ({ job, index }: Ticket) => job.wants(index);

  /** Takes back the tasks that are no longer wanted. */
  const dropUnwanted = () => {
    const kept = waiting.filter(isWanted);
    waiting.splice(0, waiting.length, ...kept);
    for (const slot of slots) if (slot.ticket !== undefined && !isWanted(slot.ticket)) slot.cancel();
  };

  const dispatch = () => {
    for (const slot of slots) {
      while (slot.ticket === undefined && waiting.length > 0) start(slot, waiting.shift()!);
    }
  };

  const start = (slot: WorkerSlot, ticket: Ticket) => {
    try {
      slot.start(ticket);
    } catch (error) {
      slot.free();
      ticket.job.fail(ticket.index, error);
    }
  };

  const events: SlotEvents = {
    message: (slot, message) => {
      const { job, index } = slot.ticket!;
      slot.free();
      if (job.wants(index)) {
        if (message.kind === "done") job.finish(index, message.result);
        else job.fail(index, unpackError(message.error));
      }
      dispatch();
    },
    stopped: (ticket, cause) => {
      if (ticket !== undefined && isWanted(ticket)) {
        ticket.crashes += 1;
        if (ticket.crashes < 2) waiting.unshift(ticket);
        else ticket.job.fail(ticket.index, crashed(ticket.index, ticket.job.tasks[ticket.index]!, cause));
      }
      dispatch();
    },
  };
  const slots = Array.from({ length: workers }, () => new WorkerSlot(createWorker, events, patience));

  return {
    workers,
    map: async (tasks, run) => {
      if (isClosed) throw closed();
      const { signal, onProgress } = run;
      signal?.throwIfAborted();
      const data = tasks.map((task) => numberData(dataOf(task, run)));
      if (tasks.length === 0) return [];
      const job = new Job(tasks, onProgress, dropUnwanted);
      const abort = () => job.stop(signal!.reason);
      jobs.add(job);
      signal?.addEventListener("abort", abort);
      for (const [index, of] of data.entries()) waiting.push({ job, index, data: of, crashes: 0 });
      dispatch();
      try {
        return await job.results;
      } finally {
        jobs.delete(job);
        signal?.removeEventListener("abort", abort);
      }
    },
    close: async () => {
      isClosed = true;
      for (const job of jobs) job.stop(closed());
      await Promise.all(slots.map((slot) => slot.end()));
    },
  };
}

/** Gives every data set a number, the same one each time; `forget` is called with the numbers of those that are gone. */
function dataNumbers(forget: (id: number) => void) {
  const ids = new WeakMap<Dataset, number>();
  const registry = new FinalizationRegistry(forget);
  let next = 0;
  return (data: Dataset | undefined): NumberedData | undefined => {
    if (data === undefined) return undefined;
    let id = ids.get(data);
    if (id === undefined) {
      id = next++;
      ids.set(data, id);
      registry.register(data, id);
    }
    return { id, data };
  };
}
