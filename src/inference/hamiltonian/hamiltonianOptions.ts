import { checkChoice, checkNumber } from "../../errors/checks.ts";
import type { MetricKind } from "./metric.ts";

/** Options that both samplers know. */
export interface HamiltonianOptions {
  /** Independent chains. Default 4. */
  readonly chains?: number;
  /** Iterations of every chain in which step size and metric are adapted; they give no draws. Default 1000. */
  readonly warmUp?: number;
  /** Draws that are kept, of all chains together; each chain gives as many. Default 4000. */
  readonly draws?: number;
  /** Iterations for each draw that is kept. Default 1. */
  readonly thin?: number;
  /** The mean acceptance probability that the step size is adapted to. Default 0.8. */
  readonly acceptance?: number;
  /** A step size that is not adapted, in whitened coordinates. */
  readonly stepSize?: number;
  /**
   * What is learned of the covariance, in whitened coordinates: its diagonal, all of it ("dense") or nothing ("unit"). Default:
   * all of it for up to 100 parameters of a network that is linear in them, else the diagonal.
   */
  readonly metric?: MetricKind;
  /**
   * The likelihood counts to this power, the prior in full: 0 is the prior, 1 the posterior (default), between them lies the path
   * of thermodynamic integration.
   */
  readonly likelihoodPower?: number;
}

/** Options with everything checked; the step size may be absent, and the metric, which then depends on the model. */
export interface CheckedHamiltonianOptions
  extends Required<Omit<HamiltonianOptions, "stepSize" | "metric" | "likelihoodPower">> {
  readonly stepSize?: number;
  readonly metric?: MetricKind;
  readonly likelihoodPower?: number;
}

/** Options of a chain, whose metric is known. */
export interface SettledOptions extends CheckedHamiltonianOptions {
  readonly metric: MetricKind;
}

/** Names of the common options. */
export const HAMILTONIAN_KEYS: readonly string[] = [
  "chains",
  "warmUp",
  "draws",
  "thin",
  "acceptance",
  "stepSize",
  "metric",
  "likelihoodPower",
];

const METRICS = ["diagonal", "dense", "unit"] as const;

/** Throws an ArgumentError that names what is wrong with the common options. */
export function checkHamiltonianOptions(
  where: string,
  options: HamiltonianOptions,
): CheckedHamiltonianOptions {
  const whole = { integer: true, min: 1 } as const;
  const { stepSize, metric, likelihoodPower } = options;
  const chains = checkNumber(where, "chains", options.chains ?? 4, whole);
  return {
    chains,
    warmUp: checkNumber(where, "warmUp", options.warmUp ?? 1000, { integer: true, min: 0 }),
    draws: checkNumber(where, "draws", options.draws ?? 4000, { integer: true, min: chains }),
    thin: checkNumber(where, "thin", options.thin ?? 1, whole),
    acceptance: checkNumber(where, "acceptance", options.acceptance ?? 0.8, { above: 0, below: 1 }),
    ...(stepSize === undefined ? {} : { stepSize: checkNumber(where, "stepSize", stepSize, { above: 0 }) }),
    ...(metric === undefined ? {} : { metric: checkChoice(where, "metric", metric, METRICS) }),
    ...(likelihoodPower === undefined
      ? {}
      : { likelihoodPower: checkNumber(where, "likelihoodPower", likelihoodPower, { min: 0 }) }),
  };
}
