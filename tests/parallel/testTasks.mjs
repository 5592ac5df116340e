// Tasks that only tests need: they misbehave in every way a task can. Plain JavaScript, because workers load it.

export const TEST_TASKS = {
  /** Draws from the stream of its path, in an array that is a window on a larger one. */
  draw: async ({ count }, { rng }) => {
    const memory = new Float64Array(count + 2);
    return { path: [...rng.path], values: rng.fillNormal(memory.subarray(1, count + 1)) };
  },
  /** Gives the inputs of its data set themselves, not a copy. */
  inputs: async (_, { data }) => ({ x: data.x, again: data.x.data }),
  /** Waits, then gives its spec. */
  later: async (spec) => {
    await new Promise((resolve) => setTimeout(resolve, spec.milliseconds));
    return spec;
  },
  steps: async ({ total }, { onProgress }) => {
    for (let done = 1; done <= total; done++) onProgress?.({ message: "stepping", done, total });
    return total;
  },
  /** Computes until it is aborted, and never lets the event loop take a turn. */
  untilAborted: async ({ started }, { signal }) => {
    Atomics.add(started, 0, 1);
    Atomics.notify(started, 0);
    while (!signal.aborted);
    signal.throwIfAborted();
  },
  /** Computes for ever. */
  stubborn: async ({ started }) => {
    Atomics.add(started, 0, 1);
    Atomics.notify(started, 0);
    for (;;);
  },
  /** Holds its thread until the gate opens. */
  gate: async ({ started, gate }) => {
    Atomics.add(started, 0, 1);
    Atomics.notify(started, 0);
    Atomics.wait(gate, 0, 0);
    return "through";
  },
  /** Ends its worker the first `times` times. */
  crash: async ({ count, times, value }, { onProgress }) => {
    onProgress?.({ message: "crashing", done: 1, total: 2 });
    if (Atomics.add(count, 0, 1) < times) process.exit(7);
    return value;
  },
  /** An error that nobody waits for: the worker dies of it. */
  uncaught: async () => {
    setTimeout(() => {
      throw new RangeError("nobody caught this");
    });
    await new Promise(() => {});
  },
  fail: async ({ milliseconds, message }) => {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    throw new TypeError(message, { cause: new Error("the deeper cause") });
  },
  unsendable: async () => ({ inverse: () => 1 }),
};
