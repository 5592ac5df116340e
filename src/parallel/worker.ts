/**
 * The script of a worker, `credence/worker`: does the tasks that a pool sends. A page or a bundled program loads it in a
 * worker of its own and passes that to `createWorkerPool({ createWorker })`.
 */
import { ArgumentError } from "../errors/errors.ts";
import { STUDY_TASKS } from "../study/tasks.ts";
import { serveTasks, type WorkerPort } from "./serveTasks.ts";
import { nodeThreads } from "./threads.ts";

const threads = nodeThreads();
const scope = globalThis as { readonly WorkerGlobalScope?: unknown };
const port = threads === undefined && scope.WorkerGlobalScope !== undefined ? scope : threads?.parentPort;
if (port === undefined || port === null) {
  throw new ArgumentError({
    where: "credence/worker",
    problem: "it must be loaded by a worker, got the main thread",
    fix: "Use createWorkerPool of credence/parallel.",
  });
}
serveTasks(port as WorkerPort, STUDY_TASKS);
