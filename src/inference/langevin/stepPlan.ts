import { exp, log, sin } from "../../numeric/special.ts";
import type { CheckedLangevinOptions } from "./langevinOptions.ts";

/** What a chain does at each step. */
export interface StepPlan {
  /** The factor on the step size at step k, counted from 0. */
  factor(k: number): number;
  /** Whether the step is one of exploration: without noise. */
  explores(k: number): boolean;
  /** The first step after the burn-in: from here on nothing may adapt. */
  readonly settled: number;
  /** The steps after which a draw is kept, ascending. */
  readonly keep: Uint32Array;
}

/** The plan of a chain that keeps `draws` draws. Fewer are kept where there are fewer steps to keep them from. */
export function stepPlan(options: CheckedLangevinOptions, draws: number): StepPlan {
  const { steps, schedule } = options;
  const burnt = Math.floor(options.burnIn * steps);
  switch (schedule.kind) {
    case "constant":
      return { factor: () => 1, explores: () => false, settled: burnt, keep: spread(burnt, steps, draws) };
    case "decaying": {
      const { offset = steps / 10, power = 1 / 3 } = schedule;
      return {
        factor: (k) => exp(-power * log(1 + k / offset)),
        explores: () => false,
        settled: burnt,
        keep: spread(burnt, steps, draws),
      };
    }
    case "cyclical": {
      const { cycles = 4, sampling = 0.2 } = schedule;
      // In whole numbers, which do not round.
      const within = (k: number) => (k * cycles) % steps;
      const explored = steps - sampling * steps;
      const samples = Uint32Array.from({ length: steps }, (_, k) => k).filter((k) => within(k) >= explored);
      return {
        factor: (k) => 0.5 * (1 + sin(Math.PI * (0.5 - within(k) / steps))),
        explores: (k) => within(k) < explored,
        settled: samples[0] ?? steps,
        keep: spread(0, samples.length, draws).map((i) => samples[i]!),
      };
    }
  }
}

/** The last of each of `count` equal parts of from ... to - 1. */
function spread(from: number, to: number, count: number): Uint32Array {
  const kept = Math.min(count, to - from);
  return Uint32Array.from({ length: kept }, (_, i) => from + Math.floor(((i + 1) * (to - from)) / kept) - 1);
}
