import type { Dataset } from "../data/dataset.ts";
import { DataError } from "../errors/errors.ts";
import { runTask, type TaskHandlers, type TaskResult } from "../inference/executor.ts";
import { type FlaggedSignal, flaggedSignal } from "./abortFlag.ts";
import { buffersOf, packResult } from "./packResult.ts";
import { type EventSource, type FromWorker, onMessage, type ToWorker } from "./protocol.ts";
import { packError } from "./sentError.ts";

/** The end of a worker's line to its pool: the parent port of a thread of Node, or the scope of a Web Worker. */
export interface WorkerPort extends EventSource {
  postMessage(message: unknown, transfer?: ArrayBuffer[]): void;
}

/** Does the tasks that a pool sends, with the given code, for as long as the worker lives. */
export function serveTasks(port: WorkerPort, handlers: TaskHandlers): void {
  const known = new Map<number, Dataset>();
  let flag: Int32Array | undefined;
  let current: { readonly number: number; readonly abort: FlaggedSignal["abort"] } | undefined;
  const send = (message: FromWorker, transfer: readonly ArrayBuffer[] = []) =>
    port.postMessage(message, [...transfer]);

  const run = async ({ number, task, dataId, progress }: Extract<ToWorker, { kind: "run" }>) => {
    const { signal, abort } = flaggedSignal(flag, number);
    current = { number, abort };
    const data = dataId === undefined ? undefined : known.get(dataId);
    try {
      if (dataId !== undefined && data === undefined) throw missing(dataId);
      const result = await runTask(handlers, task, data, {
        signal,
        ...(progress ? { onProgress: (of) => send({ kind: "progress", number, progress: of }) } : {}),
      });
      sendResult(number, result, data);
    } catch (error) {
      send({ kind: "failed", number, error: packError(error) });
    } finally {
      current = undefined;
    }
  };

  const sendResult = (number: number, result: TaskResult, data: Dataset | undefined) => {
    const packed = packResult(result, buffersOf(data));
    send({ kind: "done", number, result: packed.result }, packed.transfer);
  };

  onMessage<ToWorker>(port, (message) => {
    switch (message.kind) {
      case "start":
        flag = message.flag;
        break;
      case "data":
        known.set(message.id, message.data);
        break;
      case "forget":
        known.delete(message.id);
        break;
      case "run":
        void run(message);
        break;
      case "abort":
        if (current?.number === message.number) current.abort();
    }
  });
}

function missing(id: number): DataError {
  return new DataError({
    where: "credence/worker",
    problem: `data set ${id} must have been sent, it was not`,
  });
}
