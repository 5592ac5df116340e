/** Other threads: the public entry `credence/parallel`. */
export { createWorkerPool, type WorkerPoolOptions } from "./createWorkerPool.ts";
export type { WorkerPool } from "./startPool.ts";
export { WorkerError } from "./workerError.ts";
export type { WorkerLike } from "./workerSlot.ts";
