import { checkChoice, checkKeys, checkNumber } from "../../errors/checks.ts";
import { sin } from "../../numeric/special.ts";

/** How the learning rate changes over a run: a name, or a name with its numbers. */
export type Schedule =
  | { readonly kind: "constant" }
  /** From the rate down to `end` times it along half a cosine. Default end 0. */
  | { readonly kind: "cosine"; readonly end?: number }
  /** Multiplied by `factor` (default 0.1) after each `every` part of the run (default 1/3). */
  | { readonly kind: "step"; readonly every?: number; readonly factor?: number }
  /**
   * Smith & Topin 2019: up from `start` times the rate (default 1/25) over the first `rise` part of the run (default
   * 0.3), then down to `end` times it (default 1e-4), both along half a cosine.
   */
  | { readonly kind: "one-cycle"; readonly rise?: number; readonly start?: number; readonly end?: number }
  /**
   * Loshchilov & Hutter 2017, Huang et al. 2017: from the rate down to 0 along half a cosine, `cycles` (default 5) times in
   * a row. The parameters at the end of every cycle are kept.
   */
  | { readonly kind: "cyclic"; readonly cycles?: number };

const KEYS = {
  constant: ["kind"],
  cosine: ["kind", "end"],
  step: ["kind", "every", "factor"],
  "one-cycle": ["kind", "rise", "start", "end"],
  cyclic: ["kind", "cycles"],
} as const;

/** The schedule, a bare name made an object. Throws an ArgumentError that names what is wrong with it. */
export function checkSchedule(where: string, schedule: Schedule | Schedule["kind"]): Schedule {
  const given = typeof schedule === "string" ? ({ kind: schedule } as Schedule) : schedule;
  const kinds = Object.keys(KEYS) as Schedule["kind"][];
  checkKeys(`${where}: schedule`, given, KEYS[checkChoice(`${where}: schedule`, "kind", given.kind, kinds)]);
  for (const [key, value] of Object.entries(given)) {
    if (key === "kind") continue;
    if (key === "cycles") {
      checkNumber(`${where}: schedule`, key, value, { integer: true, min: 1 });
      continue;
    }
    const part = key === "every" || key === "rise";
    checkNumber(`${where}: schedule`, key, value, part ? { above: 0, max: 1 } : { min: 0, max: 1 });
  }
  return given;
}

/** Cycles of the schedule: 0 unless it is cyclic. */
export function cyclesOf(schedule: Schedule): number {
  return schedule.kind === "cyclic" ? (schedule.cycles ?? 5) : 0;
}

/** How many cycles have ended after `steps` of `total` steps: whole numbers alone decide. */
export const cyclesEnded = (cycles: number, steps: number, total: number): number =>
  Math.floor((steps * cycles) / total);

/** The factor on the learning rate at step `step` of `total`, counted from 0. */
export function rateFactor(schedule: Schedule, step: number, total: number): number {
  const share = step / total;
  switch (schedule.kind) {
    case "constant":
      return 1;
    case "cosine":
      return between(schedule.end ?? 0, 1, cosine(share));
    case "step": {
      let factor = 1;
      // A hundredth of a step of slack, so that 2/6 is as much as 1/3.
      const passed = Math.floor((step + 0.01) / (total * (schedule.every ?? 1 / 3)));
      for (let k = 0; k < passed; k++) factor *= schedule.factor ?? 0.1;
      return factor;
    }
    case "one-cycle": {
      const { rise = 0.3, start = 0.04, end = 1e-4 } = schedule;
      if (share < rise) return between(1, start, cosine(share / rise));
      return between(end, 1, rise === 1 ? 0 : cosine((share - rise) / (1 - rise)));
    }
    case "cyclic": {
      const cycles = cyclesOf(schedule);
      return cosine((step * cycles) / total - cyclesEnded(cycles, step, total));
    }
  }
}

/** Half a cosine: 1 at share 0, 0 at share 1. */
const cosine = (share: number): number => 0.5 * (1 + sin(Math.PI * (0.5 - share)));

const between = (low: number, high: number, weight: number): number => low + (high - low) * weight;
