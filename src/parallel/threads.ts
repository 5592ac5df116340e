import type * as os from "node:os";
import type * as workerThreads from "node:worker_threads";

/*
 * The modules of Node are asked for while running, not imported: bundlers for browsers, which have neither, need not
 * know of them.
 */

/** The worker threads of Node; undefined in a browser. */
export function nodeThreads(): typeof workerThreads | undefined {
  return nodeModule("node:worker_threads") as typeof workerThreads | undefined;
}

/** How many threads can compute at the same time. */
export function parallelism(): number {
  const node = nodeModule("node:os") as typeof os | undefined;
  const browser = globalThis as { readonly navigator?: { readonly hardwareConcurrency?: number } };
  return node?.availableParallelism() ?? browser.navigator?.hardwareConcurrency ?? 1;
}

function nodeModule(name: string): unknown {
  return globalThis.process?.getBuiltinModule?.(name);
}
