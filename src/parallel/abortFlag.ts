/** A signal that a task in a worker can ask at any time. */
export interface FlaggedSignal {
  readonly signal: AbortSignal;
  abort(): void;
}

/**
 * An AbortSignal that also looks at memory shared with the main thread whenever it is asked: a loop that never lets the
 * event loop take a turn sees an abort all the same. It is aborted once `flag[0]` is the number of its task.
 */
export function flaggedSignal(flag: Int32Array | undefined, number: number): FlaggedSignal {
  const controller = new AbortController();
  const { signal } = controller;
  let aborted = false;
  const abort = () => {
    if (aborted) return;
    aborted = true;
    controller.abort();
  };
  if (flag === undefined) return { signal, abort };
  const isAborted = () => {
    if (Atomics.load(flag, 0) === number) abort();
    return aborted;
  };
  Object.defineProperties(signal, {
    aborted: { get: isAborted },
    throwIfAborted: {
      value: () => {
        if (isAborted()) throw signal.reason;
      },
    },
  });
  return { signal, abort };
}

/** Memory for the flag of one worker; undefined where memory cannot be shared, as on pages that are not isolated. */
export function createFlag(): Int32Array | undefined {
  if (typeof SharedArrayBuffer === "undefined") return undefined;
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}
