import { powerNotes } from "../chains/powerNotes.ts";
import { rangeText } from "../chains/rangeText.ts";
import type { Note } from "../method.ts";
import type { CheckedLangevinOptions } from "./langevinOptions.ts";
import type { Sampler } from "./sampler.ts";

/** How a run turned out, beside its options. */
export interface LangevinRun {
  readonly batch: number;
  readonly rows: number;
  readonly draws: number;
  readonly stepSizes: Float64Array;
  readonly frictions: Float64Array;
}

/** What was chosen for the user, and what is to be known about the options. */
export function langevinNotes<Options extends CheckedLangevinOptions>(
  sampler: Sampler<Options>,
  options: Options,
  { batch, rows, draws, stepSizes, frictions }: LangevinRun,
): Note[] {
  const { chains, steps, schedule, burnIn, temperature, controlVariates, likelihoodPower } = options;
  const notes: Note[] = [
    {
      code: "settings",
      message: [
        `${chains} ${chains === 1 ? "chain" : "chains"} of ${steps} steps of ${sampler.title}`,
        batch === rows
          ? "on all rows"
          : `on batches of ${batch}${controlVariates ? " with control variates" : ""}`,
        `${schedule.kind} step size ${rangeText(stepSizes)}`,
        ...(frictions.every((value) => value === 0) ? [] : [`friction ${rangeText(frictions)}`]),
        ...(schedule.kind === "cyclical" ? [] : [`the first ${Math.round(100 * burnIn)} % left out`]),
        `${draws} draws kept.`,
      ].join(", "),
    },
    ...(sampler.warn?.(options) ?? []),
    ...powerNotes(likelihoodPower),
  ];
  if (temperature !== 1) {
    notes.push({
      code: "tempered",
      message: `Likelihood and prior were raised to the power 1/${temperature}: this is no posterior of the model, and it has no evidence.`,
    });
  }
  return notes;
}
