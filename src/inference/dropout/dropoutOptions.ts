import { checkChoice, checkFinite, checkKeys, checkNumber } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import { type CheckedMapOptions, checkMapOptions, type MapOptions } from "../map/mapOptions.ts";
import type { StochasticOptimiserOptions, StochasticOptimiserSpec } from "../parts/optimiser.ts";

/** Options of {@link mcDropout}. */
export interface DropoutOptions extends Pick<MapOptions, "schedule" | "epochs" | "batch" | "clip"> {
  /**
   * Probability with which a unit is dropped, below 1; or "validated": the one of 0.005, 0.01, 0.05 and 0.1 with the best
   * log score of the mixture on rows kept out. Default "validated".
   */
  readonly rate?: number | "validated";
  /**
   * Probability with which an input of an mlp is dropped; true means as often as units. Default false. Where a network is
   * linear in its parameters its features are dropped at `rate`, and there is nothing else to drop.
   */
  readonly inputDropout?: boolean | number;
  /**
   * The noise of a likelihood that learns it. "validated": the one with the best log score of the mixture on rows kept out.
   * "trained": a parameter beside the weights, whose estimate counts the spread of the masks too. Or its logarithms: log
   * standard deviation or scale of every target, in the units the network sees. Default "validated".
   */
  readonly noise?: "validated" | "trained" | readonly number[];
  /** Part of the rows that is kept out while rate or noise are chosen; then all are trained on. Default 0.2. */
  readonly validation?: number;
  /** Draws of masks that a prediction averages over. Default 500. */
  readonly draws?: number;
  /** A name, or a name with its numbers. Default "adam". */
  readonly optimiser?: StochasticOptimiserSpec | StochasticOptimiserSpec["kind"];
}

/** Options with everything checked and filled in but for what depends on the data. */
export interface CheckedDropoutOptions
  extends Required<Omit<DropoutOptions, "optimiser" | "schedule" | "epochs" | "clip">>,
    Pick<CheckedMapOptions, "schedule" | "epochs" | "clip"> {
  readonly optimiser: StochasticOptimiserOptions;
}

const OWN = ["rate", "inputDropout", "noise", "validation", "draws"];
const TRAINING = ["optimiser", "schedule", "epochs", "batch", "clip"] as const;
const WHERE = "mcDropout";

/** Throws an ArgumentError that names what is wrong with the options. */
export function checkDropoutOptions(options: DropoutOptions): CheckedDropoutOptions {
  checkKeys(WHERE, options, [...OWN, ...TRAINING]);
  const { rate = "validated", inputDropout = false, noise = "validated" } = options;
  const training = { optimiser: "adam", ...withoutAbsent(options) } as MapOptions;
  const { optimiser, schedule, epochs, batch, clip } = checkMapOptions(training, WHERE);
  if (optimiser === undefined || optimiser.kind === "lbfgs") {
    throw new ArgumentError({
      where: WHERE,
      problem: 'optimiser must be "adam", "adamw" or "sgd", got "lbfgs"',
      fix: "Masks are new in every step, and L-BFGS needs a loss that stays the same.",
    });
  }
  return {
    rate: rate === "validated" ? rate : checkRate('rate (or "validated")', rate),
    inputDropout: typeof inputDropout === "boolean" ? inputDropout : checkRate("inputDropout", inputDropout),
    noise: checkNoise(noise),
    validation: checkNumber(WHERE, "validation", options.validation ?? 0.2, { above: 0, below: 1 }),
    draws: checkNumber(WHERE, "draws", options.draws ?? 500, { integer: true, min: 1 }),
    optimiser,
    schedule,
    batch,
    ...(epochs === undefined ? {} : { epochs }),
    ...(clip === undefined ? {} : { clip }),
  };
}

const checkRate = (name: string, value: unknown): number =>
  checkNumber(WHERE, name, value, { min: 0, below: 1 });

function checkNoise(noise: NonNullable<DropoutOptions["noise"]>): CheckedDropoutOptions["noise"] {
  if (!Array.isArray(noise)) {
    return checkChoice(WHERE, "noise (or its logarithms)", noise, ["validated", "trained"] as const);
  }
  checkFinite(WHERE, "noise", noise);
  return [...noise];
}

/** The options of training that were given. */
function withoutAbsent(options: DropoutOptions): Partial<MapOptions> {
  const given = TRAINING.filter((key) => options[key] !== undefined).map((key) => [key, options[key]]);
  return Object.fromEntries(given) as Partial<MapOptions>;
}
