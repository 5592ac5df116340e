/** The ELBO while it was maximised: means over windows of steps, with their standard errors. */
export interface ElboTrace {
  /** Number of steps at the end of every window. */
  readonly step: Float64Array;
  readonly mean: Float64Array;
  /** Of the mean, from the spread of the steps' estimates within the window; q moves a little meanwhile. */
  readonly standardError: Float64Array;
}

const WINDOWS = 100;

/** Collects the estimates of a run of `steps` steps in at most 100 windows. */
export function elboTrace(steps: number): {
  add(step: number, value: number): void;
  state(): Float64Array;
  restore(state: Float64Array): void;
  result(): ElboTrace;
} {
  const windows = Math.min(WINDOWS, steps);
  // For every window: number of estimates, their mean, and the sum of their squared deviations.
  const state = new Float64Array(3 * windows);
  const windowOf = (step: number) => Math.floor((step * windows) / steps);
  return {
    add(step, value) {
      const at = 3 * windowOf(step);
      const count = state[at]! + 1;
      const before = value - state[at + 1]!;
      state[at] = count;
      state[at + 1] = state[at + 1]! + before / count;
      state[at + 2] = state[at + 2]! + before * (value - state[at + 1]!);
    },
    state: () => state.slice(),
    restore: (from) => state.set(from),
    result() {
      const each = (value: (at: number, w: number) => number) =>
        Float64Array.from({ length: windows }, (_, w) => value(3 * w, w));
      let total = 0;
      return {
        step: each((at) => (total += state[at]!)),
        mean: each((at) => state[at + 1]!),
        standardError: each((at) => {
          const count = state[at]!;
          return count < 2 ? 0 : Math.sqrt(state[at + 2]! / (count - 1) / count);
        }),
      };
    },
  };
}
