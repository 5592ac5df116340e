import type { Dataset } from "../data/dataset.ts";
import { ArgumentError } from "../errors/errors.ts";
import { createFlag } from "./abortFlag.ts";
import type { Job } from "./job.ts";
import { type EventSource, type FromWorker, onMessage, type ToWorker } from "./protocol.ts";
import { reasonOf } from "./workerError.ts";

/** A Web Worker, or a worker thread of Node. */
export interface WorkerLike extends EventSource {
  postMessage(message: unknown): void;
  terminate(): unknown;
  ref?(): void;
  unref?(): void;
}

/** One task of a job, on its way. */
export interface Ticket {
  readonly job: Job;
  readonly index: number;
  readonly data: NumberedData | undefined;
  /** How many workers have stopped while they did it. */
  crashes: number;
}

/** What a slot tells its pool. */
export interface SlotEvents {
  message(slot: WorkerSlot, message: Exclude<FromWorker, { kind: "progress" }>): void;
  /** The worker stopped. The slot is free: its next task gets a new one. */
  stopped(ticket: Ticket | undefined, cause: unknown): void;
}

/** A data set and the number that the pool gave it. */
export interface NumberedData {
  readonly id: number;
  readonly data: Dataset;
}

/** A place for one worker, which is made when it is needed, and made anew when it stopped. */
export class WorkerSlot {
  readonly #createWorker: () => WorkerLike;
  readonly #events: SlotEvents;
  readonly #patience: number;
  readonly #known = new Set<number>();
  #worker: WorkerLike | undefined;
  #flag: Int32Array | undefined;
  #ticket: Ticket | undefined;
  #number = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** A worker that does not give up its task `patience` milliseconds after it was told to is ended. */
  constructor(createWorker: () => WorkerLike, events: SlotEvents, patience: number) {
    this.#createWorker = createWorker;
    this.#events = events;
    this.#patience = patience;
  }

  get ticket(): Ticket | undefined {
    return this.#ticket;
  }

  /** Sends a task, and its data set unless the worker has it. Throws if they are not plain data. */
  start(ticket: Ticket): void {
    const { job, index, data } = ticket;
    const task = job.tasks[index]!;
    if (data !== undefined && !this.#known.has(data.id)) {
      this.#send({ kind: "data", ...data });
      this.#known.add(data.id);
    }
    // Stays among the numbers that the flag can hold.
    const number = (this.#number % 0x7fffffff) + 1;
    this.#send({ kind: "run", number, task, dataId: data?.id, progress: job.showsProgress });
    this.#number = number;
    this.#ticket = ticket;
    this.#worker?.ref?.();
  }

  /** Tells the worker to give up its task. */
  cancel(): void {
    if (this.#timer !== undefined) return;
    if (this.#flag !== undefined) Atomics.store(this.#flag, 0, this.#number);
    this.#send({ kind: "abort", number: this.#number });
    this.#timer = setTimeout(() => this.#lose(new Error("it did not stop when told to")), this.#patience);
    // Nobody waits for it: the process may end.
    (this.#timer as { unref?(): void }).unref?.();
    this.#worker?.unref?.();
  }

  /** Tells the worker that it will not need a data set any more. */
  forget(id: number): void {
    if (this.#known.delete(id)) this.#send({ kind: "forget", id });
  }

  /** Ends the worker. */
  async end(): Promise<void> {
    await this.#leave()?.terminate();
  }

  #send(message: ToWorker): void {
    this.#worker ??= this.#open();
    try {
      this.#worker.postMessage(message);
    } catch (error) {
      throw notPlain(error);
    }
  }

  #open(): WorkerLike {
    const worker = this.#createWorker();
    const lose = (cause: unknown) => {
      if (this.#worker === worker) this.#lose(cause);
    };
    onMessage<FromWorker>(worker, (message) => {
      if (this.#worker === worker) this.#receive(message);
    });
    if (worker.on !== undefined) {
      worker.on("error", lose);
      worker.on("messageerror", lose);
      worker.on("exit", (code) => lose(new Error(`it ended with exit code ${code}`)));
    } else {
      worker.addEventListener?.("error", (event) => lose(causeOf(event)));
      worker.addEventListener?.("messageerror", () => lose(new Error("its message could not be read")));
    }
    this.#flag = createFlag();
    if (this.#flag !== undefined) worker.postMessage({ kind: "start", flag: this.#flag } satisfies ToWorker);
    return worker;
  }

  #receive(message: FromWorker | undefined): void {
    const ticket = this.#ticket;
    // A worker of somebody's own may say other things too.
    if (ticket === undefined || message?.number !== this.#number) return;
    if (message.kind === "progress") {
      if (ticket.job.wants(ticket.index)) ticket.job.report(ticket.index, message.progress);
      return;
    }
    this.#events.message(this, message);
  }

  /** The task is over: the worker waits for the next, and keeps no process alive meanwhile. */
  free(): void {
    this.#ticket = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#worker?.unref?.();
  }

  #lose(cause: unknown): void {
    const ticket = this.#ticket;
    void this.#leave()?.terminate();
    this.#events.stopped(ticket, cause);
  }

  /** Has nothing more to do with the worker. */
  #leave(): WorkerLike | undefined {
    const worker = this.#worker;
    this.free();
    this.#worker = undefined;
    this.#flag = undefined;
    this.#known.clear();
    return worker;
  }
}

/** What an error event of a Web Worker tells. */
function causeOf(event: unknown): unknown {
  const { error, message } = event as { readonly error?: unknown; readonly message?: string };
  return error ?? new Error(message || "its script could not be loaded");
}

function notPlain(cause: unknown): ArgumentError {
  const error = new ArgumentError({
    where: "WorkerPool.map",
    problem: `tasks and data sets must be plain data that can be sent to a worker, got: ${reasonOf(cause)}`,
    fix: "Leave functions and objects with methods out of them.",
  });
  error.cause = cause;
  return error;
}
