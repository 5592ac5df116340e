import { checkChoice, checkKeys, checkNumber } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import { checkModeTraining } from "../map/checkModeTraining.ts";
import type { MapOptions } from "../map/mapOptions.ts";

/** Options of {@link swag}. */
export interface SwagOptions {
  /**
   * "gaussian" draws from the normal distribution of the iterates; "average" predicts with their mean alone (stochastic weight
   * averaging, Izmailov et al. 2018). Default "gaussian".
   */
  readonly predictive?: "gaussian" | "average";
  /** Passes over the rows after the mode was found; the parameters at the end of each are collected. Default 100. */
  readonly epochs?: number;
  /** Deviations kept, K: those of the last K epochs. Default 20, or all epochs where they are fewer. */
  readonly rank?: number;
  /**
   * Constant learning rate of SGD, for the mean loss. Default 0.01, or half of 1 over the largest curvature at the mode where
   * that is smaller, beyond which steps grow.
   */
  readonly rate?: number;
  /** Momentum of SGD. Default 0. */
  readonly momentum?: number;
  /** Rows per step. Default 32. */
  readonly batch?: number;
  /** How the mode is sought: options of `map`, but for those that change what is fitted (bagging, anchored). */
  readonly training?: Omit<MapOptions, "bagging" | "anchored">;
  /** Draws that a prediction averages over. Default 500. */
  readonly draws?: number;
}

/** Options with everything checked and filled in but for what depends on the data. */
export interface CheckedSwagOptions extends Required<Omit<SwagOptions, "rate">> {
  readonly rate?: number;
}

/** The names of the options. */
export const SWAG_KEYS: readonly string[] = [
  "predictive",
  "epochs",
  "rank",
  "rate",
  "momentum",
  "batch",
  "training",
  "draws",
];

/** Throws an ArgumentError that names what is wrong with the options; `where` is the method that has them. */
export function checkSwagOptions(options: SwagOptions, where = "swag"): CheckedSwagOptions {
  checkKeys(where, options, SWAG_KEYS);
  const whole = { integer: true, min: 1 } as const;
  const several = { integer: true, min: 2 } as const;
  const { rate } = options;
  const epochs = checkNumber(where, "epochs", options.epochs ?? 100, several);
  const rank = checkNumber(where, "rank", options.rank ?? Math.min(20, epochs), several);
  if (rank > epochs) {
    throw new ArgumentError({
      where,
      problem: `rank must be at most the number of epochs, ${epochs}, got ${rank}`,
      fix: "Collect over more epochs, or use a smaller rank.",
    });
  }
  return {
    predictive: checkChoice(where, "predictive", options.predictive ?? "gaussian", ["gaussian", "average"]),
    epochs,
    rank,
    ...(rate === undefined ? {} : { rate: checkNumber(where, "rate", rate, { above: 0 }) }),
    momentum: checkNumber(where, "momentum", options.momentum ?? 0, { min: 0, below: 1 }),
    batch: checkNumber(where, "batch", options.batch ?? 32, whole),
    training: checkModeTraining(options.training ?? {}, `${where}: training`),
    draws: checkNumber(where, "draws", options.draws ?? 500, whole),
  };
}
