import { checkChoice, checkFlag, checkKeys, checkNumber } from "../../errors/checks.ts";

/** How the step size changes over a chain. */
export type StepSchedule =
  | { readonly kind: "constant" }
  /** eps (1 + k/offset)^-power after k steps (Welling & Teh 2011). Default offset a tenth of the steps, power 1/3. */
  | { readonly kind: "decaying"; readonly offset?: number; readonly power?: number }
  /**
   * Cycles of half a cosine from the step size to 0 (Zhang et al. 2020): without noise at first, to find a mode, then with it
   * over the last `sampling` part of each cycle, from which draws are kept. Default 4 cycles, 0.2.
   */
  | { readonly kind: "cyclical"; readonly cycles?: number; readonly sampling?: number };

/** Options that all samplers of the Langevin family know. */
export interface LangevinOptions {
  /** Independent chains. Default 4. */
  readonly chains?: number;
  /** Steps of every chain, those of the burn-in included. Default 100,000 without momentum, 25,000 with it. */
  readonly steps?: number;
  /** Part of the steps before the first draw is kept. Default 0.2. */
  readonly burnIn?: number;
  /** Draws that are kept, of all chains together, evenly thinned; each chain gives as many. Default 1000. */
  readonly draws?: number;
  /** Rows per step, drawn anew for each. Default: all up to 1,000, else 128. */
  readonly batch?: number;
  /** The step size; default from the curvature and the noise of the gradient at the start. */
  readonly stepSize?: number;
  /** Default "constant". */
  readonly schedule?: StepSchedule | StepSchedule["kind"];
  /** The posterior to the power 1/T: below 1 a cold posterior. Default 1. */
  readonly temperature?: number;
  /** The likelihood counts to this power, the prior in full: 0 is the prior, 1 the posterior (default). */
  readonly likelihoodPower?: number;
  /**
   * Whether gradients of batches are corrected by their difference from all rows at the start (Baker et al. 2019), which takes
   * most of their noise away near it, for twice the cost. Default false.
   */
  readonly controlVariates?: boolean;
}

/** Options with everything checked; what depends on the data may be absent. */
export interface CheckedLangevinOptions
  extends Required<Omit<LangevinOptions, "batch" | "stepSize" | "schedule" | "likelihoodPower">> {
  readonly batch?: number;
  readonly stepSize?: number;
  readonly likelihoodPower?: number;
  readonly schedule: StepSchedule;
}

/** Names of the common options. */
export const LANGEVIN_KEYS: readonly string[] = [
  "chains",
  "steps",
  "burnIn",
  "draws",
  "batch",
  "stepSize",
  "schedule",
  "temperature",
  "likelihoodPower",
  "controlVariates",
];

/** Throws an ArgumentError that names what is wrong with the common options; `steps` is the default of their number. */
export function checkLangevinOptions(
  where: string,
  options: LangevinOptions,
  steps: number,
): CheckedLangevinOptions {
  const whole = { integer: true, min: 1 } as const;
  const { batch, stepSize, likelihoodPower } = options;
  const chains = checkNumber(where, "chains", options.chains ?? 4, whole);
  return {
    chains,
    steps: checkNumber(where, "steps", options.steps ?? steps, whole),
    burnIn: checkNumber(where, "burnIn", options.burnIn ?? 0.2, { min: 0, below: 1 }),
    draws: checkNumber(where, "draws", options.draws ?? 1000, { integer: true, min: chains }),
    ...(batch === undefined ? {} : { batch: checkNumber(where, "batch", batch, whole) }),
    ...(stepSize === undefined ? {} : { stepSize: checkNumber(where, "stepSize", stepSize, { above: 0 }) }),
    ...(likelihoodPower === undefined
      ? {}
      : { likelihoodPower: checkNumber(where, "likelihoodPower", likelihoodPower, { min: 0 }) }),
    schedule: checkStepSchedule(where, options.schedule ?? "constant"),
    temperature: checkNumber(where, "temperature", options.temperature ?? 1, { above: 0 }),
    controlVariates: checkFlag(where, "controlVariates", options.controlVariates ?? false),
  };
}

const SCHEDULE_KEYS = {
  constant: ["kind"],
  decaying: ["kind", "offset", "power"],
  cyclical: ["kind", "cycles", "sampling"],
} as const;

function checkStepSchedule(where: string, given: StepSchedule | StepSchedule["kind"]): StepSchedule {
  const schedule = (typeof given === "string" ? { kind: given } : given) as StepSchedule;
  const part = `${where}: schedule`;
  const kinds = Object.keys(SCHEDULE_KEYS) as StepSchedule["kind"][];
  checkKeys(part, schedule, SCHEDULE_KEYS[checkChoice(part, "kind", schedule.kind, kinds)]);
  if (schedule.kind === "decaying") {
    if (schedule.offset !== undefined) checkNumber(part, "offset", schedule.offset, { above: 0 });
    if (schedule.power !== undefined) checkNumber(part, "power", schedule.power, { above: 0, max: 1 });
  }
  if (schedule.kind === "cyclical") {
    if (schedule.cycles !== undefined)
      checkNumber(part, "cycles", schedule.cycles, { integer: true, min: 1 });
    if (schedule.sampling !== undefined)
      checkNumber(part, "sampling", schedule.sampling, { above: 0, max: 1 });
  }
  return schedule;
}
