import { checkChoice, checkFlag, checkKeys, checkNumber } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import {
  checkOptimiser,
  type StochasticOptimiserOptions,
  type StochasticOptimiserSpec,
} from "../parts/optimiser.ts";
import { checkSchedule, type Schedule } from "../parts/schedule.ts";

/** Full-batch L-BFGS. */
export interface LbfgsSpec {
  readonly kind: "lbfgs";
  /** At most so many iterations. Default 2000. */
  readonly iterations?: number;
  /** Pairs of steps remembered. Default 30. */
  readonly memory?: number;
  /** Converged where no entry of the gradient, relative to max(1, |U|), exceeds this. Default 1e-9. */
  readonly tolerance?: number;
}

/** How training stops before its last epoch (section 9.3.1 of the book). */
export interface EarlyStopping {
  /** Part of the rows that is kept out of training to judge it. Default 0.1. */
  readonly share?: number;
  /** What the parameters are judged by on those rows. Default "logScore"; "accuracy" is for classes, "rmse" for numbers. */
  readonly score?: "logScore" | "rmse" | "accuracy";
  /** Stops after so many epochs without a better score. Default: never; the best parameters are kept all the same. */
  readonly patience?: number;
}

/** Options of {@link map}. */
export interface MapOptions {
  /**
   * A name, or a name with its numbers. Default: "lbfgs" for a network that is linear in its parameters, "adam" for others.
   * "sgd" has momentum 0.9 unless told otherwise; "adamw" is Adam with decoupled decay beside the prior.
   */
  readonly optimiser?: StochasticOptimiserSpec | LbfgsSpec | StochasticOptimiserSpec["kind"] | "lbfgs";
  /** How the learning rate changes; default "cosine". Not for L-BFGS, as all that follows but early stopping. */
  readonly schedule?: Schedule | Schedule["kind"];
  /** Passes over the rows. Default 200, and more where that is less than 4,000 steps. */
  readonly epochs?: number;
  /** Rows per step. Default 32. */
  readonly batch?: number;
  /** Largest Euclidean norm of the gradient of the mean loss; a longer one is shortened to it. Default: no limit. */
  readonly clip?: number;
  readonly earlyStopping?: EarlyStopping;
  /**
   * Standard deviation of normal noise that is added to the standardised inputs of every row each time it is trained on
   * (section 9.3.4 of the book); for an mlp. On average it penalises the slope of f: see problem 9.3. Default 0.
   */
  readonly inputNoise?: number;
  /**
   * Adversarial training (Lakshminarayanan et al. 2017) of an mlp: the loss is averaged over rows as they are and rows moved
   * by this part of each input's range to where it grows fastest; 0.01 there. It doubles the work. Default 0.
   */
  readonly adversarial?: number;
  /**
   * Bagging (Breiman 1996): trains on as many rows as there are, drawn with replacement. With early stopping the rows that
   * were not drawn, about 37 %, judge the parameters in place of a `share`. Default false.
   */
  readonly bagging?: boolean;
  /**
   * Randomised maximum a posteriori (Lu & Van Roy 2017, Pearce et al. 2020): the prior is centred at a draw from itself and
   * every target moved by a draw of its noise. Of a linear model with normal prior and noise the result is one exact draw from
   * the posterior. "without-jitter" leaves the targets alone, as Pearce et al. do: then the spread is too small, of
   * covariance S P S for the posterior covariance S and the prior precision P. Needs a normal prior, nowhere flat, and a
   * normal likelihood of known noise; refuses early stopping and bagging. Default false.
   */
  readonly anchored?: boolean | "without-jitter";
}

/** Options with everything checked; what depends on model and data is still absent. */
export interface CheckedMapOptions {
  readonly optimiser?: StochasticOptimiserOptions | Required<LbfgsSpec>;
  readonly schedule: Schedule;
  readonly epochs?: number;
  readonly batch: number;
  readonly clip?: number;
  readonly inputNoise: number;
  readonly adversarial: number;
  readonly bagging: boolean;
  readonly anchored: boolean | "without-jitter";
  readonly earlyStopping?: Required<Omit<EarlyStopping, "patience">> & { readonly patience?: number };
}

const KEYS = [
  "optimiser",
  "schedule",
  "epochs",
  "batch",
  "clip",
  "earlyStopping",
  "inputNoise",
  "adversarial",
  "bagging",
  "anchored",
];

/** Throws an ArgumentError that names what is wrong with the options; `where` is the method that has them. */
export function checkMapOptions(options: MapOptions, where = "map"): CheckedMapOptions {
  checkKeys(where, options, KEYS);
  const { optimiser, epochs, clip, earlyStopping } = options;
  const whole = { integer: true, min: 1 } as const;
  const bagging = checkFlag(where, "bagging", options.bagging ?? false);
  const { anchored: kind = false } = options;
  const anchored =
    kind === "without-jitter" ? kind : checkFlag(where, 'anchored (or "without-jitter")', kind);
  if (anchored !== false && (bagging || earlyStopping !== undefined)) {
    throw new ArgumentError({
      where,
      problem: `an anchored fit must reach its minimum over all rows, got ${bagging ? "bagging" : "earlyStopping"} too`,
      fix: "Leave one of the two out.",
    });
  }
  return {
    ...(optimiser === undefined ? {} : { optimiser: chooseOptimiser(where, optimiser) }),
    schedule: checkSchedule(where, options.schedule ?? "cosine"),
    ...(epochs === undefined ? {} : { epochs: checkNumber(where, "epochs", epochs, whole) }),
    batch: checkNumber(where, "batch", options.batch ?? 32, whole),
    ...(clip === undefined ? {} : { clip: checkNumber(where, "clip", clip, { above: 0 }) }),
    inputNoise: checkNumber(where, "inputNoise", options.inputNoise ?? 0, { min: 0 }),
    adversarial: checkNumber(where, "adversarial", options.adversarial ?? 0, { min: 0, max: 1 }),
    bagging,
    anchored,
    ...(earlyStopping === undefined ? {} : { earlyStopping: checkEarlyStopping(where, earlyStopping) }),
  };
}

function chooseOptimiser(where: string, given: NonNullable<MapOptions["optimiser"]>) {
  const spec = (typeof given === "string" ? { kind: given } : given) as StochasticOptimiserSpec | LbfgsSpec;
  const part = `${where}: optimiser`;
  checkChoice(part, "kind", spec?.kind, ["sgd", "adam", "adamw", "lbfgs"]);
  if (spec.kind !== "lbfgs") return checkOptimiser(where, spec);
  checkKeys(part, spec, ["kind", "iterations", "memory", "tolerance"]);
  const whole = { integer: true, min: 1 } as const;
  return {
    kind: "lbfgs",
    iterations: checkNumber(part, "iterations", spec.iterations ?? 2000, whole),
    memory: checkNumber(part, "memory", spec.memory ?? 30, whole),
    tolerance: checkNumber(part, "tolerance", spec.tolerance ?? 1e-9, { above: 0 }),
  } as const;
}

/** Throws an ArgumentError that names what is wrong with the rule. */
function checkEarlyStopping(where: string, rule: EarlyStopping) {
  const part = `${where}: earlyStopping`;
  checkKeys(part, rule, ["share", "score", "patience"]);
  const { patience } = rule;
  return {
    share: checkNumber(part, "share", rule.share ?? 0.1, { above: 0, below: 1 }),
    score: checkChoice(part, "score", rule.score ?? "logScore", ["logScore", "rmse", "accuracy"]),
    ...(patience === undefined
      ? {}
      : { patience: checkNumber(part, "patience", patience, { integer: true, min: 1 }) }),
  };
}
